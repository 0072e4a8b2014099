/** What a screen reader says of a conversation: states and finished lines, each once. Pure. */
import type { CaptionView, Phase, Shown } from '../session/view.ts';
import { talkKeyLabel } from './talk-press.ts';
import { msg, str } from '../locales/words.ts';

export type Heard = {
  /** Captions up to here are known; '' for none. */
  readonly lastId: string;
  /** Finished lines that nobody was told of yet. */
  readonly waiting: readonly string[];
  /** The state that was told last. */
  readonly told: string;
};

export const NOTHING_HEARD: Heard = { lastId: '', waiting: [], told: '' };

/** Only these are told: while somebody speaks, a screen reader would speak over them, and into the microphone. */
const states = (): { readonly [phase in Phase]?: string } => ({
  asleep: msg('Parley is not listening.'),
  loading: msg('Parley is loading.'),
  ready: msg('Parley is not listening.'),
  listening: msg('Parley is listening.'),
  thinking: msg('Parley is thinking.'),
  trouble: msg('Something is in Parley’s way.'),
});

type Seen = Pick<Shown, 'phase' | 'captions' | 'devices'>;

/** Takes note of the lines that were finished. What was said on an earlier visit comes before anything is started, and is no news. */
export function noteLines(heard: Heard, { phase, captions: { said }, devices }: Seen): Heard {
  const last = said.at(-1);
  const lastId = last?.id ?? '';
  if (lastId === heard.lastId) return heard;
  const known = said.findLastIndex(({ id }) => id === heard.lastId);
  const isAloud = devices.loudspeaker === 'on';
  // A conversation that is shorter, or another one, is no news either.
  const isNews = phase !== 'asleep' && (known >= 0 || heard.lastId === '');
  const news = isNews ? said.slice(known + 1).flatMap((caption) => lineOf(caption, isAloud) ?? []) : [];
  return { ...heard, lastId, waiting: [...heard.waiting, ...news] };
}

/** What to say now, and what was told then. Nothing while anybody speaks: it waits until they are done. */
export function announce(heard: Heard, { phase, captions, devices }: Seen): { heard: Heard; lines: readonly string[] } {
  const isByKey = phase === 'listening' && devices.talk !== 'open';
  const told = isByKey ? msg(str`${talkKeyLabel(devices.talk)}: Space, or the big button.`) : states()[phase];
  if (told === undefined) return { heard, lines: [] };
  // An answer is on its way: its question is told after it, or its voice would begin in the middle of that.
  const isQuiet = phase !== 'thinking' && captions.live === null;
  const lines = isQuiet ? heard.waiting : [];
  return {
    heard: { ...heard, told, waiting: isQuiet ? [] : heard.waiting },
    lines: told === heard.told ? lines : [...lines, told],
  };
}

/** An answer that was heard aloud is not told again: the voice has said it, and the microphone would hear it as a question. */
function lineOf({ who, text, state }: CaptionView, isAloud: boolean): string | null {
  if (who === 'user') return msg(str`You: ${text}`);
  // What is done makes no sound.
  if (who === 'tool') return msg(str`Parley does this: ${text}`);
  if (isAloud) return null;
  return state === 'interrupted' ? msg(str`Parley: ${text} — interrupted`) : msg(str`Parley: ${text}`);
}
