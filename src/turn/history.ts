/** The conversation's memory: what was asked, and of the answers what was heard. */
import type { OutcomeKind, ToolCall } from '../tools/tool.ts';
import type { Picture, PromptMessage } from './events.ts';

export type Entry =
  | { readonly role: 'user'; readonly text: string; readonly picture?: Picture; readonly turn: number }
  /** `text` is raw model text up to the last word heard, byte for byte, so that the engine's cache still fits it. */
  | { readonly role: 'assistant'; readonly text: string; readonly interrupted: boolean; readonly turn: number }
  /** A call of a tool, before the words of its turn. `text`: what came of it, as JSON. */
  | ToolEntry;

export type ToolEntry = {
  readonly role: 'tool';
  readonly text: string;
  readonly call: ToolCall;
  /** In words for the user. */
  readonly title: string;
  readonly outcome: OutcomeKind;
  readonly untrusted: boolean;
  readonly turn: number;
  /** What the model wrote before it in the turn that is under way; its words stand together behind the calls once it is over. */
  readonly before?: string;
};

export type History = readonly Entry[];

/** Something that was said, by whom. */
export type Line = { readonly role: 'user' | 'assistant'; readonly text: string };

/**
 * The most entries that a history has, on disk too; the oldest go first. About a thousand turns, a month of fifty a day. Smaller: the captions
 * of last week are gone. Larger: what is read at the start and drawn in the captions grows, and no prompt reaches back so far.
 */
export const MAX_HISTORY_ENTRIES = 2_000;

/** A clause as it was spoken: characters [from, to) of the raw text, `samples` of sound at 24 kHz. */
export type SpokenClause = { readonly from: number; readonly to: number; readonly samples: number };

/**
 * How many characters of the raw text had been heard when playback stood at `playedSamples`, cut back to a word's end.
 *
 * Within a clause sound and text are taken to run evenly: Kokoro gives no word times, and a word more or less is the error.
 */
export function heardLength(text: string, clauses: readonly SpokenClause[], playedSamples: number): number {
  // Silent clauses (code) count once there was sound after them or before them, not while all is still silent.
  if (playedSamples <= 0) return 0;
  let before = 0;
  for (const { from, to, samples } of clauses) {
    if (playedSamples < before + samples) {
      const share = (playedSamples - before) / samples;
      return wordEnd(text, from, from + Math.floor((to - from) * share));
    }
    before += samples;
  }
  return clauses.at(-1)?.to ?? 0;
}

