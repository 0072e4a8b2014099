/** One answer at a time: pulled token by token while nobody holds it back, dropped the moment its turn is over. */
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { toErrorData } from '../../src/protocol/errors.ts';
import type {
  FlowMessage,
  HoldMessage,
  LlmCommand,
  LlmReport,
  Role,
  TextMessage,
  WorkerCommand,
} from '../../src/protocol/messages.ts';
import { namedFailure } from '../load-failure.ts';
import { macrotask } from '../macrotask.ts';
import { tryAnswers, tryServer } from '../self-test.ts';
import { now, type LoadJob, type Stage } from '../serve.ts';
import { answerOf, type AnswerPiece } from './answer.ts';
import type { Engine } from './engine.ts';

const transformers = () => import('./transformers-engine.ts');
const ENGINES: Record<LlmSpec['engine'], () => Promise<{ load: (job: LoadJob<LlmSpec>) => Promise<Engine> }>> = {
  'transformers-text': transformers,
  'transformers-vision': transformers,
  webllm: () => import('./webllm-engine.ts'),
  endpoint: () => import('./endpoint-engine.ts'),
};

type Generate = Extract<LlmCommand, { kind: 'generate' }>;

export class LlmStage implements Stage<LlmCommand> {
  readonly #report: (report: LlmReport) => void;
  #engine: Engine | null = null;
  #voice: MessagePort | null = null;
  /** Whether the voice takes text; until it does, the turn's text waits in `#unsent`. */
  #voiceReady = false;
  #unsent: TextMessage[] = [];
  /** Ends when the turn before has left the engine. */
  #running: Promise<void> = Promise.resolve();
  /** The newest turn asked for; every other one is over. */
  #turn = 0;
  /** The newest turn that was cancelled. */
  #cancelled = 0;
  /** Who holds the answer back: the user (over the page) and the voice, which wants the processor for itself. */
  readonly #holders = new Map<'page' | 'voice', number>();
  #wake: (() => void) | null = null;
  /** The last character that was delivered, and of which turn. */
  #delivered = { turn: 0, last: '' };
  /** Whether the text pauses, for the sake of a call. */
  #isPaused = false;
  /** What sees could not be made ready, and is not tried again before the camera is. */
  #isBlind = false;

  constructor(report: (report: LlmReport) => void) {
    this.#report = report;
  }

  async load(job: LoadJob): Promise<number | undefined> {
    const llmJob = job as LoadJob<LlmSpec>;
    // Only the engine that is used is fetched: each is megabytes of code.
    const { load } = await ENGINES[llmJob.spec.engine]();
    const engine = await load(llmJob);
    const realTimeFactor = job.tryOut ? await tryOut(engine, llmJob.spec) : undefined;
    this.#engine = engine;
    return realTimeFactor;
  }

  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void {
    if (peer !== 'tts') return;
    this.#voice?.close();
    this.#voice = port;
    this.#voiceReady = false;
    this.#holders.delete('voice');
    this.#wake?.();
    port.onmessage = ({ data }: MessageEvent<FlowMessage>) => {
      if (data.kind === 'ready') this.#sendWaiting();
      else this.#hold('voice', data);
    };
  }

  async startOver(): Promise<void> {
    this.#voice?.close();
    this.#voice = null;
    this.#voiceReady = false;
    this.#end(Infinity);
    await this.#running;
    this.#cancelled = 0;
    this.#turn = 0;
    this.#holders.clear();
    this.#isPaused = false;
    this.#isBlind = false;
  }

  handle(command: Exclude<LlmCommand, WorkerCommand>): void {
    switch (command.kind) {
      case 'generate':
        this.#end(command.turn - 1);
        this.#turn = command.turn;
        this.#running = this.#running.then(() => this.#answer(command));
        break;
      case 'read-ahead': {
        const turn = this.#turn;
        this.#running = this.#running.then(() => this.#readAhead(command, turn));
        break;
      }
      case 'insert':
        this.#insert(command);
        break;
      case 'camera':
        if (!command.isOn) break;
        this.#isBlind = false;
        this.#running = this.#running.then(() => this.#openEyes());
        break;
      case 'cancel':
        this.#end(command.turn);
        break;
      case 'hold':
      case 'go':
        this.#hold('page', command);
        break;
    }
  }

  /** Everything up to this turn is over. */
  #end(turn: number): void {
    this.#cancelled = Math.max(this.#cancelled, turn);
    if (this.#turn > 0 && this.#turn <= this.#cancelled) this.#engine?.interrupt();
    this.#unsent = this.#unsent.filter((message) => !this.#isOver(message.turn));
    this.#wake?.();
  }

  #hold(holder: 'page' | 'voice', { kind, turn }: HoldMessage): void {
    if (kind === 'hold') this.#holders.set(holder, turn);
    // A voice that died can't let go, so the page's word counts for both.
    else
      for (const [other, held] of this.#holders)
        if (held <= turn && (other === holder || holder === 'page')) this.#holders.delete(other);
    this.#wake?.();
  }

