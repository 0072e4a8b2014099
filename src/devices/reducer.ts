/**
 * Microphone, loudspeaker and camera as a pure function: (state, event) → state + effects.
 *
 * Whatever waits for the browser belongs to an attempt, which has a number. What comes of an older attempt changes nothing, and whoever
 * performs the effects closes it. No device is open under a state that denies it: test/unit/properties/devices.test.ts.
 */
import { closeCamera, onCamera, onCameraEnded, onCameraFailed, onCameraOpened } from './camera.ts';
import { onAvailable, onChoose, onRecalled, takeBack } from './choosing.ts';
import type { DevicesEffect, DevicesEvent } from './events.ts';
import { onHushLasts, onLevel } from './hush.ts';
import {
  closeLoudspeaker,
  onLoudspeakerEnded,
  onLoudspeakerFailed,
  onLoudspeakerOpened,
  onLoudspeakerOverdue,
  onLoudspeakerRunning,
  onLoudspeakerSuspended,
  onPatienceOver,
  openLoudspeaker,
  reviveLoudspeaker,
} from './loudspeaker.ts';
import {
  closeMicrophone,
  onClaimed,
  onClaimLost,
  onFrames,
  onListen,
  onMicrophoneEnded,
  onMicrophoneFailed,
  onMicrophoneOpened,
  onMicrophoneOverdue,
  onMicrophoneSuspended,
  onMutedBySystem,
  onTaken,
  reviveMicrophone,
} from './microphone.ts';
import type { DevicesState } from './state.ts';
import type { Of, Step } from './step.ts';
import { onHold, onMute, onTalk, releaseKey } from './talk-key.ts';

const ON_TIMER = {
  patience: onPatienceOver,
  microphone: onMicrophoneOverdue,
  loudspeaker: onLoudspeakerOverdue,
  hush: onHushLasts,
} as const;

/** Applies one event. Never throws, whatever the order in which events come. */
export function reduce(state: DevicesState, event: DevicesEvent): { state: DevicesState; effects: readonly DevicesEffect[] } {
  const step: Step = { state, effects: [] };
  if (!state.isDisposed) apply(step, event);
  return step;
}

function apply(step: Step, event: DevicesEvent): void {
  switch (event.kind) {
    case 'listen':
      onListen(step, event);
      break;
    case 'sleep':
      closeMicrophone(step, 'off');
      step.effects.push({ kind: 'drop-notice', about: 'microphone' });
      break;
    case 'sound':
      openLoudspeaker(step);
      break;
    case 'mute':
      onMute(step, event);
      break;
    case 'hold':
      onHold(step, event);
      break;
    case 'talk':
      onTalk(step, event);
      break;
    case 'camera':
      onCamera(step, event);
      break;
    case 'choose':
      onChoose(step, event);
      break;
    case 'claimed':
      onClaimed(step, event);
      break;
    case 'taken':
      onTaken(step, event);
      break;
    case 'claim-lost':
      onClaimLost(step);
      break;
    case 'opened':
      ({ microphone: onMicrophoneOpened, loudspeaker: onLoudspeakerOpened, camera: onCameraOpened })[event.device](step, event);
      break;
    case 'failed':
      ({ microphone: onMicrophoneFailed, loudspeaker: onLoudspeakerFailed, camera: onCameraFailed })[event.device](step, event);
      break;
    case 'ended':
      ({ microphone: onMicrophoneEnded, loudspeaker: onLoudspeakerEnded, camera: onCameraEnded })[event.device](step, event);
      break;
    case 'running':
      // That its context runs is no proof that the microphone's sound comes.
      if (event.device === 'loudspeaker') onLoudspeakerRunning(step, event);
      break;
    case 'suspended':
      if (event.device === 'loudspeaker') onLoudspeakerSuspended(step, event);
      else onMicrophoneSuspended(step, event);
      break;
    case 'muted-by-system':
      onMutedBySystem(step, event);
      break;
    case 'frames':
      onFrames(step, event);
      break;
    case 'level':
      onLevel(step, event);
      break;
    case 'recalled':
      onRecalled(step, event);
      break;
    case 'available':
      onAvailable(step, event);
      break;
    case 'page':
      onPage(step, event);
      break;
    case 'timer':
      ON_TIMER[event.timer](step, event);
      break;
    case 'dispose':
      closeMicrophone(step, 'off');
      closeLoudspeaker(step, 'off');
      closeCamera(step, 'off');
      step.state = { ...step.state, isDisposed: true };
  }
}

/** What the browser suspended while the page was out of view goes on when it is back; a page that is put away lets go of all devices. */
function onPage(step: Step, { is }: Of<'page'>): void {
  const { page: was, microphone, camera, wasListening } = step.state;
  if (is === was && is !== 'visible') return;
  step.state = { ...step.state, page: is };
  // Nobody hears a key that goes up elsewhere. One that is pressed again to be let go waits for that, and one of other sound than this page's is no key here.
  if (is !== 'visible' && step.state.talk !== 'toggle' && !step.state.hasOwnSound) releaseKey(step);
  if (is === 'away') {
    step.state = { ...step.state, wasListening: 'attempt' in microphone };
    if ('attempt' in microphone) closeMicrophone(step, 'off');
    if ('attempt' in camera) closeCamera(step, 'off');
    return;
  }
  if (was === 'away') {
    step.state = { ...step.state, wasListening: false };
    if (wasListening) onListen(step, { kind: 'listen' });
  }
  if (is !== 'visible') return;
  reviveMicrophone(step);
  reviveLoudspeaker(step);
  takeBack(step);
}
