/** The rules of the loudspeaker: opened inside a gesture, woken when the browser suspends it, and named as silent when nothing helps. */
import { failMicrophone, listenWhenReady } from './microphone.ts';
import { DEVICE_SETTINGS } from './settings.ts';
import { isOf, nextAttempt, setLoudspeaker, type Of, type Step } from './step.ts';

/** Opens it, or wakes one that is suspended. One that failed is tried again. */
export function openLoudspeaker(step: Step): void {
  const { loudspeaker, chosen } = step.state;
  if (loudspeaker.is === 'opening') return;
  if (loudspeaker.is === 'on') {
    // The browser lets it sound only inside a gesture, and this may be the first.
    step.effects.push({ kind: 'resume', device: 'loudspeaker', attempt: loudspeaker.attempt });
    return;
  }
  const attempt = nextAttempt(step);
  setLoudspeaker(step, { is: 'opening', attempt, id: chosen.loudspeaker });
  step.effects.push(
    { kind: 'drop-notice', about: 'loudspeaker' },
    { kind: 'open', device: 'loudspeaker', attempt, id: chosen.loudspeaker },
    { kind: 'set-timer', timer: 'patience', attempt, ms: DEVICE_SETTINGS.patienceMs },
  );
}

export function onLoudspeakerOpened(step: Step, { attempt }: Of<'opened'>): void {
  const { loudspeaker, chosen } = step.state;
  if (loudspeaker.is !== 'opening' || loudspeaker.attempt !== attempt) return;
  setLoudspeaker(step, { is: 'on', attempt, sound: 'running' });
  step.effects.push({ kind: 'clear-timer', timer: 'patience' });
  // Another one was chosen meanwhile.
  if (loudspeaker.id !== chosen.loudspeaker)
    step.effects.push({ kind: 'switch', device: 'loudspeaker', attempt, id: chosen.loudspeaker });
  listenWhenReady(step);
}

export function onLoudspeakerFailed(step: Step, { attempt, error }: Of<'failed'>): void {
  if (!isOf(step.state.loudspeaker, attempt)) return;
  const { microphone } = step.state;
  const isHalf = microphone.is === 'claiming' || microphone.is === 'opening' || microphone.is === 'ready';
  closeLoudspeaker(step, 'silent');
  step.effects.push({ kind: 'sound-lost' });
  // One way on for both ends.
  if (isHalf) failMicrophone(step, error);
  else step.effects.push({ kind: 'notice', notice: { about: 'loudspeaker', error } });
}

/** Its context was closed, with the device: a new one may find another device. */
export function onLoudspeakerEnded(step: Step, { attempt }: Of<'ended'>): void {
  if (isOf(step.state.loudspeaker, attempt)) rebuild(step);
}

export function onLoudspeakerRunning(step: Step, { attempt }: Of<'running'>): void {
  const { loudspeaker } = step.state;
  if (loudspeaker.is !== 'on' || loudspeaker.attempt !== attempt || loudspeaker.sound === 'running') return;
  setLoudspeaker(step, { ...loudspeaker, sound: 'running' });
  step.effects.push({ kind: 'clear-timer', timer: 'loudspeaker' });
}

/** In a page that is hidden it may have to be so, and the page wakes it when it is shown. */
export function onLoudspeakerSuspended(step: Step, { attempt }: Of<'suspended'>): void {
  const { loudspeaker, page } = step.state;
  if (loudspeaker.is !== 'on' || loudspeaker.attempt !== attempt || loudspeaker.sound !== 'running') return;
  setLoudspeaker(step, { ...loudspeaker, sound: 'suspended' });
  if (page === 'visible') {
    step.effects.push({ kind: 'set-timer', timer: 'loudspeaker', attempt, ms: DEVICE_SETTINGS.lackingMs });
  }
}

/** It has been suspended for a while: first it is resumed, then built anew. */
export function onLoudspeakerOverdue(step: Step, { attempt }: Of<'timer'>): void {
  const { loudspeaker } = step.state;
  if (loudspeaker.is !== 'on' || loudspeaker.attempt !== attempt || loudspeaker.sound === 'running') return;
  if (loudspeaker.sound === 'suspended') reviveLoudspeaker(step);
  else rebuild(step);
}

/** Opening takes too long. */
export function onPatienceOver(step: Step, { attempt }: Of<'timer'>): void {
  const { loudspeaker } = step.state;
  if (loudspeaker.is !== 'opening' || loudspeaker.attempt !== attempt) return;
  // Answers are read from now on, until it is tried again.
  closeLoudspeaker(step, 'silent');
  step.effects.push({ kind: 'sound-lost' }, { kind: 'notice', notice: { about: 'loudspeaker', is: 'silent' } });
  listenWhenReady(step);
}

/** Tries to have its sound go on. */
export function reviveLoudspeaker(step: Step): void {
  const { loudspeaker } = step.state;
  if (loudspeaker.is !== 'on' || loudspeaker.sound === 'running') return;
  const { attempt } = loudspeaker;
  setLoudspeaker(step, { ...loudspeaker, sound: 'revived' });
  step.effects.push(
    { kind: 'resume', device: 'loudspeaker', attempt },
    { kind: 'set-timer', timer: 'loudspeaker', attempt, ms: DEVICE_SETTINGS.revivedMs },
  );
}

/** What lay in its queue is lost with it. */
function rebuild(step: Step): void {
  closeLoudspeaker(step, 'off');
  step.effects.push({ kind: 'sound-lost' });
  openLoudspeaker(step);
}

export function closeLoudspeaker(step: Step, as: 'off' | 'silent'): void {
  const { loudspeaker } = step.state;
  if ('attempt' in loudspeaker) {
    step.effects.push(
      { kind: 'close', device: 'loudspeaker', attempt: loudspeaker.attempt },
      { kind: 'clear-timer', timer: 'patience' },
      { kind: 'clear-timer', timer: 'loudspeaker' },
    );
  }
  setLoudspeaker(step, { is: as });
}
