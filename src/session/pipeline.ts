/** The workers, the microphone and the loudspeaker, and the data channels between them. */
import { Microphone } from '../devices/page/microphone.ts';
import { Speaker } from '../devices/page/loudspeaker.ts';
import type { ErrorData, ParleyError } from '../protocol/errors.ts';
import type {
  EouReport,
  HeardMessage,
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
} from '../protocol/messages.ts';
import type { Outlets } from '../turn/page/scheduler.ts';
import type { Report } from './turn-events.ts';
import { WorkerHost, type HostEvents, type Loss } from '../models/page/worker-host.ts';

/** What the pipeline tells the session; all small. */
export type PipelineEvents = {
  report: (report: Report) => void;
  /** As `HostEvents.onTriedOut`, `onLost`, `onPrepared` and `onPreparedLost`. */
  triedOut: (role: Role, realTimeFactor: number, which: 'serving' | 'prepared') => void;
  workerLost: (role: Role, error: ErrorData, loss: Loss) => void;
  prepared: () => void;
  preparedLost: (role: Role, error: ErrorData) => void;
  microphoneLost: (error: ParleyError) => void;
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

/** Owns every worker and every audio device of one conversation. */
export class Pipeline {
  readonly vad: WorkerHost<VadCommand, VadReport>;
  readonly stt: WorkerHost<SttCommand, SttReport>;
  readonly eou: WorkerHost<WorkerCommand, EouReport>;
  readonly llm: WorkerHost<LlmCommand, LlmReport>;
  readonly tts: WorkerHost<TtsCommand, TtsReport>;
  readonly speaker: Speaker;
  readonly #events: PipelineEvents;
  #microphone: Microphone | null = null;
  /** Whether the microphone's frames go to the VAD worker that runs now. */
  #listening = false;

  constructor(events: PipelineEvents) {
    this.#events = events;
    const on = (role: Role): HostEvents<Report> => ({
      onReport: events.report,
      onStarted: () => {
        this.#wire(role);
      },
      onTriedOut: (realTimeFactor, which) => {
        events.triedOut(role, realTimeFactor, which);
      },
      onWantsEars: (port) => {
        this.#lendEars(port);
      },
      onLost: (error, loss) => {
        events.workerLost(role, error, loss);
      },
      onPrepared: events.prepared,
      onPreparedLost: (error) => {
        events.preparedLost(role, error);
      },
      onChange: () => {
        this.#listenWhenReady();
        events.changed();
      },
    });
    // Each worker's address must stand here in full: it is what tells the bundler to build it.
    this.vad = new WorkerHost(
      'vad',
      () => new Worker(new URL('../../workers/vad.worker.ts', import.meta.url), { type: 'module' }),
      on('vad'),
    );
    this.stt = new WorkerHost(
      'stt',
      () => new Worker(new URL('../../workers/stt.worker.ts', import.meta.url), { type: 'module' }),
      on('stt'),
    );
    this.eou = new WorkerHost(
      'eou',
      () => new Worker(new URL('../../workers/eou.worker.ts', import.meta.url), { type: 'module' }),
      on('eou'),
    );
    this.llm = new WorkerHost(
      'llm',
      () => new Worker(new URL('../../workers/llm.worker.ts', import.meta.url), { type: 'module' }),
      on('llm'),
    );
    this.tts = new WorkerHost(
      'tts',
      () => new Worker(new URL('../../workers/tts.worker.ts', import.meta.url), { type: 'module' }),
      on('tts'),
    );
    this.speaker = new Speaker(events.report);
  }

  /** Every worker's host, in the order in which a turn needs them. */
  get hosts() {
    return { vad: this.vad, stt: this.stt, eou: this.eou, llm: this.llm, tts: this.tts };
  }

  /** Where the commands of a conversation go. */
  get outlets(): Pick<Outlets, 'vad' | 'llm' | 'tts' | 'playback'> {
    return {
      vad: (command) => {
        this.vad.post(command);
      },
      llm: (command) => {
        this.llm.post(command);
      },
      tts: (command) => {
        this.tts.post(command);
      },
      playback: (command) => {
        this.speaker.command(command);
      },
    };
  }

  /** Opens the microphone; its sound is heard as soon as ears and STT are ready. Rejects as Microphone.open does. */
  async openMicrophone(): Promise<void> {
    if (this.#microphone) return;
    const microphone = new Microphone((error) => {
      this.closeMicrophone();
      this.#events.microphoneLost(error);
    });
    await microphone.open();
    this.#microphone = microphone;
    this.#listenWhenReady();
  }

  closeMicrophone(): void {
    void this.#microphone?.close();
    this.#microphone = null;
    this.#listening = false;
  }

  /** Sound goes on after the browser suspended it. */
  resume(): void {
    void this.speaker.resume();
    void this.#microphone?.resume();
  }

  dispose(): void {
    this.closeMicrophone();
    for (const host of Object.values(this.hosts)) host.dispose();
    void this.speaker.close();
  }

  /** Gives a worker that has just started its ends of the channels to those that run already. */
  #wire(role: Role): void {
    for (const [from, to] of LINKS) {
      if ((from !== role && to !== role) || !this.hosts[from].running || !this.hosts[to].running) continue;
      const { port1, port2 } = new MessageChannel();
      this.hosts[from].connect(to, port1);
      this.hosts[to].connect(from, port2);
    }
    if (role === 'vad') {
      this.#listening = false;
      // Nothing of the worker before may be taken for this one's.
      this.vad.set({ kind: 'utterances-from', first: this.#events.lastUtterance() + 1 });
    }
    if (role === 'tts') {
      const { port1, port2 } = new MessageChannel();
      this.tts.connect('playback', port1);
      this.speaker.connect(port2);
    }
  }

  /** Nobody waits for ears that are not there yet. */
  #lendEars(port: MessagePort): void {
    if (this.stt.state === 'ready') this.stt.connect('tts', port);
    else port.postMessage({ kind: 'heard', text: null } satisfies HeardMessage);
  }

  #listenWhenReady(): void {
    if (this.#listening || !this.#microphone || this.vad.state !== 'ready' || this.stt.state !== 'ready') return;
    this.#listening = true;
    const { port1, port2 } = new MessageChannel();
    this.vad.connect('capture', port1);
    this.#microphone.connect(port2);
  }
}
