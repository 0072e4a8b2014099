/** What is going on, in one line of words. Pure. */
import type { Coming, InputState, ModelsView, Shown } from '../session/view.ts';
import { formatProgress } from '../text/bytes.ts';
import { formatMinutes } from '../text/minutes.ts';
import type { Look } from './attributes.ts';
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

/** What to say of a microphone that is wanted and not heard. */
const READY: { readonly [state in InputState]?: string } = {
  starting: 'Waiting for the microphone. Press to stop',
  silent: 'No sound comes from the microphone',
  blocked: 'The microphone is muted by the system',
  elsewhere: 'Listening in another tab',
};

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

/** What is on its way, with how much of it is there. */
function loadingLine(models: ModelsView['models']): string {
  const loading = models.filter(({ state }) => state === 'loading' || state === 'waiting');
  const next = loading.find(({ loadedBytes, totalBytes }) => loadedBytes < totalBytes) ?? loading[0];
  if (!next) return 'Getting ready';
  if (next.loadedBytes >= next.totalBytes) return `Waking ${next.name}`;
  return `Loading ${next.name}: ${formatProgress(next.loadedBytes, next.totalBytes)}`;
}

/** How a conversation is begun. */
const WAY_IN: { readonly [mode in Look['mode']]: string } = {
  both: 'Press to talk, or type',
  voice: 'Press to talk',
  text: 'Type to begin',
};

/** Phase and progress in words. */
export function statusLine(
  { phase, models: { models }, devices }: Pick<Shown, 'phase' | 'models' | 'devices'>,
  mode: Look['mode'] = 'both',
): string {
  switch (phase) {
    case 'asleep':
      if (models.length > 0) return `Asleep to save memory. ${WAY_IN[mode]}`;
      return mode === 'text' ? WAY_IN.text : WAY_IN.voice;
    case 'loading': {
      const line = loadingLine(models);
      if (hears({ models: { models }, devices })) return `Go ahead, Parley hears you. The answer waits: ${line}`;
      return ['on', 'starting'].includes(devices.microphone) ? `Not listening yet. ${line}` : line;
    }
    case 'ready':
      return READY[devices.microphone] ?? `Ready. ${WAY_IN[mode]}`;
    case 'listening':
      if (devices.muted) return 'Muted';
      return devices.talk === 'open' ? 'Listening' : talkKeyLabel(devices.talk);
    case 'hearing':
      if (!devices.held) return 'Hearing you';
      return devices.talk === 'toggle' ? 'Listening. Press again when you are done' : 'Listening. Let go when you are done';
    case 'thinking':
      return 'Thinking';
    case 'speaking':
      return 'Speaking';
    case 'paused':
      return 'Go on. The answer waits';
    case 'trouble':
      return 'Something is in the way';
  }
}

/** How far the models are that are fetched behind those that serve: `1.2 of 3.8 GB, about 5 minutes left`. */
export function comingLine({ loadedBytes, totalBytes, secondsLeft }: Coming): string {
  if (loadedBytes >= totalBytes) return 'Waking the models that were fetched';
  const progress = formatProgress(loadedBytes, totalBytes);
  if (secondsLeft === null) return progress;
  return `${progress}, ${formatMinutes(secondsLeft)} left`;
}
