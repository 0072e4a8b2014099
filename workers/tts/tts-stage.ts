/** Which clause is spoken next, and who owns the processor meanwhile. */
import type { TtsSpec } from '../../src/models/catalogue.ts';
import { DEFAULT_VOICE } from '../../src/models/ids.ts';
import { VOICES } from '../../src/models/voices.ts';
import { primaryOf } from '../../src/text/language.ts';
import { ParleyError, toErrorData, type ErrorData } from '../../src/protocol/errors.ts';
import type { Pcm, PcmMessage } from '../../src/protocol/audio-messages.ts';
import type { FlowMessage, Role, TextMessage, TtsCommand, TtsReport, WorkerCommand } from '../../src/protocol/messages.ts';
import { ClauseSplitter, cutInTwo, type Clause } from '../../src/text/clauses.ts';
import { halves, halvesOfWords } from '../../src/text/halves.ts';
import { sayable } from '../../src/text/script.ts';
import { speakable } from '../../src/text/speakable.ts';
import { wordLists } from '../../src/text/words/word-lists.ts';
import { SPEECH_SAMPLE_RATE } from '../../src/turn/settings.ts';
import { macrotask } from '../macrotask.ts';
import { makeReady, tryVoice } from '../self-test.ts';
import { now, type LoadJob, type Stage } from '../serve.ts';
import { askEars } from './ask-ears.ts';
import { KokoroVoice } from './kokoro-voice.ts';
import { Pace } from './pace.ts';
import { TooLong } from './phonemes.ts';
import { trimClause } from './trim.ts';

/**
 * A synthesis under way can't be stopped, and the next question's answer has to wait for it: a slow voice gets shorter clauses, so that
 * none takes longer than this, ms. Smaller: sentences fall to pieces. Larger: silence after an interruption.
 */
const MAX_SYNTHESIS_MS = 4_000;

/** No clause is cut to fewer phonemes than this because the voice is slow: it would fall to pieces. */
const MIN_PHONEMES = 90;
/** A clause with more phonemes for its characters than this is cut, as one of numbers is (three); words have one or a little more. */
const PHONEMES_PER_CHARACTER = 1.5;

/**
 * So long an answer waits for a voice that was chosen just now, ms; what comes later is for the next, and this one is shown. Smaller: on a slow line the
 * first answer in a language is not heard. Larger: nobody knows for so long what is being waited for.
 */
const FIRST_WAIT_MS = 5_000;
/** The same of a voice that was missed before, ms: longer, and each answer of a bad hour would begin with a pause. */
const NEXT_WAIT_MS = 3_000;

/** Why an answer is not said whose voice is not here yet. */
const ON_ITS_WAY = new ParleyError('model-file-missing', 'The voice for this language is still being fetched.');

type Choice = Extract<TtsCommand, { kind: 'voice' }>;

/** One reply on its way into sound. */
type Reply = {
  readonly turn: number;
  readonly splitter: ClauseSplitter;
  readonly queue: Clause[];
  spoken: number;
  textDone: boolean;
  inCode: boolean;
  /** Whether the language model was told to wait. */
  holding: boolean;
};

export class TtsStage implements Stage<TtsCommand> {
  readonly #report: (report: TtsReport, transfer?: Transferable[]) => void;
  #voice: KokoroVoice | null = null;
  #llm: MessagePort | null = null;
  #playback: MessagePort | null = null;
  #reply: Reply | null = null;
  #cancelled = 0;
  /** The turn of which no new clause may begin; 0 for none. */
  #held = 0;
  #busy = false;
  /** How long it works for what it says, as the last clauses had it. */
  readonly #pace = new Pace();
  /** Whether the page has chosen its voice, and with it this worker: a model that was tried out may be passed over. */
  #chosen = false;
  /** Ends when the voice chosen last is here, or is known not to come. */
  #choosing = Promise.resolve();
  /** What is said next waits for this: as `#choosing`, unless that takes too long. */
  #due = this.#choosing;
  /** Of the voice that was chosen last: aborted when it is not wanted any more. */
  #wanted = new AbortController();
  /** Whether it is on its way for the first time, and whether an answer had to do without it. */
  #isComing = false;
  #isLate = false;
  /** The voice that was chosen last and did not come: it is tried again with each answer. Null where it is here. */
  #missed: Choice | null = null;
  #isTriedAgain = false;
  /** The language of the voice that was chosen last, whether it is here or not. */
  #language = languageOf(DEFAULT_VOICE);
  /** Why nothing can be said: the voice chosen last did not come, and the one there is speaks another language. */
  #mute: ErrorData | null = null;

  constructor(report: (report: TtsReport, transfer?: Transferable[]) => void) {
    this.#report = report;
  }

