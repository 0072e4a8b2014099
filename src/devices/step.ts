/** One step of the reducer while it is being made, and the moves that several rules share. */
import type { DevicesEffect, DevicesEvent } from './events.ts';
import type { Camera, DevicesState, Loudspeaker, Microphone } from './state.ts';

/** The state so far and the effects so far. States are replaced, never changed. */
export type Step = { state: DevicesState; readonly effects: DevicesEffect[] };

export type Of<Kind extends DevicesEvent['kind']> = Extract<DevicesEvent, { kind: Kind }>;

export function setMicrophone(step: Step, microphone: Microphone): void {
  step.state = { ...step.state, microphone };
}

export function setLoudspeaker(step: Step, loudspeaker: Loudspeaker): void {
  step.state = { ...step.state, loudspeaker };
}

export function setCamera(step: Step, camera: Camera): void {
  step.state = { ...step.state, camera };
}

/** The number of a new attempt. */
export function nextAttempt(step: Step): number {
  const attempts = step.state.attempts + 1;
  step.state = { ...step.state, attempts };
  return attempts;
}

/** Whether the event is of the attempt that the device is at. */
export function isOf(device: object, attempt: number): boolean {
  return 'attempt' in device && device.attempt === attempt;
}
