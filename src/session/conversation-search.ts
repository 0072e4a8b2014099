/** What the list of conversations shows of each, and which of them have the words that are looked for. Pure. */
import type { History } from '../turn/history.ts';
import { msg } from '../locales/words.ts';

type Listed = { readonly title: string; readonly history: History };

/** A piece of what was said: the words that were looked for stand between `before` and `after`. */
export type Snippet = { readonly before: string; readonly found: string; readonly after: string };

/** Characters of a title that nobody has given: a line of the list on a phone. */
const TITLE_LENGTH = 60;
/** Characters on each side of what was found. */
const AROUND = 40;
/** Longest name, characters. */
export const LONGEST_TITLE = 120;

/** The name that the user has given, or what was said first. */
export function titleOf({ title, history }: Listed): string {
  if (title !== '') return title;
  const first = history.find(({ role }) => role === 'user') ?? history[0];
  return shortened(oneLine(first?.text ?? ''), TITLE_LENGTH) || msg('Without words');
}

/** A name as it is kept: one line, without what can't be seen. */
export function tidyTitle(title: string): string {
  return shortened(oneLine(title), LONGEST_TITLE);
}

/**
 * Those in which every word of the query occurs, in the title or in what was said, also as a part of a word; upper and lower case and accents make no
 * difference. With a piece of the newest entry that has the first of them, null where only the title has it. All of them, and null, for an empty query.
 */
export function search<T extends Listed>(
  conversations: readonly T[],
  query: string,
): { conversation: T; snippet: Snippet | null }[] {
  const words = plain(query).split(/\s+/u).filter(Boolean);
  return conversations.flatMap((conversation) => {
    const texts = conversation.history.map(({ text }) => plain(text));
    const all = [plain(titleOf(conversation)), ...texts];
    if (!words.every((word) => all.some((text) => text.includes(word)))) return [];
    return [{ conversation, snippet: snippetOf(conversation.history, texts, words[0]) }];
  });
}

/** How many bytes the words take, about. */
export function bytesOf(conversations: readonly Listed[]): number {
  const encoder = new TextEncoder();
  return conversations.reduce(
    (sum, { history }) => history.reduce((bytes, { text }) => bytes + encoder.encode(text).length, sum),
    0,
  );
}

function snippetOf(history: History, texts: readonly string[], word: string | undefined): Snippet | null {
  if (word === undefined) return null;
  const index = texts.findLastIndex((text) => text.includes(word));
  const text = oneLine(history[index]?.text ?? '');
  const at = plain(text).indexOf(word);
  if (index < 0 || at < 0) return null;
  // Where marks went away the plain text is shorter, and the place is sought again.
  const [from, to] = placeIn(text, at, at + word.length);
  const start = Math.max(0, from - AROUND);
  return {
    before: (start > 0 ? '…' : '') + text.slice(start, from),
    found: text.slice(from, to),
    after: text.slice(to, to + AROUND) + (to + AROUND < text.length ? '…' : ''),
  };
}

/** Where characters [from, to) of the plain text stand in the text. */
function placeIn(text: string, from: number, to: number): [number, number] {
  let plainLength = 0;
  let start = text.length;
  let index = 0;
  for (const character of text) {
    const length = plain(character).length;
    if (plainLength <= from && from < plainLength + length) start = index;
    plainLength += length;
    index += character.length;
    if (plainLength >= to) return [start, index];
  }
  return [Math.min(start, text.length), text.length];
}

/** Without accents and case, so that “cafe” finds “Café”. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Marks that can't be seen go, but for those that join what is seen: Persian and Indic letters, and emoji, flags among them. */
function oneLine(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .replaceAll(/(?!\u200C|\u200D|[\u{E0020}-\u{E007F}])\p{Cf}/gu, '')
    .trim();
  return /[^\p{C}\p{Default_Ignorable_Code_Point}\s]/u.test(line) ? line : '';
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  // No half of a character that takes two.
  return `${cut.replace(/[\uD800-\uDBFF]$/u, '').trimEnd()}…`;
}
