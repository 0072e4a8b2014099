/** The rules of the camera. */
import type { ErrorData } from '../protocol/errors.ts';
import { failedAs } from './state.ts';
import { isOf, nextAttempt, setCamera, type Of, type Step } from './step.ts';

export function onCamera(step: Step, { on, isScreen = false }: Of<'camera'>): void {
  step.effects.push({ kind: 'drop-notice', about: 'camera' });
  if (!on) closeCamera(step, 'off');
  else if (!('attempt' in step.state.camera)) openCamera(step, isScreen);
  else if (step.state.camera.isScreen !== isScreen) {
    closeCamera(step, 'off');
    openCamera(step, isScreen);
  }
}

export function openCamera(step: Step, isScreen: boolean): void {
  const attempt = nextAttempt(step);
  setCamera(step, { is: 'opening', attempt, isScreen });
  step.effects.push({ kind: 'open', device: 'camera', attempt, id: step.state.chosen.camera, isScreen });
}

export function onCameraOpened(step: Step, { attempt }: Of<'opened'>): void {
  const { camera } = step.state;
  if (camera.is !== 'opening' || camera.attempt !== attempt) return;
  setCamera(step, { is: 'on', attempt, isScreen: camera.isScreen });
  step.effects.push({ kind: 'look-for-devices' });
}

export function onCameraFailed(step: Step, { attempt, error }: Of<'failed'>): void {
  if (!isOf(step.state.camera, attempt)) return;
  closeCamera(step, failedAs(error));
  step.effects.push({ kind: 'notice', notice: { about: 'camera', error } });
}

/** Unplugged, or taken by the system. */
export function onCameraEnded(step: Step, { attempt }: Of<'ended'>): void {
  const { camera } = step.state;
  if (!isOf(camera, attempt)) return;
  const wasScreen = 'isScreen' in camera && camera.isScreen;
  // It was the user who has ended that.
  closeCamera(step, wasScreen ? 'off' : 'lost');
  if (wasScreen) return;
  const error: ErrorData = {
    reason: 'camera-lost',
    message: 'The camera is gone.',
    advice: 'Plug it in again to show something.',
  };
  step.effects.push({ kind: 'notice', notice: { about: 'camera', error } });
}

export function closeCamera(step: Step, as: 'off' | 'denied' | 'absent' | 'lost'): void {
  const { camera } = step.state;
  if ('attempt' in camera) step.effects.push({ kind: 'close', device: 'camera', attempt: camera.attempt });
  setCamera(step, { is: as });
}
