/** What can happen to a conversation, and what it can ask for. Plain data, so that a session can be recorded and replayed. */

import type { WrittenCall } from '../tools/calls.ts';
import type { ModelMessage, Outcome, ToolCall } from '../tools/tool.ts';
import type { History, Line } from './history.ts';

/** Names a still that the page keeps: the turn it was taken for. */
export type Picture = number;

/** A message for the language model; `picture` names a still that the page keeps. */
export type PromptMessage = ModelMessage & { picture?: Picture };

/** Everything carries `at`: ms on the page's clock, when it happened. The reducer has no clock of its own. */
export type TurnEvent = { at: number } & (
  | UserEvent
  | ReplyEvent
  | ToolEvent
  | { kind: 'timer'; timer: TimerName; utterance: number; revision: number }
  /** A worker died or was replaced: whatever it was doing is lost. */
  | { kind: 'worker-lost'; role: 'vad' | 'stt' | 'llm' | 'tts' }
  /** Nothing can be heard any more: what is being spoken can only be read. */
  | { kind: 'sound-lost' }
  /** What was said on an earlier visit is known at last. */
  | { kind: 'recalled'; history: History }
);

export type UserEvent =
  | { kind: 'onset'; utterance: number }
  | { kind: 'speech'; utterance: number }
  /** The talk key is down: only its release ends the utterance. */
  | { kind: 'held'; utterance: number }
  | { kind: 'misfire'; utterance: number }
  | {
      kind: 'pause';
      utterance: number;
      revision: number;
      speechEndAt: number;
      speechMs: number;
      /** From its beginning to now; where it is missing, nothing but speech was in it. */
      durationMs?: number;
      /** How far the voice had fallen at the end, see closing-fall.ts. */
      fallDb: number | null;
      released: boolean;
    }
  | { kind: 'resume'; utterance: number; revision: number }
  /** Revision 0: of an utterance that goes on, with so much speech (`speechMs`) so far. */
  | {
      kind: 'transcript';
      utterance: number;
      revision: number;
      text: string;
      /** Which language it is in, by Whisper, where that finds it out. */
      language?: string;
      confidence?: number;
      speechMs?: number;
      sttMs: number;
      waitMs?: number;
    }
  | { kind: 'transcript-failed'; utterance: number; revision: number }
  | { kind: 'finished'; utterance: number; revision: number; probability: number }
  | { kind: 'typed'; text: string }
  /** This was said before, elsewhere: it is known, and nothing answers it. */
  | { kind: 'told'; lines: readonly Line[] }
  /** Answer what was told last, where that is the user's. */
  | { kind: 'answer' }
  /** The page has Parley say this, as its own words. */
  | { kind: 'say'; text: string }
  /** The stop button, Escape. */
  | { kind: 'stop' }
  /** Forget the conversation. */
  | { kind: 'clear' };

export type ReplyEvent =
  | { kind: 'first-token'; turn: number; promptMs?: number }
  | { kind: 'text'; turn: number; delta: string }
  | { kind: 'generated'; turn: number }
  | { kind: 'generation-failed'; turn: number }
  | { kind: 'clause'; turn: number; from: number; to: number; samples: number; synthMs: number }
  | { kind: 'speech-failed'; turn: number }
  | { kind: 'started'; turn: number }
  | { kind: 'position'; turn: number; samples: number }
  | { kind: 'played'; turn: number; samples: number }
  /**
   * Comes every `unheardMs` while the turn is open, so that nothing is waited for without an end. `canAnswer`: the language model is loaded,
   * and owes words.
   */
  | { kind: 'watched'; turn: number; canAnswer: boolean };

/** Of a call, by its id. They name the turn too: what comes after it changes nothing. */
export type ToolEvent =
  | { kind: 'called'; turn: number; calls: readonly WrittenCall[] }
  | { kind: 'tool-ended'; turn: number; id: string; outcome: Outcome }
  /** By a button. */
  | { kind: 'tool-allowed'; turn: number; id: string; yes: boolean }
  | { kind: 'tool-timer'; turn: number; id: string; timer: ToolTimer };

/** `moment`: the tool takes longer than one. `approval`: the question was answered by nobody. */
export type ToolTimer = 'moment' | 'approval';

/**
 * `interrupt`: speech over the reply has gone on too long to be a backchannel. `peek`: it has gone on long enough to be listened to. `commit`: the silence has lasted as long as the
 * judgement asked. `patience`: the transcript is overdue.
 */
export type TimerName = 'interrupt' | 'peek' | 'commit' | 'patience';

export type Effect =
  /** Answer in this language; nothing of it may be heard before `open`. `spoken` false: text only, there is no voice, or none of that language. */
  | { kind: 'generate'; turn: number; prompt: PromptMessage[]; spoken: boolean; language: string }
  /** Speak this text as the turn's, without the language model. */
  | { kind: 'say'; turn: number; text: string; language: string }
  /** Carry this call out; ends with `tool-ended`. A `cancel` of its turn ends it before. */
  | { kind: 'run-tool'; turn: number; call: ToolCall }
  /** Ask the user in the page; `asked`: no longer. */
  | { kind: 'ask-tool'; turn: number; call: ToolCall; question: string }
  | { kind: 'asked-tool'; turn: number; id: string }
  /** Say this as a part of the turn's answer; `ends`: it is the last of it. */
  | { kind: 'insert'; turn: number; text: string; ends: boolean }
  | { kind: 'set-tool-timer'; timer: ToolTimer; ms: number; turn: number; id: string }
  /** Read what the next prompt will begin with, before its question is known. */
  | { kind: 'read-ahead'; prompt: PromptMessage[] }
  /** Let the turn be heard. */
  | { kind: 'open'; turn: number }
  /** End this turn and all before it, everywhere. */
  | { kind: 'cancel'; turn: number }
  /** No more sound of this turn and all before it; its text goes on. */
  | { kind: 'unspoken'; turn: number }
  | { kind: 'duck' }
  /** Playback paused at a known sample, no more tokens pulled, no new clause begun. */
  | { kind: 'hold'; turn: number }
  /** Undo `duck` and `hold`. */
  | { kind: 'release'; turn: number }
  /** Transcribe what there is of an utterance that goes on: its transcript has revision 0. */
  | { kind: 'peek'; utterance: number }
  /** The VAD may begin a new utterance. */
  | { kind: 'close'; utterance: number }
  /** Replaces a running timer of the same name. */
  | { kind: 'set-timer'; timer: TimerName; ms: number; utterance: number; revision: number }
  | { kind: 'clear-timer'; timer: TimerName }
  | { kind: 'notice'; notice: 'echo' | 'no-answer' | 'transcript-late' | 'unsaid' };
