/**
 * Everything that travels between threads, as types only.
 *
 * Two kinds of channel exist. A *control* channel joins the page and one worker: small events and commands, never bulk data.
 * A *data* channel joins two workers (or a worker and an audio worklet): PCM, tokens, frames, always with transferred buffers.
 * The page creates the data channels and hands the ports out; it never reads them.
 *
 * Every message of a reply carries its `turn` (a counter that only grows). A receiver drops whatever belongs to a turn that is
 * over: engines stop late, so this, not their cancel calls, is what keeps stale words and stale sound from ever being heard.
 *
 * Times named `at` are ms on the sender's clock, `performance.timeOrigin + performance.now()`. Those of reports are turned into the page's as they
 * come (clock.ts); those between workers are only compared with their sender's.
 */
import type { Pcm } from './audio-messages.ts';
import type { ErrorData } from './errors.ts';
import type { ModelSpec } from '../models/catalogue.ts';
import type { WrittenCall } from '../tools/calls.ts';
import type { Declaration, ModelMessage } from '../tools/tool.ts';
import type { VadSettings } from '../turn/segmenter.ts';

export type Role = 'vad' | 'stt' | 'eou' | 'llm' | 'tts';

/** Where a model computes; `remote`: on a server that the user named. */
export type Backend = 'webgpu' | 'wasm' | 'remote';

// ---------------------------------------------------------------------------------------------------------------- control

/** What every worker understands, whatever its model. */
export type WorkerCommand =
  /**
   * Load this model, and with `tryOut` see whether it computes sense here; `knownFactor` is its real-time factor, as it was tried out before; `limitMs` is how long its first run may take, where the
   * worker's own limit is too long. Sent once in a worker's life: after a failed load the worker is replaced, not asked again.
   */
  | {
      kind: 'load';
      spec: ModelSpec;
      backend: Backend;
      origin: ModelOrigin;
      tryOut?: boolean;
      knownFactor?: number | undefined;
      limitMs?: number;
    }
  /** Here is your end of the data channel to `peer`. A second one for the same peer replaces the first. */
  | { kind: 'connect'; peer: Role | 'capture' | 'playback'; port: MessagePort }
  /**
   * Serve another conversation with the model that is loaded: all that was asked is over, data channels are closed, numbers begin anew. Answered
   * with `started-over`; nothing that was reported before it counts.
   */
  | { kind: 'start-over' }
  /** Answer with `pong`: the page's heartbeat. */
  | { kind: 'ping'; id: number };

/** What every worker reports, whatever its model. */
export type WorkerReport =
  /** Bytes of one file of the model so far. `totalBytes` is 0 while unknown. */
  | { kind: 'progress'; file: string; loadedBytes: number; totalBytes: number }
  /** The hub asks to be left alone for so long, ms; 0: it is asked again. */
  | { kind: 'hub-waits'; ms: number }
  /** `realTimeFactor` of a model that was tried out: work time over the speech time it is worth. */
  | { kind: 'loaded'; backend: Backend; loadMs: number; realTimeFactor?: number }
  | { kind: 'started-over' }
  /** The worker can't go on; the page throws it away. */
  | { kind: 'failed'; error: ErrorData }
  /** A voice that is tried out, also one that does not serve yet, wants to be heard: its data channel to the ears. */
  | { kind: 'wants-ears'; port: MessagePort }
  /** `signs`: how much of a load was done so far; `endsByItself`: what is under way has a limit of its own, however long it gives no sign. */
  | { kind: 'pong'; id: number; signs: number; endsByItself: boolean };

/** Where a worker looks for files: the app's own origin first, then the hub. Absolute URLs that end in '/'. */
export type ModelOrigin = {
  /** Where the app is served, e.g. `https://site.example/parley/`: model files are at `<app>models/<folder>/<path>`. */
  app: string;
  /** e.g. `https://huggingface.co/`: files are at `<hub><repo>/resolve/<revision>/<path>`. Empty: never ask a hub. */
  hub: string;
  /** The folder with what was fetched, where it is not the worker's own (`store-root.ts`). */
  store?: FileSystemDirectoryHandle;
};

// -------------------------------------------------------------------------------------------------------------------- VAD

export type VadCommand =
  | WorkerCommand
  | { kind: 'settings'; settings: VadSettings }
  /** Number utterances from here on: a worker that takes another's place goes on above all of its numbers. */
  | { kind: 'utterances-from'; first: number }
  /** Send STT what there is of this utterance, though it goes on (revision 0). Nothing is sent when it has paused meanwhile. */
  | { kind: 'peek'; utterance: number }
  /** The utterance is over (committed or dismissed): the next speech starts a new one. */
  | { kind: 'close'; utterance: number }
  /**
   * Push-to-talk: everything between the two is one utterance, whatever Silero thinks of it; without any speech it is none. `forMs`: how long the
   * key has been down by now.
   */
  | { kind: 'hold-to-talk'; down: boolean; forMs: number }
  /** Drop frames unheard (muted microphone). An utterance in progress is dropped as a misfire. */
  | { kind: 'mute'; muted: boolean };

