/** The state of a conversation, and what can be read off it. */
import {
  cutOf,
  heardLength,
  textTokens,
  type Cut,
  type Entry,
  type History,
  type PromptLimits,
  type SpokenClause,
} from './history.ts';
import { declaredText } from '../tools/families.ts';
import { isActing, type Acts } from '../tools/loop.ts';
import type { Declaration } from '../tools/tool.ts';
import { TURN_SETTINGS } from './settings.ts';
import type { TalkMode } from './talk-mode.ts';

/** What the user is doing, as far as is known. */
export type UserState =
  | { readonly is: 'quiet' }
  | {
      readonly is: 'speaking';
      readonly utterance: number;
      /** When its first sound was. */
      readonly onsetAt: number;
      /** False until the speech has lasted `confirmMs`: it may still be a click. */
      readonly confirmed: boolean;
      /**
       * What is known of its words while it goes on over a reply. `asked`: they are on their way. `overdue`: on their way for too long.
       * `nothing`: there are none, and the reply is heard again. `held`: the talk key is down, and nobody asks before it is let go.
       */
      readonly soFar: 'unknown' | 'asked' | 'overdue' | 'words' | 'nothing' | 'held';
      /** It has ended a reply already: that may be all that was wanted. */
      readonly hasEnded: boolean;
      /** Said over a reply that can't be interrupted. */
      readonly isUnheeded: boolean;
    }
  /** Silent; the utterance may be over. */
  | {
      readonly is: 'paused';
      readonly utterance: number;
      readonly onsetAt: number;
      readonly revision: number;
      readonly speechEndAt: number;
      readonly speechMs: number;
      /** How long the silence had lasted when that was reckoned last, ms; and when that was. */
      readonly silentMs: number;
      readonly silentAt: number;
      /** How much longer it had to last then, ms; Infinity before that was asked. */
      readonly silenceLeftMs: number;
      /** How far the voice had fallen at the end, dB; null where that can't be told. */
      readonly fallDb: number | null;
      /** The talk key was let go: no need to wait for silence. */
      readonly released: boolean;
      /** As while it was spoken. */
      readonly hasEnded: boolean;
      readonly transcript: string | null;
      /** Which language it is in, where that was to be found out. */
      readonly language?: string;
      /** What STT took for it, ms. */
      readonly sttMs?: number;
      /** How sure STT was of it, 0..1; null where it does not say. */
      readonly confidence: number | null;
      /** Probability of the sound's end, from Smart Turn. */
      readonly finished: number | null;
    };

/** Silent, with words that may still come. */
export type PausedUser = Extract<UserState, { is: 'paused' }>;

/** A suspected end of an utterance, by number. */
type Revision = { readonly utterance: number; readonly revision: number };

/** Whether both are of the same suspected end of the same utterance. */
export function isSame(one: Revision, other: Revision): boolean {
  return one.utterance === other.utterance && one.revision === other.revision;
}

/** An utterance whose words took longer than anybody waits: they count if they come before the next turn. `isOver`: said over a reply. */
export type LateUtterance = { readonly user: PausedUser; readonly isOver: boolean; readonly turn: number };

/** ms on the page's clock; missing where it has not happened or does not apply. */
export type Marks = {
  readonly speechEndAt?: number;
  readonly sttMs?: number;
  readonly generateAt: number;
  readonly committedAt?: number;
  readonly firstTokenAt?: number;
  readonly ttsTtfbMs?: number;
  readonly startedAt?: number;
};

/** The answer that is being made or heard. There is at most one. */
export type Reply = {
  readonly turn: number;
  /** What it answers; enters history with the commit. Null where the page has Parley say something unasked. */
  readonly question: Entry | null;
  /** False while it is speculation: made in silence, in case the user was finished. */
  readonly committed: boolean;
  /** False when the voice is not there: the text alone is the answer. */
  readonly spoken: boolean;
  readonly text: string;
  readonly textDone: boolean;
  /** The tools that were called in it; null before the first. */
  readonly acts: Acts | null;
  /** Where in the text the model took up its answer: behind the last call, or at the beginning. */
  readonly roundFrom: number;
  readonly clauses: readonly SpokenClause[];
  readonly playedSamples: number;
  /** How far the user's sound has pushed it back. */
  readonly pushedBack: 'no' | 'ducked' | 'held';
  /** When something happened to it last. */
  readonly movedAt: number;
  readonly marks: Marks;
};

/** The last words of a reply, and when they were heard: ms on the page's clock. */
export type Said = { readonly text: string; readonly endedAt: number };

export type TurnState = {
  /** The last turn number given out. */
  readonly counter: number;
  /** The last utterance that was dealt with: events of it and of earlier ones come too late. */
  readonly closedUtterance: number;
  readonly user: UserState;
  readonly reply: Reply | null;
  readonly history: History;
  /** Where the next prompt begins in it. */
  readonly cut: Cut;
  /** What was said last, for as long as its echo may be heard. */
  readonly said: Said | null;
  /** Self-echoes heard on this visit. */
  readonly echoes: number;
  /** What the last turn was in, as a tag: the next is taken for the same where it does not say. */
  readonly language: string;
  /** What was said last, if its words are still on their way; null for nothing. */
  readonly late: LateUtterance | null;
  /** What was typed while words that were spoken before it are on their way; null for nothing. */
  readonly typed: string | null;
  readonly options: TurnOptions;
};