/** The largest position in [from, at] at which a word ends. */
function wordEnd(text: string, from: number, at: number): number {
  // Halves of a surrogate pair count too (charAt gives one at a time), so that no emoji is cut in two.
  const isWord = (index: number) => /[\p{L}\p{M}\p{N}\p{Cs}\u200D'’]/u.test(text.charAt(index));
  let end = at;
  // In the middle of a word: it was not heard whole.
  if (end < text.length && isWord(end)) while (end > from && isWord(end - 1)) end -= 1;
  while (end > from && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** Bounds of a prompt. Tokens are estimated from characters: the page has no tokenizer. `toolTokens`: what tells of tools, behind the system prompt. */
export type PromptLimits = { system: string; toolTokens?: number; contextTokens: number; replyTokens: number };

/** English runs at 4 to 4.5 characters a token in Gemma's and SmolLM's vocabularies; 3 leaves room for names. */
const CHARACTERS_PER_TOKEN = 3;
/**
 * Tokens that a character takes where it is none of English, between what Gemma's vocabulary needs and what SmolLM's does (two for a Chinese
 * character). Smaller: the worker, which counts, has to cut more often. Larger: a multilingual model forgets before it must.
 */
const SCRIPTS: readonly (readonly [characters: RegExp, tokens: number])[] = [
  [/\p{N}/gu, 1],
  [
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu,
    1,
  ],
  [
    /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/gu,
    0.9,
  ],
  [/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Armenian}\p{Script=Ethiopic}]/gu, 0.8],
  [/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, 0.6],
  [/\p{Extended_Pictographic}/gu, 2],
];
/** Template tokens around a message (`<start_of_turn>user\n` … `<end_of_turn>\n`). */
const TOKENS_PER_MESSAGE = 8;
/** What stands around a call and its result. */
const TOKENS_PER_CALL = 40;
/** A picture costs Gemma 3 256 tokens and their frame. */
const TOKENS_PER_PICTURE = 260;
/** So many pictures may pile up before the older ones leave. They leave together, since each leaving costs the prefix cache. */
const MAX_PICTURES = 4;
/** Share of the window up to which text stays once pictures have left: the rest is room for at least one more turn with a picture. */
const ROOMY = 0.75;

/** Tokens that the prompt may have beside the system prompt. */
function budgetOf({ system, toolTokens = 0, contextTokens, replyTokens }: PromptLimits): number {
  return contextTokens - replyTokens - textTokens(system) - toolTokens - TOKENS_PER_MESSAGE;
}

/** The longest message written like this one, in characters, that fits into the window with an answer to it, and nothing else; an estimate. */
export function longestMessage(limits: PromptLimits, text = ''): number {
  const charactersPerToken = text === '' ? CHARACTERS_PER_TOKEN : text.length / textTokens(text);
  return Math.floor(Math.max(0, budgetOf(limits) - TOKENS_PER_MESSAGE) * charactersPerToken);
}

/** Where a prompt begins: the entry from which text goes along, and the one from which pictures do. */
export type Cut = { readonly first: number; readonly firstPicture: number };

/** Everything goes along. */
export const NO_CUT: Cut = { first: 0, firstPicture: 0 };

/**
 * Where the prompt begins once the last of these entries has come, given where it began before it.
 *
 * When the history outgrows the window, the oldest entries go until half of the window is free again: one big step, after which
 * the prompt only grows at its end for many turns and the engine's prefix cache survives. Pictures leave before text does, and
 * where that makes room enough no text leaves at all. It costs as much as the window is long, however long the history is.
 */
export function cutAfter(before: Cut, history: History, limits: PromptLimits, end = history.length): Cut {
  const budget = budgetOf(limits);
  let { first, firstPicture } = before;
  const pictured = picturedIndices(history, Math.max(first, firstPicture), end);
  const newest = pictured.at(-1);
  if (newest !== undefined && pictured.length > MAX_PICTURES) firstPicture = newest;
  if (cost(history, first, end, firstPicture) <= budget) return { first, firstPicture };
  if (newest !== undefined) firstPicture = newest;
  // Without the pictures there may be room for a good while, and the text can stay.
  if (cost(history, first, end, firstPicture) <= budget * ROOMY) return { first, firstPicture };
  while (first < end - 1 && cost(history, first, end, firstPicture) > budget / 2) first += 1;
  return { first, firstPicture };
}

/** Where the prompt of a whole history begins: as if it had come entry by entry. */
export function cutOf(history: History, limits: PromptLimits): Cut {
  let cut = NO_CUT;
  for (let end = 1; end <= history.length; end += 1) cut = cutAfter(cut, history, limits, end);
  return cut;
}

/** The prompt for the next answer: the system prompt, then as much of the newest history as fits, from `cut` on. */
export function toPrompt(history: History, limits: PromptLimits, cut = cutOf(history, limits)): PromptMessage[] {
  const kept = history.slice(cut.first).flatMap((entry, index): PromptMessage[] => {
    if (entry.role === 'tool') return withCall(entry);
    const picture = entry.role === 'user' && cut.first + index >= cut.firstPicture ? entry.picture : undefined;
    return [{ role: entry.role, text: entry.text, ...(picture === undefined ? {} : { picture }) }];
  });
  return [{ role: 'system', text: limits.system }, ...alternating(kept)];
}

/** The history with one entry more. Above the bound the oldest tenth goes at once, so that prompts keep their beginning for long. */
export function withEntry(history: History, cut: Cut, entry: Entry, limits: PromptLimits): { history: History; cut: Cut } {
  const grown = [...history, entry];
  const next = cutAfter(cut, grown, limits);
  if (grown.length <= MAX_HISTORY_ENTRIES) return { history: grown, cut: next };
  const gone = MAX_HISTORY_ENTRIES / 10;
  const { first, firstPicture } = next;
  return {
    history: grown.slice(gone),
    cut: { first: Math.max(0, first - gone), firstPicture: Math.max(0, firstPicture - gone) },
  };
}

/** A call is the model's, and what came of it the page's. */
function withCall({ call, text, untrusted, before = '' }: ToolEntry): PromptMessage[] {
  return [
    { role: 'assistant', text: before, calls: [call] },
    { role: 'tool', text, of: { id: call.id, name: call.name }, ...(untrusted ? { untrusted } : {}) },
  ];
}

/**
 * Chat templates want user and assistant in turns: what the user said in a row becomes one message, a lone answer goes. So does one that ends with
 * what came of a call and was never heard: the question behind it stands on its own.
 */
function alternating(messages: PromptMessage[]): PromptMessage[] {
  const result: PromptMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    const isAnswered = message.role !== 'user' || last?.role !== 'tool';
    if (last?.role !== message.role || message.role === 'tool' || message.calls || last.calls) {
      if (!isAnswered) result.push({ role: 'assistant', text: UNHEARD });
      if (last || message.role === 'user') result.push({ ...message });
      continue;
    }
    last.text = `${last.text} ${message.text}`;
    if (message.picture !== undefined) last.picture = message.picture;
  }
  return result;
}

/** Stands for an answer of which nothing was heard, behind a call that was carried out. */
const UNHEARD = '…';

function picturedIndices(history: History, from: number, to: number): number[] {
  const indices: number[] = [];
  for (let index = from; index < to; index += 1) {
    const entry = history[index];
    if (entry?.role === 'user' && entry.picture !== undefined) indices.push(index);
  }
  return indices;
}

function cost(history: History, from: number, to: number, firstPicture: number): number {
  let tokens = picturedIndices(history, Math.max(from, firstPicture), to).length * TOKENS_PER_PICTURE;
  for (const entry of history.slice(from, to)) tokens += entryTokens(entry);
  return tokens;
}

/** Entries never change, and are counted again with each one that comes after them. */
const counted = new WeakMap<Entry, number>();

function entryTokens(entry: Entry): number {
  const tokens = counted.get(entry) ?? textTokens(entry.text) + TOKENS_PER_MESSAGE + callTokens(entry);
  counted.set(entry, tokens);
  return tokens;
}

function callTokens(entry: Entry): number {
  if (entry.role !== 'tool') return 0;
  return textTokens(JSON.stringify(entry.call.args) + (entry.call.raw ?? '') + (entry.before ?? '')) + TOKENS_PER_CALL;
}

/** An estimate of how many tokens a text is. */
export function textTokens(text: string): number {
  let tokens = 0;
  let others = text.length;
  // Most texts are nothing but ASCII letters.
  if (/[^\p{L}\p{P}\p{Z}\s]|\P{ASCII}/u.test(text)) {
    for (const [characters, each] of SCRIPTS) {
      const found = text.match(characters) ?? [];
      tokens += found.length * each;
      others -= found.join('').length;
    }
  }
  return Math.ceil(tokens + Math.max(0, others) / CHARACTERS_PER_TOKEN);
}