/** `utterance` only grows, also from one VAD worker to the next; `revision` counts the suspected ends of one utterance, from 1. */
export type VadReport =
  | WorkerReport
  /** First speech-positive frame. */
  | { kind: 'onset'; utterance: number; at: number }
  /** `confirmMs` of speech in a row since the onset. */
  | { kind: 'speech'; utterance: number; at: number }
  /** Hold-to-talk: until its release the utterance goes on, with words or without. */
  | { kind: 'held'; utterance: number; at: number }
  /** The onset was none: too little speech followed. The utterance number is spent. */
  | { kind: 'misfire'; utterance: number; at: number }
  /** The utterance is nearly as long as one can be: beyond that its oldest sound is cut (turn/settings.ts). */
  | { kind: 'long'; utterance: number; at: number }
  /**
   * An end of speech is suspected (or hold-to-talk was released): the sound so far is on its way to STT.
   * `speechEndAt` is when the last positive frame ended; `speechMs` is speech-positive time; `fallDb` how far the voice had fallen at the end
   * (turn/closing-fall.ts); `released` marks hold-to-talk.
   */
  | {
      kind: 'pause';
      utterance: number;
      revision: number;
      at: number;
      speechEndAt: number;
      speechMs: number;
      durationMs: number;
      fallDb: number | null;
      released: boolean;
    }
  /** Speech goes on in the same utterance: revision `revision` is void. */
  | { kind: 'resume'; utterance: number; revision: number; at: number }
  /** Frames of the microphone have stopped to arrive, or arrive again. */
  | { kind: 'frames'; arrive: boolean }
  /** Loudness for the page's meter, RMS 0..1, about ten a second, and how late frames are handled. */
  | { kind: 'level'; rms: number; lagMs: number };

/**
 * vad → stt and vad → eou (its last seconds). The whole utterance so far, 16 kHz mono with preroll, transferred. Revision 0 (to STT only): it goes on.
 * `isEarly` (to STT only): perhaps it has ended; begin with it, and tell nothing before the same revision comes without. `isSoFar` (to STT only): it is long
 * and goes on; listen to those of its pieces that are whole, and tell nothing.
 */
export type UtteranceMessage =
  | {
      kind: 'utterance';
      utterance: number;
      revision: number;
      samples: Pcm;
      speechMs: number;
      at: number;
      isEarly?: boolean;
      isSoFar?: boolean;
    }
  /** That revision is void, don't start on it. */
  | { kind: 'drop'; utterance: number; revision: number };

// -------------------------------------------------------------------------------------------------------------------- STT

/** `language`: a tag of BCP 47, or 'auto': it is found out of each utterance. */
export type SttCommand = WorkerCommand | { kind: 'language'; language: string };

export type SttReport =
  | WorkerReport
  /**
   * `text` is '' when there was nothing to transcribe: blank, a known hallucination, a repetition loop. `language` is the one that was chosen, or
   * the one it was found to be in. `confidence` 0..1 is how sure
   * the model was of its words, `speechMs` as the VAD told it, `sttMs` the time it took, `waitMs` what the job waited before it.
   */
  | {
      kind: 'transcript';
      utterance: number;
      revision: number;
      text: string;
      language: string;
      confidence: number;
      speechMs: number;
      sttMs: number;
      waitMs: number;
      at: number;
    }
  | { kind: 'transcript-failed'; utterance: number; revision: number; error: ErrorData };

// ------------------------------------------------------------------------------------------------------- end of utterance

export type EouReport =
  | WorkerReport
  /** Probability 0..1 that the speaker is finished, from the sound (Smart Turn). */
  | { kind: 'finished'; utterance: number; revision: number; probability: number; at: number };

// -------------------------------------------------------------------------------------------------------------------- LLM

export type ChatMessage = ModelMessage & {
  /** A still from the camera or the screen (JPEG or PNG), user messages only. */
  image?: Blob;
};

/** How tokens are to be chosen; null for what is best for the model. */
export type SamplingWish = { temperature: number | null; topP: number | null };

