/**
 * A page that starts single workers, for tests and measurements of one stage without the app around it:
 *
 *     const text = await page.evaluate(async () => {
 *       const stt = window.startWorker('stt');
 *       await stt.load('whisper-base', 'wasm');
 *       const samples = await window.loadClip('stop.wav');
 *       stt.connect('vad').post({ kind: 'utterance', utterance: 1, revision: 1, samples, speechMs: 600, at: Date.now() });
 *       const transcript = await stt.inbox.until('transcript');
 *       stt.terminate();
 *       return transcript.text;
 *     });
 */
import { findModel } from '../../../src/models/catalogue.ts';
import type {
  Backend,
  EouReport,
  LlmCommand,
  LlmReport,
  Role,
  SttCommand,
  SttReport,
  TtsCommand,
  TtsReport,
  VadCommand,
  VadReport,
  WorkerCommand,
} from '../../../src/protocol/messages.ts';
import { Inbox, type Message } from './inbox.ts';

declare global {
  interface Window {
    startWorker: typeof startWorker;
    loadClip: typeof loadClip;
  }
}

type Protocols = {
  vad: { command: VadCommand; report: VadReport };
  stt: { command: SttCommand; report: SttReport };
  eou: { command: WorkerCommand; report: EouReport };
  llm: { command: LlmCommand; report: LlmReport };
  tts: { command: TtsCommand; report: TtsReport };
};

type Peer = Extract<WorkerCommand, { kind: 'connect' }>['peer'];

// The bundler builds a worker only where it sees its address in full.
const CREATE: Readonly<Record<Role, () => Worker>> = {
  vad: () => new Worker(new URL('../../../workers/vad.worker.ts', import.meta.url), { type: 'module' }),
  stt: () => new Worker(new URL('../../../workers/stt.worker.ts', import.meta.url), { type: 'module' }),
  eou: () => new Worker(new URL('../../../workers/eou.worker.ts', import.meta.url), { type: 'module' }),
  llm: () => new Worker(new URL('../../../workers/llm.worker.ts', import.meta.url), { type: 'module' }),
  tts: () => new Worker(new URL('../../../workers/tts.worker.ts', import.meta.url), { type: 'module' }),
};

/** The far end of a data channel: the test plays the peer. `inbox` has what the worker sent there. */
export type BenchChannel = {
  readonly inbox: Inbox<Message>;
  post<Sent extends Message>(message: Sent, transfer?: Transferable[]): void;
};

/** One worker in the hands of a test. `inbox` has everything it reported, in order. */
export class BenchWorker<Command, Report extends Message> {
  readonly inbox = new Inbox<Report>();
  readonly #role: Role;
  readonly #worker: Worker;

  constructor(role: Role) {
    this.#role = role;
    this.#worker = CREATE[role]();
    this.#worker.onmessage = ({ data }: MessageEvent<Report>) => {
      this.inbox.add(data);
    };
    this.#worker.onerror = ({ message }) => {
      this.inbox.fail(new Error(`The ${role} worker died: ${message}`));
    };
  }

  post(command: Command, transfer: Transferable[] = []): void {
    this.#worker.postMessage(command, transfer);
  }

  /** Loads a model of the catalogue from this server and waits for it. Rejects with the reported error when that fails. */
  async load(id: string, backend: Backend): Promise<Report> {
    const origin = { app: new URL('./', location.href).href, hub: '' };
    this.post({ kind: 'load', spec: findModel(this.#role, id), backend, origin } as Command);
    return this.inbox.until('loaded');
  }

  /** Gives the worker one end of a data channel to `peer`; the test holds the other. */
  connect(peer: Peer): BenchChannel {
    const { port1, port2 } = new MessageChannel();
    const inbox = new Inbox<Message>();
    port1.onmessage = ({ data }: MessageEvent<Message>) => {
      inbox.add(data);
    };
    this.post({ kind: 'connect', peer, port: port2 } as Command, [port2]);
    return {
      inbox,
      post: (message, transfer = []) => {
        port1.postMessage(message, transfer);
      },
    };
  }

  /** Joins this worker with another one, as the app does. */
  link<OtherCommand, OtherReport extends Message>(other: BenchWorker<OtherCommand, OtherReport>): void {
    const { port1, port2 } = new MessageChannel();
    this.post({ kind: 'connect', peer: other.#role, port: port1 } as Command, [port1]);
    other.post({ kind: 'connect', peer: this.#role, port: port2 } as OtherCommand, [port2]);
  }

  terminate(): void {
    this.#worker.terminate();
  }
}

function startWorker<R extends Role>(role: R): BenchWorker<Protocols[R]['command'], Protocols[R]['report']> {
  return new BenchWorker(role);
}

/** A clip of test/audio as mono samples, at 16 kHz unless asked otherwise. */
async function loadClip(name: string, sampleRate = 16_000): Promise<Float32Array<ArrayBuffer>> {
  const response = await fetch(`/audio/${name}`);
  if (!response.ok) throw new Error(`No clip ${name}: HTTP ${String(response.status)}`);
  const decoded = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(await response.arrayBuffer());
  return decoded.getChannelData(0);
}

window.startWorker = startWorker;
window.loadClip = loadClip;
