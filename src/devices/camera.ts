/** The rules of the camera. */
import type { ErrorData } from '../protocol/errors.ts';
import { failedAs } from './state.ts';
import { isOf, nextAttempt, setCamera, type Of, type Step } from './step.ts';

export function onCamera(step: Step, { on }: Of<'camera'>): void {
  step.effects.push({ kind: 'drop-notice', about: 'camera' });
  if (!on) closeCamera(step, 'off');
  else if (!('attempt' in step.state.camera)) openCamera(step);
}

export function openCamera(step: Step): void {
  const attempt = nextAttempt(step);
  setCamera(step, { is: 'opening', attempt });
  step.effects.push({ kind: 'open', device: 'camera', attempt, id: step.state.chosen.camera });
}

export function onCameraOpened(step: Step, { attempt }: Of<'opened'>): void {
  const { camera } = step.state;
  if (camera.is !== 'opening' || camera.attempt !== attempt) return;
  setCamera(step, { is: 'on', attempt });
  step.effects.push({ kind: 'look-for-devices' });
}

export function onCameraFailed(step: Step, { attempt, error }: Of<'failed'>): void {
  if (!isOf(step.state.camera, attempt)) return;
  closeCamera(step, failedAs(error));
  step.effects.push({ kind: 'notice', notice: { about: 'camera', error } });
}

/** Unplugged, or taken by the system. */
export function onCameraEnded(step: Step, { attempt }: Of<'ended'>): void {
  if (!isOf(step.state.camera, attempt)) return;
  closeCamera(step, 'lost');
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
