/** How far the models are, and what is going on in a conversation, in one line of words. Pure. */
import { msg, str } from '../locales/words.ts';
import type { Coming, InputState, ModelsView, Shown } from '../session/view.ts';
import { formatProgress } from '../text/bytes.ts';
import { formatMinutes } from '../text/minutes.ts';
import type { Look } from './attributes.ts';
import { firstLine, wayIn } from './status.ts';
import { talkKeyLabel } from './talk-press.ts';

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

/** What to say of a microphone that is wanted and not heard. */
const ready = (): { readonly [state in InputState]?: string } => ({
  starting: msg('Waiting for the microphone. Press to stop'),
  silent: msg('No sound comes from the microphone'),
  blocked: msg('The microphone is muted by the system'),
  elsewhere: msg('Listening in another tab'),
});

/** What is on its way, with how much of it is there. */
function loadingLine(models: ModelsView['models']): string {
  const loading = models.filter(({ state }) => state === 'loading' || state === 'waiting');
  const next = loading.find(({ loadedBytes, totalBytes }) => loadedBytes < totalBytes) ?? loading[0];
  if (!next) return msg('Getting ready');
  if (next.loadedBytes >= next.totalBytes) return msg(str`Waking ${next.name}`);
  return msg(str`Loading ${next.name}: ${formatProgress(next.loadedBytes, next.totalBytes)}`);
}

/** Phase and progress in words. */
export function statusLine(
  { phase, models: { models }, devices }: Pick<Shown, 'phase' | 'models' | 'devices'>,
  mode: Look['mode'] = 'both',
): string {
  switch (phase) {
    case 'asleep':
      if (models.length > 0) return msg(str`Asleep to save memory. ${wayIn()[mode]}`);
      return firstLine(phase, mode);
    case 'loading': {
      const line = loadingLine(models);
      if (hears({ models: { models }, devices })) return msg(str`Go ahead, Parley hears you. The answer waits: ${line}`);
      return ['on', 'starting'].includes(devices.microphone) ? msg(str`Not listening yet. ${line}`) : line;
    }
    case 'ready':
      return ready()[devices.microphone] ?? msg(str`Ready. ${wayIn()[mode]}`);
    case 'listening':
      if (devices.muted) return msg('Muted');
      return devices.talk === 'open' ? msg('Listening') : talkKeyLabel(devices.talk);
    case 'hearing':
      // Where the key is up, and no sound counts without it, it has been said.
      if (!devices.held) return devices.talk === 'open' ? msg('Hearing you') : msg('Writing down what you said');
      return devices.talk === 'toggle'
        ? msg('Listening. Press again when you are done')
        : msg('Listening. Let go when you are done');
    case 'thinking':
      return msg('Thinking');
    case 'speaking':
      return msg('Speaking');
    case 'paused':
      return msg('Go on. The answer waits');
    case 'trouble':
      return msg('Something is in the way');
  }
}

/** How far the models are that are fetched behind those that serve: `1.2 of 3.8 GB, about 5 minutes left`. */
export function comingLine({ loadedBytes, totalBytes, secondsLeft }: Coming): string {
  if (loadedBytes >= totalBytes) return msg('Waking the models that were fetched');
  const progress = formatProgress(loadedBytes, totalBytes);
  if (secondsLeft === null) return progress;
  return msg(str`${progress}, ${formatMinutes(secondsLeft)} left`);
}