/** Chosen outside; may change between turns. */
export type TurnOptions = {
  /** What is spoken, as a tag of BCP 47; 'auto': each turn may be in another language. */
  readonly language: string;
  readonly system: string;
  readonly contextTokens: number;
  /** Whether there is a voice to speak with. */
  readonly voice: boolean;
  /** Whether a still goes along with the next turn. */
  readonly camera: boolean;
  /** Turns up to this one are not told to the language model: they were said before it was a server. */
  readonly since?: number;
  /** Silence that ends a turn, ms, whatever the words and their sound say. */
  readonly silenceMs?: number | undefined;
  /** False: answers are only begun once the user has finished. A server that is paid by the prompt may be spared the others. */
  readonly speculate?: boolean;
  /** What the language model may call. The same list as long as it says the same. */
  readonly tools?: readonly Declaration[];
  /** When the microphone's sound counts; `open` where it is missing. */
  readonly talk?: TalkMode;
  /** False: what is said over a reply does nothing. */
  readonly interruptible?: boolean;
};

/** A conversation before its first word, or one that goes on from an earlier history. */
export function initialState(options: TurnOptions, history: History = []): TurnState {
  const counter = history.reduce((last, entry) => Math.max(last, entry.turn), 0);
  const cut = cutOf(history, limitsOf(options));
  const language = options.language === 'auto' ? 'en' : options.language;
  return {
    counter,
    closedUtterance: 0,
    user: { is: 'quiet' },
    reply: null,
    history,
    cut,
    said: null,
    echoes: 0,
    language,
    late: null,
    typed: null,
    options,
  };
}

/** The language of a turn: the one that was chosen, or else the one that was found (`found`), or else that of the turn before. */
export function languageOf({ options, language }: TurnState, found?: string): string {
  return options.language === 'auto' ? (found ?? language) : options.language;
}

/** Whether nothing was said yet that another conversation could not be gone on with. */
export function isFresh({ history, reply }: TurnState): boolean {
  return history.length === 0 && reply === null;
}

/** The same conversation under other options. */
export function withOptions(state: TurnState, options: TurnOptions): TurnState {
  const { system, contextTokens, tools } = state.options;
  const isOtherWindow =
    options.system.length !== system.length || options.contextTokens !== contextTokens || options.tools !== tools;
  return { ...state, options, ...(isOtherWindow ? { cut: cutOf(state.history, limitsOf(options)) } : {}) };
}

/** Bounds of the prompts. */
export function limitsOf({ system, contextTokens, tools = [] }: TurnOptions): PromptLimits {
  const toolTokens = textTokens(declaredText(tools));
  return { system, toolTokens, contextTokens, replyTokens: TURN_SETTINGS.maxReplyTokens };
}

/** Samples of the reply that lie in the playback queue and were not heard yet, at 24 kHz. */
export function queuedSamples({ clauses, playedSamples }: Reply): number {
  return clauses.reduce((sum, { samples }) => sum + samples, 0) - playedSamples;
}

/** Whether there is sound that should be heard by now, and is not: nobody holds it back, and nothing of it was played. */
export function isUnheard(reply: Reply): boolean {
  const isDue = reply.committed && reply.spoken && reply.pushedBack === 'no' && queuedSamples(reply) > 0;
  return isDue && reply.marks.startedAt === undefined;
}

/** Raw text of the reply that the user has heard (or read, where there is no voice). */
export function heardText(reply: Reply): string {
  if (!reply.spoken) return reply.text;
  return reply.text.slice(0, heardLength(reply.text, reply.clauses, reply.playedSamples));
}

/** What the assistant is saying around now, '' while it still thinks; null when no answer is under way. */
export function sayingNow(reply: Reply | null): string | null {
  if (!reply?.committed) return null;
  if (reply.marks.startedAt === undefined) return '';
  const heard = heardLength(reply.text, reply.clauses, reply.playedSamples);
  return reply.text.slice(Math.max(0, heard - ECHO_WINDOW_CHARACTERS), heard + ECHO_AHEAD_CHARACTERS);
}

/** What was heard last of a reply, to its end or to where it was stopped; null when nothing was heard of it. */
export function lastSaid(reply: Reply | null, endedAt: number): Said | null {
  if (!reply?.spoken || reply.marks.startedAt === undefined) return null;
  return { text: heardText(reply).slice(-ECHO_WINDOW_CHARACTERS), endedAt };
}

/** About ten seconds of speech, the longest that STT and its queue may lag behind the loudspeaker. */
const ECHO_WINDOW_CHARACTERS = 160;
/** The words under way in the loudspeaker's buffer when the position was reported, and the rest of their clause. */
const ECHO_AHEAD_CHARACTERS = 40;

/** What is going on, in a word. `paused`: the user has begun to speak, and the answer waits for what that comes to. */
export type Activity = 'listening' | 'hearing' | 'thinking' | 'speaking' | 'paused';

export function activityOf({ user, reply }: TurnState): Activity {
  if (!reply?.committed) return user.is === 'quiet' ? 'listening' : 'hearing';
  if (reply.pushedBack === 'held') return 'paused';
  const isSilent = reply.marks.startedAt === undefined || (isActing(reply.acts) && queuedSamples(reply) <= 0);
  return isSilent ? 'thinking' : 'speaking';
}

/** The highest number of an utterance that is known. */
export function lastUtterance({ user, closedUtterance }: TurnState): number {
  return user.is === 'quiet' ? closedUtterance : user.utterance;
}

/** The last turn that a picture went along with. */
export function lastPictured({ history }: TurnState): number | undefined {
  const entry = history.findLast((each) => each.role === 'user' && each.picture !== undefined);
  return entry?.turn;
}

/** Whether nothing is under way that a worker's replacement could disturb: no speech, no speculation, no answer. */
export function isBetweenTurns({ user, reply }: TurnState): boolean {
  return user.is === 'quiet' && reply === null;
}