  #isOver(turn: number): boolean {
    return turn <= this.#cancelled;
  }

  #isHeld(turn: number): boolean {
    return [...this.#holders.values()].includes(turn);
  }

  /** Waits while the turn is held back. Also lets messages in between two tokens. */
  async #turnToGo(turn: number): Promise<void> {
    await macrotask();
    while (this.#isHeld(turn) && !this.#isOver(turn)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  async #answer({ turn, messages, maxTokens, sampling, tools = [] }: Generate): Promise<void> {
    if (this.#isOver(turn) || !this.#engine) {
      this.#reportCancelled(turn);
      return;
    }
    if (messages.some(({ image }) => image)) await this.#openEyes();
    const pieces = answerOf(this.#engine, { messages, maxTokens, sampling, tools });
    let askedAt = 0;
    let firstTokenAt = 0;
    let heldMs = 0;
    try {
      for (;;) {
        const heldSince = now();
        await this.#turnToGo(turn);
        heldMs += now() - heldSince;
        if (this.#isOver(turn)) break;
        askedAt ||= now();
        const { value: piece, done } = await pieces.next();
        if (this.#isOver(turn) || done) break;
        if (piece.kind === 'prompt') {
          firstTokenAt = now();
          heldMs = 0;
          this.#report({ kind: 'first-token', turn, promptMs: firstTokenAt - askedAt, at: firstTokenAt });
          continue;
        }
        if (piece.kind === 'text') this.#deliver(turn, piece.delta);
        else this.#finish(turn, piece, (now() - firstTokenAt - heldMs) / 1000);
      }
      if (this.#isOver(turn)) this.#reportCancelled(turn);
      await pieces.return();
    } catch (error) {
      const data = toErrorData(error, 'inference-failed');
      if (!this.#isOver(turn)) this.#report({ kind: 'generation-failed', turn, error: data });
      // A failed run leaves an engine's queue failing for good: the page starts a new worker.
      // But one that was not even asked has not failed.
      if (!this.#engine.outlivesFailures && data.reason !== 'bad-input') this.#report({ kind: 'failed', error: data });
    }
  }

  /** The answer is written, or waits for what comes of its calls. */
  #finish(turn: number, { reason, tokens, readTokens, calls }: Extract<AnswerPiece, { kind: 'end' }>, seconds: number): void {
    const counts = { tokens, readTokens, tokensPerSecond: seconds > 0 ? tokens / seconds : 0, at: now() };
    this.#send({ kind: calls.length > 0 ? 'text-pause' : 'text-end', turn });
    if (calls.length > 0) this.#report({ kind: 'called', turn, calls, ...counts });
    else this.#report({ kind: 'generated', turn, reason, ...counts });
  }

  /** Words of the page's own, between two parts of an answer. */
  #insert({ turn, text, ends }: Extract<LlmCommand, { kind: 'insert' }>): void {
    if (this.#isOver(turn) || turn !== this.#turn) return;
    this.#deliver(turn, text);
    this.#send({ kind: ends ? 'text-end' : 'text-pause', turn });
    if (ends) this.#report({ kind: 'generated', turn, reason: 'stop', tokens: 0, readTokens: 0, tokensPerSecond: 0, at: now() });
  }

  /** For what follows `turn`; an answer asked for meanwhile reads it all itself. */
  async #readAhead({ messages, tools }: Extract<LlmCommand, { kind: 'read-ahead' }>, turn: number): Promise<void> {
    if (this.#turn !== turn) return;
    try {
      await this.#engine?.readAhead?.(messages, tools);
    } catch (error) {
      this.#report({ kind: 'failed', error: toErrorData(error, 'inference-failed') });
    }
  }

  async #openEyes(): Promise<void> {
    if (this.#isBlind) return;
    try {
      await this.#engine?.openEyes?.();
    } catch (error) {
      this.#isBlind = true;
      this.#report({ kind: 'blind', error: toErrorData(namedFailure(error), 'inference-failed') });
    }
  }

  #reportCancelled(turn: number): void {
    this.#report({ kind: 'generated', turn, reason: 'cancelled', tokens: 0, readTokens: 0, tokensPerSecond: 0, at: now() });
  }

  #deliver(turn: number, text: string): void {
    // What comes behind a pause begins with a space.
    const last = this.#delivered.turn === turn ? this.#delivered.last : '';
    const delta = this.#isPaused && /\S/.test(last) && /^\S/.test(text) ? ` ${text}` : text;
    this.#isPaused = false;
    this.#delivered = { turn, last: delta.slice(-1) };
    this.#send({ kind: 'text', turn, delta });
    this.#report({ kind: 'text', turn, delta, at: now() });
  }

  /** To the voice, now or as soon as it is ready. */
  #send(message: TextMessage): void {
    this.#isPaused ||= message.kind === 'text-pause';
    if (this.#voiceReady) this.#voice?.postMessage(message);
    else this.#unsent.push(message);
  }

  #sendWaiting(): void {
    this.#voiceReady = true;
    for (const message of this.#unsent) this.#voice?.postMessage(message);
    this.#unsent = [];
  }
}

/** Of a server only that it answers is asked: what it computes on is none of this device. */
function tryOut(engine: Engine, { engine: kind }: LlmSpec): Promise<number> {
  return kind === 'endpoint' ? tryServer(engine) : tryAnswers(engine);
}