export type LlmCommand =
  | WorkerCommand
  /**
   * Answer the last message. Ends whatever turn ran before; for the same turn it goes on with the answer, after the calls in it. `tools` may be
   * called.
   */
  | {
      kind: 'generate';
      turn: number;
      messages: ChatMessage[];
      maxTokens: number;
      sampling?: SamplingWish;
      tools?: readonly Declaration[];
    }
  /** Read what the next prompt will begin with: all but the question, which is being spoken. Nothing is reported of it. */
  | { kind: 'read-ahead'; messages: ChatMessage[]; tools?: readonly Declaration[] }
  /** This is a part of the turn's answer, as if the model had written it: said at once. `ends`: nothing follows. */
  | { kind: 'insert'; turn: number; text: string; ends: boolean }
  /** Whether pictures are to be expected: what sees is made ready for them. Ends with `blind` where that can't be. */
  | { kind: 'camera'; isOn: boolean }
  /** End this turn and every earlier one. Nothing of it is delivered from now on. */
  | { kind: 'cancel'; turn: number }
  /** Stop pulling tokens, keep the turn (the user may be interrupting); `go` takes it up again. */
  | { kind: 'hold'; turn: number }
  | { kind: 'go'; turn: number };

export type FinishReason = 'stop' | 'length' | 'cancelled';

export type LlmReport =
  | WorkerReport
  /** Prompt read, first token out; `promptMs` is what the engine took for it. */
  | { kind: 'first-token'; turn: number; promptMs: number; at: number }
  /** The next piece of text, for captions. The same piece goes to TTS by port. */
  | { kind: 'text'; turn: number; delta: string; at: number }
  /** `readTokens` of the prompt had to be read; the others were still in the last turn's cache. Counts are 0 after a cancel. */
  | {
      kind: 'generated';
      turn: number;
      reason: FinishReason;
      tokens: number;
      readTokens: number;
      tokensPerSecond: number;
      at: number;
    }
  /** In place of `generated`: the model waits for what comes of these calls. */
  | {
      kind: 'called';
      turn: number;
      calls: readonly WrittenCall[];
      tokens: number;
      readTokens: number;
      tokensPerSecond: number;
      at: number;
    }
  | { kind: 'generation-failed'; turn: number; error: ErrorData }
  /** It answers, and can't see here what it should. Pictures are left out from now on. */
  | { kind: 'blind'; error: ErrorData };

/** llm → tts. `text-pause`: more may come, but not soon; what is there is said. */
export type TextMessage =
  { kind: 'text'; turn: number; delta: string } | { kind: 'text-pause'; turn: number } | { kind: 'text-end'; turn: number };

/** tts → llm, back on the same channel. */
export type FlowMessage =
  /** It will be this voice: text is sent from now on. Sent earlier, it would be lost with one that turns out to be of no use. */
  { kind: 'ready' } | HoldMessage;

/** Who owns the processor. Decoding is pull-driven, so `hold` costs nothing but time. */
export type HoldMessage = { kind: 'hold'; turn: number } | { kind: 'go'; turn: number };

// -------------------------------------------------------------------------------------------------------------------- TTS

/** tts → stt, over the port of `wants-ears`: what a voice says in its self-test, 16 kHz mono, transferred. */
export type HearMessage = { kind: 'hear'; samples: Pcm };

/** stt → tts, back on the same channel. Null when the ears are not ready, busy with the user, or were interrupted by them. */
export type HeardMessage = { kind: 'heard'; text: string | null };

export type TtsCommand =
  | WorkerCommand
  /** Begin no new clause of this turn until `go`: somebody is speaking over it, and STT wants the processor. */
  | HoldMessage
  /** Speak with this voice of the model's, at this speed (1 is natural). Sent to every worker that is to speak. */
  | { kind: 'voice'; voice: string; speed: number }
  /** End this turn and every earlier one. */
  | { kind: 'cancel'; turn: number };

export type TtsReport =
  | WorkerReport
  /**
   * A clause has been spoken into the playback queue. `from`/`to` are the characters of the turn's raw text it stands for
   * (contiguous from clause to clause), `samples` its length at 24 kHz, silence between clauses included.
   */
  | { kind: 'clause'; turn: number; index: number; from: number; to: number; samples: number; synthMs: number; at: number }
  /** Every clause of the turn is in the queue. */
  | { kind: 'spoken'; turn: number; at: number }
  /** Turn 0: the voice that was chosen did not come. It is tried again with each answer. */
  | { kind: 'speech-failed'; turn: number; error: ErrorData }
  /** The voice that was chosen is not here yet, and an answer is shown that it should have said. */
  | { kind: 'voice-late' }
  /** It is here. */
  | { kind: 'voice-here' };

// ------------------------------------------------------------------------------------------------------------------ timer

/** page → timer worker. A `ms` of null ends the timer. The worker answers with the id when its time is over. */
export type TimerRequest = { id: number; ms: number | null };
