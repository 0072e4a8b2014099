/** How far the models are, and what is said of it before there is a conversation. Pure. */
import { msg } from '../locales/words.ts';
import type { ModelsView, Phase, Shown } from '../session/view.ts';
import type { Look } from './attributes.ts';

/** How much of what has to be loaded is there, 0..1. */
export function loadProgress({ models }: ModelsView): number {
  const total = models.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  const loaded = models.reduce(
    (sum, { state, loadedBytes, totalBytes }) => sum + (state === 'ready' ? totalBytes : loadedBytes),
    0,
  );
  return total === 0 ? 0 : Math.min(1, loaded / total);
}

/** Whether what is said now is heard, though not everything is loaded: the microphone is open, and VAD and STT are there. */
export function hears({
  models: { models },
  devices,
}: {
  models: Pick<ModelsView, 'models'>;
  devices: Shown['devices'];
}): boolean {
  const isReady = (role: string) => models.some((model) => model.role === role && model.state === 'ready');
  return devices.microphone === 'on' && !devices.muted && isReady('vad') && isReady('stt');
}

/** How a conversation is begun. */
export const wayIn = (): { readonly [mode in Look['mode']]: string } => ({
  both: msg('Press to talk, or type'),
  voice: msg('Press to talk'),
  text: msg('Type to begin'),
});

/** What is going on, as long as what knows more of it is not there. */
export function firstLine(phase: Phase, mode: Look['mode']): string {
  if (phase === 'loading') return msg('Getting ready');
  return wayIn()[mode === 'text' ? 'text' : 'voice'];
}
