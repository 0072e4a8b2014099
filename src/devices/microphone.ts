/** The rules of the microphone: one tab listens, both ends of the sound or none, and "on" only while frames arrive. */
import type { ErrorData } from '../protocol/errors.ts';
import { openLoudspeaker } from './loudspeaker.ts';
import { DEVICE_SETTINGS } from './settings.ts';
import { failedAs, type Microphone } from './state.ts';
import { releaseKey } from './talk-key.ts';
import { isOf, nextAttempt, setMicrophone, type Of, type Step } from './step.ts';

type On = Extract<Microphone, { is: 'on' }>;

const NO_TIMERS = [
  { kind: 'clear-timer', timer: 'microphone' },
  { kind: 'clear-timer', timer: 'hush' },
] as const;

/** The loudspeaker is opened with it, inside the gesture. Does nothing while it is open or being opened. */
export function onListen(step: Step, { takeOver = false }: Of<'listen'>): void {
  const { microphone } = step.state;
  if ('attempt' in microphone) return;
  openLoudspeaker(step);
  step.effects.push({ kind: 'drop-notice', about: 'microphone' });
  const attempt = nextAttempt(step);
  setMicrophone(step, { is: 'claiming', attempt });
  step.effects.push({ kind: 'claim', attempt, takeOver });
}

/** No other tab listens, or it stops now. */
export function onClaimed(step: Step, { attempt }: Of<'claimed'>): void {
  const { microphone, chosen } = step.state;
  if (microphone.is !== 'claiming' || microphone.attempt !== attempt) return;
  setMicrophone(step, { is: 'opening', attempt, isAgain: false, isMuted: false });
  step.effects.push({ kind: 'open', device: 'microphone', attempt, id: chosen.microphone });
}

/** Another tab listens. */
export function onTaken(step: Step, { attempt }: Of<'taken'>): void {
  const { microphone } = step.state;
  if (microphone.is !== 'claiming' || microphone.attempt !== attempt) return;
  setMicrophone(step, { is: 'elsewhere' });
  step.effects.push({ kind: 'notice', notice: { about: 'microphone', is: 'elsewhere' } });
}

/** Another tab has taken over. */
export function onClaimLost(step: Step): void {
  const { microphone } = step.state;
  if (!('attempt' in microphone) || microphone.is === 'claiming') return;
  closeMicrophone(step, 'elsewhere');
  // Nobody who talks to the other can interrupt what is being said here, and it would be heard there: it can be read.
  step.effects.push({ kind: 'sound-lost' }, { kind: 'notice', notice: { about: 'microphone', is: 'taken-over' } });
}

export function onMicrophoneOpened(step: Step, { attempt }: Of<'opened'>): void {
  const { microphone } = step.state;
  if (microphone.is !== 'opening' || microphone.attempt !== attempt) return;
  setMicrophone(step, { ...microphone, is: 'ready' });
  step.effects.push({ kind: 'look-for-devices' });
  listenWhenReady(step);
}

/** It is on once the loudspeaker has an end: on, or known to be silent, so that answers are read. */
export function listenWhenReady(step: Step): void {
  const { microphone, loudspeaker } = step.state;
  if (microphone.is !== 'ready' || loudspeaker.is === 'opening') return;
  const { attempt } = microphone;
  setMicrophone(step, { ...microphone, is: 'on', sound: 'flowing', hush: 'no' });
  // A key that went up while nothing was heard is up.
  const { isHeld, isMuted } = step.state;
  step.effects.push({ kind: 'connect', attempt }, { kind: 'hold', down: isHeld && !isMuted, forMs: 0 });
  if (microphone.isMuted) step.effects.push({ kind: 'notice', notice: { about: 'microphone', is: 'blocked' } });
}

export function onMicrophoneFailed(step: Step, { attempt, error }: Of<'failed'>): void {
  if (isOf(step.state.microphone, attempt)) failMicrophone(step, error);
}

/** It can't be used, and the page says why. */
export function failMicrophone(step: Step, error: ErrorData): void {
  closeMicrophone(step, failedAs(error));
  step.effects.push({ kind: 'notice', notice: { about: 'microphone', error } });
}

/** Unplugged, or taken by the system. Where it was chosen by name, there may be another. */
export function onMicrophoneEnded(step: Step, { attempt }: Of<'ended'>): void {
  const { microphone, chosen } = step.state;
  if (!isOf(microphone, attempt)) return;
  if (chosen.microphone !== '' && microphone.is === 'on' && !microphone.isAgain) {
    openAnew(step, true);
    return;
  }
  closeMicrophone(step, 'lost');
  const error: ErrorData = {
    reason: 'microphone-lost',
    message: 'The microphone is gone.',
    advice: 'Plug it in again, or type.',
  };
  step.effects.push({ kind: 'notice', notice: { about: 'microphone', error } });
}

