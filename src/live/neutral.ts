/**
 * What a protocol asks of the conversation behind it, and what it hears of it. Types only.
 *
 * A codec (gemini/) turns a client's frames into these, and these into frames. Another protocol is another folder beside it: nothing here knows
 * of any.
 */

/** Mono samples −1..1. */
export type Samples = Float32Array<ArrayBuffer>;

/** Something that was said before, to be known and not to be answered. */
export type Line = { readonly role: 'user' | 'assistant'; readonly text: string };

/** A function that the client can be asked to call. */
export type ClientTool = {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments; null where it takes none. */
  readonly parameters: unknown;
  /** Whether the answer waits for its result. */
  readonly blocking: boolean;
};

/** How the conversation is to be. */
export type Terms = {
  /** '' for Parley's own. */
  readonly instructions: string;
  /** A voice of Kokoro's; null for the default one. */
  readonly voice: string | null;
  /** BCP 47; null for the default. */
  readonly language: string | null;
  /** False: answers are text alone. */
  readonly spoken: boolean;
  /** False: `hold` says when the user speaks, and nothing else does. */
  readonly detectsSpeech: boolean;
  /** False: what is said over an answer waits until that is over. */
  readonly interruptible: boolean;
  readonly listening: Listening;
  readonly tools: readonly ClientTool[];
  /** Goes on with the conversation that was kept under this name. */
  readonly resume: string | null;
};

/** How speech is told from silence, ms; null for Parley's own way. */
export type Listening = {
  /** Silence that ends a turn. */
  readonly silenceMs: number | null;
  /** Sound kept from before the speech. */
  readonly prerollMs: number | null;
  /** Speech in a row that counts as such. */
  readonly confirmMs: number | null;
};

/** When the result of a tool is to be spoken of. */
export type ResultTiming = 'silent' | 'when-idle' | 'interrupt';

export type ToolResult = {
  readonly id: string;
  readonly name: string;
  /** As the client gave it. */
  readonly response: unknown;
  readonly timing: ResultTiming;
  /** There will be more for the same call. */
  readonly willContinue: boolean;
};

/** What the client wants. */
export type Ask =
  | { kind: 'begin'; terms: Terms }
  /** From the next answer on. */
  | { kind: 'change'; terms: Partial<Pick<Terms, 'instructions' | 'tools'>> }
  /** Sound of the user's: PCM16 little-endian mono, `rate` in Hz. A sample may be cut in two between one and the next. */
  | { kind: 'hear'; bytes: Uint8Array; rate: number }
  /** No more sound for now: what was said is over. */
  | { kind: 'sound-ends' }
  /** The user speaks from here, or up to here; in the order of the sound. */
  | { kind: 'hold'; down: boolean }
  | { kind: 'see'; bytes: Uint8Array; mimeType: string }
  /** The user says this: answer it. */
  | { kind: 'ask'; text: string }
  | { kind: 'add'; lines: readonly Line[] }
  /** Answer what was added last: it is the user's. */
  | { kind: 'answer' }
  /** End the answer that is being given. */
  | { kind: 'stop' }
  | { kind: 'tool-result'; result: ToolResult }
  /** So much of the answer was heard at the client's, where it says so; otherwise it is reckoned. */
  | { kind: 'heard-up-to'; turn: number; ms: number }
  /** Keep what was said so far under this name, for `resume`. */
  | { kind: 'keep'; name: string };

/** Tokens of a turn; estimates where the engine does not tell. */
export type Usage = { readonly promptTokens: number; readonly responseTokens: number };

/** What happens. Turns come one after the other; what is told of one comes between its `turn-start` and its `turn-end`. */
export type Told =
  /** Models are there, and the conversation goes by the terms. */
  | { kind: 'ready' }
  /** There will be no conversation, or no more of it. */
  | { kind: 'unable'; why: 'no-such-conversation' | 'too-long' | 'broken'; message: string }
  /** It will end in so many ms. */
  | { kind: 'ending'; ms: number }
  | { kind: 'voice-start' }
  | { kind: 'voice-end' }
  | { kind: 'turn-start'; turn: number }
  | { kind: 'user-said'; turn: number; text: string }
  /** More of the answer was written. */
  | { kind: 'words'; turn: number; delta: string }
  /** More of it was heard, of what was written. */
  | { kind: 'heard'; turn: number; delta: string }
  /** 24 kHz mono; to be sent on at once. */
  | { kind: 'sound'; turn: number; samples: Samples }
  /** All of its sound was told, though not all of it heard yet. */
  | { kind: 'made'; turn: number }
  | { kind: 'usage'; turn: number; usage: Usage }
  /** `interrupted`: cut off, by whatever. `failed`: no answer could be had. */
  | { kind: 'turn-end'; turn: number; reason: 'complete' | 'interrupted' | 'failed' }
  | { kind: 'tool-call'; id: string; name: string; args: Record<string, unknown> }
  /** Their results are wanted no more. */
  | { kind: 'tool-cancel'; ids: readonly string[] };

/** The conversation behind a codec. */
export interface LiveConversation {
  ask(ask: Ask): void;
  /** Nothing is told after `end`. */
  end(): void;
}

// ------------------------------------------------------------------------------------------------------------------ codecs

/** What comes to a codec. `at`: ms on any clock that goes on evenly. */
export type CodecEvent = { at: number } & (
  { kind: 'frame'; text: string } | { kind: 'told'; told: Told } | { kind: 'timer'; timer: string }
);

/** What a codec wants done, in order. After `close` nothing follows. */
export type CodecEffect =
  | { kind: 'ask'; ask: Ask }
  | { kind: 'send'; frame: string }
  | { kind: 'close'; code: number; reason: string }
  /** Replaces a running timer of the same name; null ends it. */
  | { kind: 'set-timer'; timer: string; ms: number | null };

/** A protocol as a pure function. */
export type Codec<State> = {
  /** `id` is of this connection alone and can't be guessed. */
  initial(id: string): State;
  /** To be applied once before anything has come. */
  opened(): readonly CodecEffect[];
  /** Never throws, whatever comes. */
  reduce(state: State, event: CodecEvent): { state: State; effects: readonly CodecEffect[] };
};
