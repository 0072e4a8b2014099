/**
 * Microphone, loudspeaker and camera as a pure function: (state, event) → state + effects.
 *
 * Whatever waits for the browser belongs to an attempt, which has a number. What comes of an older attempt changes nothing, and whoever
 * performs the effects closes it. No device is open under a state that denies it: test/unit/properties/devices.test.ts.
 */
import { closeCamera, onCamera, onCameraEnded, onCameraFailed, onCameraOpened, openCamera } from './camera.ts';
import type { DevicesEffect, DevicesEvent } from './events.ts';
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
  rebuild,
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
  openAnew,
  reviveMicrophone,
} from './microphone.ts';
import type { DevicesState } from './state.ts';
import type { Of, Step } from './step.ts';

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
      step.state = { ...step.state, isMuted: event.muted };
      step.effects.push({ kind: 'mute', muted: event.muted });
      break;
    case 'hold':
      onHold(step, event);
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
    case 'recalled':
      step.state = { ...step.state, chosen: { ...step.state.chosen, ...event.chosen } };
      break;
    case 'available':
      step.state = { ...step.state, available: event.devices };
      break;
    case 'page':
      onPage(step, event);
      break;
    case 'timer':
      ({ patience: onPatienceOver, microphone: onMicrophoneOverdue, loudspeaker: onLoudspeakerOverdue })[event.timer](
        step,
        event,
      );
      break;
    case 'dispose':
      closeMicrophone(step, 'off');
      closeLoudspeaker(step, 'off');
      closeCamera(step, 'off');
      step.state = { ...step.state, isDisposed: true };
  }
}

/** Its release counts whatever became of the microphone meanwhile. */
function onHold(step: Step, { down }: Of<'hold'>): void {
  step.state = { ...step.state, isHeld: down };
  if (!down || step.state.microphone.is === 'on') step.effects.push({ kind: 'hold', down });
}

/** One that is open is opened anew with it. */
function onChoose(step: Step, { device, id }: Of<'choose'>): void {
  if (step.state.chosen[device] === id) return;
  step.state = { ...step.state, chosen: { ...step.state.chosen, [device]: id } };
  step.effects.push({ kind: 'keep', chosen: step.state.chosen });
  const { loudspeaker, camera } = step.state;
  if (device === 'camera' && 'attempt' in camera && !camera.isScreen) {
    closeCamera(step, 'off');
    openCamera(step, false);
  }
  if (device === 'loudspeaker' && 'attempt' in loudspeaker) rebuild(step);
  if (device === 'microphone') openAnew(step, false);
}

/** What the browser suspended while the page was out of view goes on when it is back; a page that is put away lets go of all devices. */
function onPage(step: Step, { is }: Of<'page'>): void {
  const { page: was, microphone, wasListening } = step.state;
  if (is === was && is !== 'visible') return;
  step.state = { ...step.state, page: is };
  // Nobody hears a key that goes up elsewhere.
  if (is !== 'visible' && step.state.isHeld) onHold(step, { kind: 'hold', down: false });
  if (is === 'away') {
    step.state = { ...step.state, wasListening: 'attempt' in microphone };
    closeMicrophone(step, 'off');
    closeCamera(step, 'off');
    return;
  }
  if (was === 'away') {
    step.state = { ...step.state, wasListening: false };
    if (wasListening) onListen(step, { kind: 'listen' });
  }
  if (is !== 'visible') return;
  reviveMicrophone(step);
  reviveLoudspeaker(step);
}