  async load(job: LoadJob): Promise<number | undefined> {
    const voice = await KokoroVoice.load(job as LoadJob<TtsSpec>);
    // Drivers make sound that passes for speech and is none; a processor computes the same everywhere.
    const ears = (samples: Pcm) =>
      askEars(samples, (port) => {
        this.#report({ kind: 'wants-ears', port }, [port]);
      });
    const realTimeFactor = await makeReady(job, voice, () => tryVoice(voice, job.backend === 'webgpu' ? ears : undefined));
    // What an earlier visit has measured is better than a guess, and the first clause of this one better than that.
    const factor = realTimeFactor ?? job.knownFactor;
    if (factor !== undefined) this.#pace.start(factor);
    this.#voice = voice;
    return realTimeFactor;
  }

  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void {
    if (peer === 'playback') this.#playback = port;
    if (peer !== 'llm') return;
    this.#llm?.close();
    this.#llm = port;
    port.onmessage = ({ data }: MessageEvent<TextMessage>) => {
      this.#onText(data);
    };
    if (this.#chosen) this.#takeText();
  }

  startOver(): Promise<void> {
    this.#llm?.close();
    this.#llm = null;
    this.#playback = null;
    // A synthesis under way can't be stopped; what it makes is nobody's.
    this.#reply = null;
    this.#cancelled = 0;
    this.#held = 0;
    this.#chosen = false;
    this.#wanted.abort();
    this.#isComing = false;
    this.#missed = null;
    return Promise.resolve();
  }

  handle(command: Exclude<TtsCommand, WorkerCommand>): void {
    switch (command.kind) {
      case 'voice':
        this.#choose(command);
        break;
      case 'hold':
        this.#held = command.turn;
        break;
      case 'go':
        if (this.#held <= command.turn) this.#held = 0;
        void this.#speak();
        break;
      case 'cancel':
        this.#cancelled = Math.max(this.#cancelled, command.turn);
        if (this.#reply && this.#reply.turn <= this.#cancelled) this.#reply = null;
    }
  }

  #choose(choice: Choice): void {
    // Nobody waits for the one before.
    this.#wanted.abort();
    this.#wanted = new AbortController();
    this.#language = languageOf(choice.voice);
    this.#missed = null;
    this.#isTriedAgain = false;
    this.#mute = null;
    this.#isComing = true;
    this.#isLate = false;
    this.#choosing = this.#use(choice, this.#wanted.signal);
    this.#waitFor(FIRST_WAIT_MS);
    this.#chosen = true;
    this.#takeText();
  }

  async #use(choice: Choice, signal: AbortSignal): Promise<void> {
    const { voice, speed } = choice;
    const wasMissed = this.#missed === choice;
    this.#pace.speed = speed;
    try {
      await this.#voice?.use(voice, speed, signal);
      if (signal.aborted) return;
      this.#mute = null;
      this.#missed = null;
      this.#report({ kind: 'voice-here' });
    } catch (error) {
      if (signal.aborted) return;
      const data = toErrorData(error);
      this.#mute = this.#speaksAsChosen ? null : data;
      this.#missed = choice;
      if (!wasMissed) this.#report({ kind: 'speech-failed', turn: 0, error: data });
    }
    this.#isComing = false;
  }

  /** Whether the voice there is speaks the language of the one that was chosen. */
  get #speaksAsChosen(): boolean {
    return primaryOf(this.#language) === primaryOf(this.#voice?.language ?? '');
  }

  /** The connection may be back by now. */
  #tryAgain(missed: Choice): void {
    if (!this.#isTriedAgain) {
      this.#isTriedAgain = true;
      const { signal } = this.#wanted;
      this.#choosing = this.#use(missed, signal).then(() => {
        if (!signal.aborted) this.#isTriedAgain = false;
      });
    }
    this.#waitFor(NEXT_WAIT_MS);
  }

  #waitFor(ms: number): void {
    this.#due = Promise.race([this.#choosing, new Promise<void>((resolve) => setTimeout(resolve, ms))]);
  }

  /** Why nothing can be said now; null where it can. */
  #whyMute(): ErrorData | null {
    if (!this.#isComing || this.#speaksAsChosen) return this.#mute;
    if (!this.#isLate) this.#report({ kind: 'voice-late' });
    this.#isLate = true;
    return toErrorData(ON_ITS_WAY);
  }

  #takeText(): void {
    this.#llm?.postMessage({ kind: 'ready' } satisfies FlowMessage);
  }

  #onText(message: TextMessage): void {
    if (message.turn <= this.#cancelled) return;
    if (this.#reply?.turn !== message.turn) {
      if (message.turn < (this.#reply?.turn ?? 0)) return;
      if (this.#missed) this.#tryAgain(this.#missed);
      else if (this.#isComing) this.#waitFor(this.#isLate ? NEXT_WAIT_MS : FIRST_WAIT_MS);
      this.#reply = {
        turn: message.turn,
        splitter: new ClauseSplitter(this.#mostCharacters(), this.#language),
        queue: [],
        spoken: 0,
        textDone: false,
        inCode: false,
        holding: false,
      };
    }
    const reply = this.#reply;
    if (message.kind === 'text') reply.queue.push(...reply.splitter.push(message.delta));
    else {
      reply.queue.push(...reply.splitter.end());
      reply.textDone = message.kind === 'text-end';
    }
    void this.#speak();
    this.#tellLlm(reply);
  }

  /** Speaks clause after clause until there is none left. One synthesis at a time. */
  async #speak(): Promise<void> {
    if (this.#busy || !this.#voice) return;
    this.#busy = true;
    try {
      for (;;) {
        // On the processor a voice yields microtasks only, and nobody would be heard who wants it to stop.
        await macrotask();
        await this.#due;
        const reply = this.#reply;
        if (!reply || reply.turn === this.#held) break;
        const mute = this.#whyMute();
        if (mute) {
          // The page has the text shown, and nobody waits for its sound.
          this.#reply = null;
          this.#report({ kind: 'speech-failed', turn: reply.turn, error: mute });
          break;
        }
        if (reply.spoken === 0) this.#shortenFirst(reply);
        const clause = reply.queue.shift();
        if (!clause) {
          if (reply.textDone) this.#finish(reply);
          break;
        }
        this.#tellLlm(reply);
        await this.#speakClause(reply, clause, this.#voice);
      }
    } catch (error) {
      // A failed session run leaves every later one in this worker failing too: the page starts a new worker.
      const data = toErrorData(error, 'inference-failed');
      if (this.#reply) this.#report({ kind: 'speech-failed', turn: this.#reply.turn, error: data });
      this.#report({ kind: 'failed', error: data });
    }
    this.#busy = false;
    if (this.#reply) this.#tellLlm(this.#reply);
  }

  /** The listener of a slow voice waits for all of the first clause, so there is less of it. */
  #shortenFirst({ queue }: Reply): void {
    const clause = this.#pace.isKnown ? queue.shift() : undefined;
    if (clause) queue.unshift(...cutInTwo(clause, this.#pace, wordLists(this.#language)));
  }

  async #speakClause(reply: Reply, clause: Clause, voice: KokoroVoice): Promise<void> {
    const startedAt = now();
    const { from, to, text, skip = 0 } = clause;
    const { spoken: words, inCode } = speakable(text.slice(skip), reply.inCode, voice.language);
    const spoken = sayable(words, voice.language);
    const parts = halves(clause);
    const sound = spoken === '' ? [] : await this.#say(spoken, voice, parts === null);
    // Cancelled while it was made: a synthesis can't be stopped, but nobody has to hear it.
    if (this.#reply !== reply) return;
    if (sound === null) {
      reply.queue.unshift(...(parts ?? []));
      return;
    }
    reply.inCode = inCode;
    const samples = joined(sound, /\n\s*$/.test(text) ? `${spoken}\n` : spoken);
    const { turn, spoken: index } = reply;
    const length = samples.length;
    this.#playback?.postMessage({ kind: 'pcm', turn, index, samples } satisfies PcmMessage, [samples.buffer]);
    this.#report({ kind: 'clause', turn, index, from, to, samples: length, synthMs: now() - startedAt, at: now() });
    reply.spoken += 1;
  }

  /** The sound of words; null when they are more than the voice may read at once, unless it must say them, in several pieces then. */
  async #say(spoken: string, voice: KokoroVoice, must: boolean): Promise<Float32Array[] | null> {
    const startedAt = now();
    try {
      const sound = await voice.speak(spoken, this.#mostPhonemes());
      this.#pace.learn(now() - startedAt, (sound.length / SPEECH_SAMPLE_RATE) * 1000);
      return [sound];
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
    }
    if (!must) return null;
    const parts: Float32Array[] = [];
    for (const half of halvesOfWords(spoken)) {
      await macrotask();
      parts.push(...((await this.#say(half, voice, half !== spoken)) ?? []));
    }
    return parts;
  }

  /** How much may be read at once, so that nobody waits for the end of it for long. */
  #mostPhonemes(): number {
    return Math.max(MIN_PHONEMES, PHONEMES_PER_CHARACTER * this.#mostCharacters());
  }

  #mostCharacters(): number {
    return this.#pace.phonemesWithin(MAX_SYNTHESIS_MS);
  }

  #finish({ turn }: Reply): void {
    this.#reply = null;
    this.#playback?.postMessage({ kind: 'pcm-end', turn } satisfies PcmMessage);
    this.#report({ kind: 'spoken', turn, at: now() });
  }

  /**
   * Who owns the processor: until the first clause is in the queue the voice does, since the listener waits for sound and not for the
   * end of the text; afterwards the language model runs on only as long as no complete clause is waiting.
   */
  #tellLlm(reply: Reply): void {
    const hold = this.#busy && (reply.spoken === 0 || reply.queue.length > 0) && !reply.textDone;
    if (hold === reply.holding) return;
    reply.holding = hold;
    this.#llm?.postMessage({ kind: hold ? 'hold' : 'go', turn: reply.turn } satisfies FlowMessage);
  }
}

function languageOf(voice: string): string {
  return VOICES.find(({ id }) => id === voice)?.language ?? 'en-US';
}

/** Parts of one clause, each without the silence around it, with the pause that its end (`text`) asks for behind the last. */
function joined(parts: readonly Float32Array[], text: string): Float32Array<ArrayBuffer> {
  const sounds = parts.map((part, index) => trimClause(part, index < parts.length - 1 ? '' : text));
  const whole = new Float32Array(sounds.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}
