/** The workers, and the data channels between them, the source of sound and its sink. */
import type { SoundSink, SoundSource } from '../devices/page/sound.ts';
import type { ErrorData } from '../protocol/errors.ts';
import type {
  EouReport,
  FlowMessage,
  HeardMessage,
  LlmCommand,
  LlmReport,
  Role,
  SttCommand,
  SttReport,
  TextMessage,
  TtsCommand,
  TtsReport,
  VadCommand,
  VadReport,
  WorkerCommand,
} from '../protocol/messages.ts';
import { startWorker } from '../own-files.ts';
import type { Outlets } from '../turn/page/scheduler.ts';
import type { Report } from './turn-events.ts';
import { WorkerHost, type HostEvents } from '../models/page/worker-host.ts';

/** What the pipeline tells the session; all small. */
export type PipelineEvents = {
  report: (report: Report) => void;
  /** As `HostEvents.onFetched`, `onStill`, `onHubWaits`, `onLoaded` and `onDied`. */
  fetched: (run: number) => void;
  still: (run: number, ms: number) => void;
  hubWaits: (run: number, ms: number) => void;
  loaded: (run: number, realTimeFactor?: number) => void;
  died: (run: number, error: ErrorData) => void;
  changed: () => void;
  /** The last utterance that anything was heard of. */
  lastUtterance: () => number;
};

/** Data channels between workers: text and sound go this way without touching the page's thread. */
const LINKS = [
  ['vad', 'stt'],
  ['vad', 'eou'],
  ['llm', 'tts'],
] as const;

/** Owns every worker of one conversation. */
export class Pipeline {
  readonly vad: WorkerHost<VadCommand, VadReport>;
  readonly stt: WorkerHost<SttCommand, SttReport>;
  readonly eou: WorkerHost<WorkerCommand, EouReport>;
  readonly llm: WorkerHost<LlmCommand, LlmReport>;
  readonly tts: WorkerHost<TtsCommand, TtsReport>;
  readonly #events: PipelineEvents;
  readonly #sink: SoundSink;
  #source: SoundSource | null = null;
  /** Whether the source's frames go to the VAD worker that runs now. */
  #listening = false;
  /** The voice gets its text from the page, and not from the language model. */
  #pageSpeaks = false;
  /** What the voice has not taken of that yet. */
  #unsaid: { turn: number; text: string } | null = null;

  constructor(sink: SoundSink, events: PipelineEvents) {
    this.#sink = sink;
    this.#events = events;
    const on = (role: Role): HostEvents<Report> => ({
      onReport: events.report,
      onStarted: () => {
        this.#wire(role);
      },
      onFetched: events.fetched,
      onStill: events.still,
      onHubWaits: events.hubWaits,
      onLoaded: events.loaded,
      onDied: events.died,
      onWantsEars: (port) => {
        this.#lendEars(port);
      },
      onChange: () => {
        this.#listenWhenReady();
        events.changed();
      },
    });
    this.vad = new WorkerHost('vad', () => startWorker('vad'), on('vad'));
    this.stt = new WorkerHost('stt', () => startWorker('stt'), on('stt'));
    this.eou = new WorkerHost('eou', () => startWorker('eou'), on('eou'));
    this.llm = new WorkerHost('llm', () => startWorker('llm'), on('llm'));
    this.tts = new WorkerHost('tts', () => startWorker('tts'), on('tts'));
  }

  /** Every worker's host, in the order in which a turn needs them. */
  get hosts() {
    return { vad: this.vad, stt: this.stt, eou: this.eou, llm: this.llm, tts: this.tts };
  }

  /** Where the commands of a conversation go. */
  get outlets(): Pick<Outlets, 'vad' | 'llm' | 'tts' | 'playback' | 'say'> {
    return {
      vad: (command) => {
        this.vad.post(command);
      },
      llm: (command) => {
        if (command.kind === 'generate') {
          this.#unsaid = null;
          if (this.#pageSpeaks) this.#connect('llm', 'tts');
        }
        this.llm.post(command);
      },
      tts: (command) => {
        if (command.kind === 'cancel' && this.#unsaid && this.#unsaid.turn <= command.turn) this.#unsaid = null;
        this.tts.post(command);
      },
      playback: (command) => {
        this.#sink.command(command);
      },
      say: (turn, text) => {
        this.#unsaid = { turn, text };
        this.#say();
      },
    };
  }

  /** Whether the source's frames go to the VAD. */
  get isHearing(): boolean {
    return this.#listening;
  }

  /** Its sound is heard as soon as ears and STT are ready; null: nothing is heard from now on. */
  useSource(source: SoundSource | null): void {
    this.#source = source;
    this.#listening = false;
    this.#listenWhenReady();
  }

  /** There is another loudspeaker behind the sink, which wants a channel of its own. */
  connectSink(): void {
    if (!this.tts.running) return;
    const { port1, port2 } = new MessageChannel();
    this.tts.connect('playback', port1);
    this.#sink.connect(port2);
  }

  dispose(): void {
    for (const host of Object.values(this.hosts)) host.dispose();
  }

  /** Gives a worker that has just started its ends of the channels to those that run already. */
  #wire(role: Role): void {
    for (const [from, to] of LINKS) {
      if ((from !== role && to !== role) || !this.hosts[from].running || !this.hosts[to].running) continue;
      this.#connect(from, to);
    }
    if (role === 'vad') {
      this.#listening = false;
      // Nothing of the worker before may be taken for this one's.
      this.vad.set({ kind: 'utterances-from', first: this.#events.lastUtterance() + 1 });
    }
    if (role === 'tts') this.connectSink();
    if (role === 'tts' || role === 'llm') this.#say();
  }

  #connect(from: Role, to: Role): void {
    const { port1, port2 } = new MessageChannel();
    this.hosts[from].connect(to, port1);
    this.hosts[to].connect(from, port2);
    if (from === 'llm') this.#pageSpeaks = false;
  }

  /**
   * Gives the voice a text in the language model's place, which has it back with the next answer. Until it was taken that is done for each worker
   * that is started: the voice may be one of them, or have been given to a language model.
   */
  #say(): void {
    if (!this.#unsaid || !this.tts.running) return;
    const { turn, text } = this.#unsaid;
    const { port1, port2 } = new MessageChannel();
    this.#pageSpeaks = true;
    port1.onmessage = ({ data }: MessageEvent<FlowMessage>) => {
      // It is said at each change of the voice.
      if (data.kind !== 'ready' || this.#unsaid?.turn !== turn) return;
      port1.onmessage = null;
      this.#unsaid = null;
      port1.postMessage({ kind: 'text', turn, delta: text } satisfies TextMessage);
      port1.postMessage({ kind: 'text-end', turn } satisfies TextMessage);
    };
    this.tts.connect('llm', port2);
  }

  /** Nobody waits for ears that are not there yet. */
  #lendEars(port: MessagePort): void {
    if (this.stt.state === 'ready') this.stt.connect('tts', port);
    else port.postMessage({ kind: 'heard', text: null } satisfies HeardMessage);
  }

  #listenWhenReady(): void {
    if (this.#listening || !this.#source || this.vad.state !== 'ready' || this.stt.state !== 'ready') return;
    this.#listening = true;
    const { port1, port2 } = new MessageChannel();
    this.vad.connect('capture', port1);
    this.#source.connect(port2);
  }
}