/** Whatever there is of it is closed, and others may listen. */
export function closeMicrophone(step: Step, as: 'off' | 'denied' | 'absent' | 'lost' | 'elsewhere'): void {
  const { microphone } = step.state;
  if ('attempt' in microphone) {
    const { attempt } = microphone;
    if (microphone.is !== 'claiming') step.effects.push({ kind: 'close', device: 'microphone', attempt });
    step.effects.push({ kind: 'release' }, ...NO_TIMERS);
  }
  // Nobody presses it again who is not heard.
  if (step.state.talk === 'toggle') releaseKey(step);
  setMicrophone(step, { is: as });
}

/** Muted by the system, or by a switch on the device. Of one that is being opened it is said once it is on. */
export function onMutedBySystem(step: Step, { attempt, muted }: Of<'muted-by-system'>): void {
  const { microphone } = step.state;
  if (!('isMuted' in microphone) || microphone.attempt !== attempt || microphone.isMuted === muted) return;
  if (microphone.is !== 'on') {
    setMicrophone(step, { ...microphone, isMuted: muted });
    return;
  }
  setMicrophone(step, { ...microphone, isMuted: muted, hush: 'no' });
  step.effects.push({ kind: 'clear-timer', timer: 'hush' });
  if (muted) step.effects.push({ kind: 'notice', notice: { about: 'microphone', is: 'blocked' } });
  else step.effects.push({ kind: 'drop-notice', about: 'microphone' });
}

/** What the VAD hears is what counts, whatever the browser says of the context. */
export function onFrames(step: Step, { arrive }: Of<'frames'>): void {
  const { microphone } = step.state;
  if (microphone.is !== 'on') return;
  if (!arrive) {
    lacks(step, microphone);
    return;
  }
  if (microphone.sound === 'flowing' && !microphone.isAgain) return;
  setMicrophone(step, { ...microphone, sound: 'flowing', isAgain: false });
  step.effects.push({ kind: 'clear-timer', timer: 'microphone' });
  if (!microphone.isMuted) step.effects.push({ kind: 'drop-notice', about: 'microphone' });
}

export function onMicrophoneSuspended(step: Step, { attempt }: Of<'suspended'>): void {
  const { microphone } = step.state;
  if (microphone.is === 'on' && microphone.attempt === attempt) lacks(step, microphone);
}

function lacks(step: Step, microphone: On): void {
  if (microphone.sound !== 'flowing') return;
  setMicrophone(step, { ...microphone, sound: 'lacking' });
  const { attempt } = microphone;
  if (step.state.page === 'visible') {
    step.effects.push({ kind: 'set-timer', timer: 'microphone', attempt, ms: DEVICE_SETTINGS.lackingMs });
  }
}

/** Its sound has been lacking for a while: first it is resumed, then opened anew, and where that does not help it is lost. */
export function onMicrophoneOverdue(step: Step, { attempt }: Of<'timer'>): void {
  const { microphone } = step.state;
  if (microphone.is !== 'on' || microphone.attempt !== attempt || microphone.sound === 'flowing') return;
  if (microphone.sound === 'lacking') {
    reviveMicrophone(step);
    return;
  }
  step.effects.push({ kind: 'notice', notice: { about: 'microphone', is: 'silent' } });
  if (microphone.isAgain) closeMicrophone(step, 'lost');
  else openAnew(step, true);
}

/** Closes the one that is open, or being opened, and opens the one that is chosen now. */
export function openAnew(step: Step, isAgain: boolean): void {
  const { microphone, chosen } = step.state;
  if (!('attempt' in microphone) || microphone.is === 'claiming') return;
  step.effects.push({ kind: 'close', device: 'microphone', attempt: microphone.attempt }, ...NO_TIMERS);
  const attempt = nextAttempt(step);
  setMicrophone(step, { is: 'opening', attempt, isAgain, isMuted: false });
  step.effects.push({ kind: 'open', device: 'microphone', attempt, id: chosen.microphone });
}

/** Tries to have its sound go on. */
export function reviveMicrophone(step: Step): void {
  const { microphone } = step.state;
  if (microphone.is !== 'on' || microphone.sound === 'flowing') return;
  const { attempt } = microphone;
  setMicrophone(step, { ...microphone, sound: 'revived' });
  step.effects.push(
    { kind: 'resume', device: 'microphone', attempt },
    { kind: 'set-timer', timer: 'microphone', attempt, ms: DEVICE_SETTINGS.revivedMs },
  );
}
