/**
 * A microphone that gives nothing but zeros, though somebody expects to be heard: a switch on a headset, another input than the one that is spoken
 * into. A room is never as silent as that.
 */
import { isByKey } from '../turn/talk-mode.ts';
import { DEVICE_SETTINGS } from './settings.ts';
import { setMicrophone, type Of, type Step } from './step.ts';

export function onLevel(step: Step, { isZero, isAwaited }: Of<'level'>): void {
  const { microphone, page, talk, isHeld, isMuted } = step.state;
  if (microphone.is !== 'on') return;
  const { attempt, hush } = microphone;
  const isExpected = isAwaited && !isMuted && !microphone.isMuted && page === 'visible' && (!isByKey(talk) || isHeld);
  if (isZero && isExpected && hush === 'no') {
    setMicrophone(step, { ...microphone, hush: 'suspected' });
    const ms = isByKey(talk) ? DEVICE_SETTINGS.hushHeldMs : DEVICE_SETTINGS.hushMs;
    step.effects.push({ kind: 'set-timer', timer: 'hush', attempt, ms });
  } else if (hush === 'suspected' && !(isZero && isExpected)) {
    setMicrophone(step, { ...microphone, hush: 'no' });
    step.effects.push({ kind: 'clear-timer', timer: 'hush' });
  } else if (hush === 'told' && !isZero) {
    setMicrophone(step, { ...microphone, hush: 'no' });
    step.effects.push({ kind: 'drop-notice', about: 'microphone' });
  }
}

export function onHushLasts(step: Step, { attempt }: Of<'timer'>): void {
  const { microphone } = step.state;
  if (microphone.is !== 'on' || microphone.attempt !== attempt || microphone.hush !== 'suspected') return;
  setMicrophone(step, { ...microphone, hush: 'told' });
  step.effects.push({ kind: 'notice', notice: { about: 'microphone', is: 'hushed' } });
}
