/**
 * The conformance list: what Google's own client does to the peer in the page, over fixed answers, and what is seen then. Plain data comes of each line, so
 * that the same list is run in Node (conformance.test.ts) and in Chromium (../../browser/pcm.test.ts).
 */
import { installLive, liveSocketFactory } from '../../../src/live/page/hand-over.ts';
import { toBase64 } from '../../../src/live/base64.ts';
import { kindOf, Recorded, type Client, type Sdk, type SdkVersion, type ServerMessage } from './sdk.ts';
import { ANSWER, standIns, type StandIn } from './stand-in.ts';

const AUDIO = { responseModalities: ['AUDIO'] };
const TEXT = { responseModalities: ['TEXT'] };
const NATIVE = 'gemini-2.5-flash-native-audio-preview-12-2025';
const pcm = (bytes: number) => toBase64(new Uint8Array(bytes).fill(7));
const TIME = { tools: [{ functionDeclarations: [{ name: 'get_time' }] }] };

/** A client and a service in its page, for one line of the list. */
class Place {
  readonly version: SdkVersion;
  readonly sdk: Sdk;
  readonly client: Client;
  /** Is done to each conversation before it begins. */
  prepare: (standIn: StandIn) => void = () => undefined;
  readonly server = standIns((standIn) => {
    this.prepare(standIn);
  });
  readonly #open: Recorded[] = [];
  #undo = installLive(this.server.accept);

  constructor(version: SdkVersion, sdk: Sdk) {
    this.version = version;
    this.sdk = sdk;
    this.client = new sdk.GoogleGenAI({ apiKey: 'local' });
  }

  /** Nothing is answered until the line has it answered. */
  silently(): this {
    this.prepare = (standIn) => {
      standIn.answer = null;
    };
    return this;
  }

  async opened(config: Record<string, unknown> = AUDIO, model = NATIVE, client = this.client): Promise<Recorded> {
    const recorded = await Recorded.connect(client, model, config);
    this.#open.push(recorded);
    await recorded.until(({ setupComplete }) => setupComplete);
    return recorded;
  }

  /** The code and the reason with which a setup is refused: 2.32 waits for ever then, and 1.52 takes it for a connection. */
  refused(config: Record<string, unknown>, model = NATIVE): Promise<{ code: number; reason: string; rejects: string }> {
    return new Promise((resolve) => {
      let rejects = '';
      let closed: { code: number; reason: string } | undefined;
      const look = () => {
        if (closed && (rejects !== '' || !this.version.startsWith('3'))) resolve({ ...closed, rejects });
      };
      this.client.live
        .connect({
          model,
          config,
          callbacks: {
            onmessage: () => undefined,
            onclose: ({ code, reason }) => {
              closed = { code, reason };
              look();
            },
          },
        })
        .catch((error: unknown) => {
          rejects = String(error);
          look();
        });
    });
  }

  /** The page's sockets are the browser's own again, until `install`. */
  uninstall(): void {
    this.#undo();
  }

  install(): void {
    this.#undo = installLive(this.server.accept);
  }

  end(): void {
    for (const recorded of this.#open) recorded.session.close();
    this.#undo();
  }
}

type Line = {
  readonly name: string;
  /** What is seen, as JSON. */
  readonly run: (place: Place) => Promise<unknown>;
  readonly sees: unknown;
  /** Versions that have no such thing. */
  readonly not?: readonly SdkVersion[];
};

/** Runs a line of the list: what was seen, as JSON. */
export async function observe(name: string, version: SdkVersion, sdk: Sdk): Promise<unknown> {
  const line = CONFORMANCE.find((each) => each.name === name);
  if (!line) throw new Error(`There is no line “${name}”.`);
  const place = new Place(version, sdk);
  try {
    return JSON.parse(JSON.stringify(await line.run(place))) as unknown;
  } finally {
    place.end();
  }
}

/** The names of the lines for this version. */
export function linesFor(version: SdkVersion): Line[] {
  return CONFORMANCE.filter(({ not = [] }) => !not.includes(version));
}

const heardAs = (rate: number) => ({ hears: [{ bytes: 640, rate }] });

function sends(name: string, mimeType: string) {
  return async (place: Place) => {
    const { session } = await place.opened();
    session.sendRealtimeInput({ [name]: { data: pcm(640), mimeType } });
    const { last } = place.server;
    return {
      hears: last.asked('hear').map(({ bytes, rate }) => ({ bytes: bytes.length, rate })),
      sees: last.asked('see').map(({ bytes, mimeType: type }) => ({ bytes: bytes.length, type })),
    };
  };
}

const kinds = (standIn: StandIn) => standIn.asks.map(({ kind }) => kind);

export const CONFORMANCE: readonly Line[] = [
  {
    name: 'connects, and has its setup complete before anything else',
    run: async (place) => (await place.opened()).order[0],
    sees: 'setupComplete',
  },
  {
    name: 'connects by a factory of sockets, and by a base address',
    run: async (place) => {
      place.uninstall();
      const other = new place.sdk.GoogleGenAI({ apiKey: 'local' });
      other.live.webSocketFactory = liveSocketFactory(place.server.accept);
      await place.opened(AUDIO, NATIVE, other);
      place.install();
      const byAddress = new place.sdk.GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: 'http://127.0.0.1:4173' } });
      await place.opened(AUDIO, NATIVE, byAddress);
      return place.server.all.length;
    },
    sees: 2,
  },
  {
    name: 'connects to any version of the service, and as one with a key for once',
    run: async (place) => {
      for (const apiVersion of ['v1', 'v1beta', 'v1alpha']) {
        await place.opened(AUDIO, NATIVE, new place.sdk.GoogleGenAI({ apiKey: 'k', httpOptions: { apiVersion } }));
      }
      const once = new place.sdk.GoogleGenAI({ apiKey: 'auth_tokens/once', httpOptions: { apiVersion: 'v1alpha' } });
      await place.opened(AUDIO, NATIVE, once);
      return place.server.all.length;
    },
    sees: 4,
  },
  {
    name: 'is understood: model, voice, instructions, language, tools, detection',
    run: async (place) => {
      await place.opened({
        ...AUDIO,
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } }, languageCode: 'de-DE' },
        systemInstruction: 'Be brief.',
        tools: [{ functionDeclarations: [{ name: 'get_time', description: 'Tells the time.' }] }],
        realtimeInputConfig: {
          automaticActivityDetection: {
            silenceDurationMs: 700,
            prefixPaddingMs: 200,
            startOfSpeechSensitivity: 'START_SENSITIVITY_LOW',
          },
          activityHandling: 'NO_INTERRUPTION',
        },
      });
      return place.server.last.terms;
    },
    sees: {
      instructions: 'Be brief.',
      voice: 'af_kore',
      language: 'de-DE',
      spoken: true,
      detectsSpeech: true,
      interruptible: false,
      listening: { silenceMs: 700, prerollMs: 200, confirmMs: 400 },
      tools: [{ name: 'get_time', description: 'Tells the time.', parameters: null, blocking: true }],
      resume: null,
    },
  },
  {
    name: 'is closed with a code and a reason where its setup can’t be had',
    run: async (place) => {
      const config = { ...AUDIO, speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Nobody' } } } };
      const { code, reason, rejects } = await place.refused(config, 'gemini-3.8-live');
      return { code, reason, isTold: rejects.includes('code 1007') === place.version.startsWith('3') };
    },
    sees: { code: 1007, reason: "Requested voice 'Nobody' is not available.", isTold: true },
  },
  {
    name: 'sends sound as audio at 16000 Hz',
    run: sends('audio', 'audio/pcm;rate=16000'),
    sees: { ...heardAs(16_000), sees: [] },
  },
  {
    name: 'sends sound as audio at 48000 Hz',
    run: sends('audio', 'audio/pcm;rate=48000'),
    sees: { ...heardAs(48_000), sees: [] },
  },
  {
    name: 'sends sound as audio of no rate: 16000 Hz',
    run: sends('audio', 'audio/pcm'),
    sees: { ...heardAs(16_000), sees: [] },
  },
  {
    name: 'sends sound as media at 44100 Hz',
    run: sends('media', 'audio/pcm;rate=44100'),
    sees: { ...heardAs(44_100), sees: [] },
  },
  {
    name: 'sends pictures as media',
    run: sends('media', 'image/jpeg'),
    sees: { hears: [], sees: [{ bytes: 640, type: 'image/jpeg' }] },
  },
  {
    name: 'sends pictures as video',
    run: sends('video', 'image/png'),
    sees: { hears: [], sees: [{ bytes: 640, type: 'image/png' }] },
  },
  {
    name: 'hears an answer: sound of 24 kHz in single parts of 80 ms, then the ends of generation and turn',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.sendClientContent({ turns: 'What is the capital of France?' });
      await recorded.turn();
      const parts = recorded.messages
        .map(({ serverContent }) => serverContent?.modelTurn?.parts ?? [])
        .filter((each) => each.length > 0);
      const end = recorded.messages.at(-1);
      return {
        order: recorded.order,
        parts: parts.map((each) => each.map(({ inlineData }) => inlineData?.mimeType)),
        bytes: recorded.messages.flatMap(({ data }) => (data ? [atob(data).length] : [])),
        tokens: end?.usageMetadata?.totalTokenCount,
        status: end?.serverContent?.interactionStatus,
      };
    },
    sees: {
      order: ['setupComplete', 'audio', 'generationComplete', 'turnComplete+usageMetadata'],
      parts: [['audio/pcm;rate=24000'], ['audio/pcm;rate=24000'], ['audio/pcm;rate=24000']],
      // A client's buffer takes up to 320 ms.
      bytes: [3840, 3840, 3840],
      tokens: 19,
      status: 'IDLE',
    },
  },
  {
    name: 'reads an answer in text',
    run: async (place) => {
      const recorded = await place.opened(TEXT, 'gemini-live-2.5-flash-preview');
      recorded.session.sendClientContent({ turns: [{ role: 'user', parts: [{ text: 'Hello' }] }] });
      await recorded.turn();
      return {
        order: recorded.order,
        text: recorded.messages.map(({ text }) => text ?? '').join(''),
        added: place.server.last.asked('add').map(({ lines }) => lines),
      };
    },
    sees: {
      order: ['setupComplete', 'text', 'generationComplete', 'turnComplete+usageMetadata'],
      text: ANSWER,
      added: [[{ role: 'user', text: 'Hello' }]],
    },
  },
  {
    name: 'sends text as it is typed',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.sendRealtimeInput({ text: 'Are you there?' });
      await recorded.turn();
      return place.server.last.asked('ask').map(({ text }) => text);
    },
    sees: ['Are you there?'],
  },
  {
    name: 'says by itself when the user speaks: what is outside is none of their words',
    run: async (place) => {
      const recorded = await place.opened({ ...AUDIO, realtimeInputConfig: { automaticActivityDetection: { disabled: true } } });
      const audio = { data: pcm(64), mimeType: 'audio/pcm;rate=16000' };
      recorded.session.sendRealtimeInput({ audio });
      recorded.session.sendRealtimeInput({ activityStart: {} });
      recorded.session.sendRealtimeInput({ audio });
      recorded.session.sendRealtimeInput({ activityEnd: {} });
      await recorded.turn();
      return kinds(place.server.last).slice(1);
    },
    sees: ['hold', 'hear', 'hold'],
  },
  {
    name: 'may not say so where speech is detected',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.sendRealtimeInput({ activityStart: {} });
      return recorded.untilClosed();
    },
    sees: {
      code: 1007,
      reason: 'Explicit activity control is not supported when automatic activity detection is enabled.',
    },
  },
  {
    name: 'ends its sound',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.sendRealtimeInput({ audioStreamEnd: true });
      await recorded.turn();
      return kinds(place.server.last);
    },
    sees: ['begin', 'sound-ends'],
  },
  {
    name: 'interrupts: the word for it stands alone, the turn ends, and no sound of it comes any more',
    run: async (place) => {
      const recorded = await place.silently().opened({ ...AUDIO, outputAudioTranscription: {} });
      recorded.session.sendRealtimeInput({ text: 'Tell me a story.' });
      const { last } = place.server;
      last.tell({ kind: 'words', turn: 1, delta: 'Once upon a time there was a king.' });
      last.sound();
      last.tell({ kind: 'heard', turn: 1, delta: 'Once upon ' });
      last.tell({ kind: 'turn-end', turn: 1, reason: 'interrupted' });
      last.sound();
      last.tell({ kind: 'made', turn: 1 });
      await recorded.turn();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const word = recorded.messages.find(({ serverContent }) => serverContent?.interrupted);
      return { order: recorded.order, word: { ...word }, said: transcription(recorded.messages) };
    },
    sees: {
      order: ['setupComplete', 'audio', 'outputTranscription', 'interrupted', 'turnComplete'],
      word: { serverContent: { interrupted: true } },
      said: 'Once upon ',
    },
  },
  {
    name: 'has both sides written down where it wants that, the last words before the end of generation',
    run: async (place) => {
      const recorded = await place.opened({ ...AUDIO, inputAudioTranscription: {}, outputAudioTranscription: {} });
      recorded.session.sendRealtimeInput({ audioStreamEnd: true });
      await recorded.turn();
      return { begins: recorded.order.slice(0, 3), ends: recorded.order.slice(-2), said: transcription(recorded.messages) };
    },
    sees: {
      begins: ['setupComplete', 'inputTranscription', 'audio'],
      ends: ['generationComplete', 'turnComplete+usageMetadata'],
      said: ANSWER,
    },
  },
  {
    name: 'has nothing written down where it does not',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.sendRealtimeInput({ audioStreamEnd: true });
      await recorded.turn();
      return recorded.order.filter((kind) => /transcription/i.test(kind));
    },
    sees: [],
  },
  {
    name: 'is asked to call a function, and what it answers is passed on, as long as it is wanted',
    run: async (place) => {
      const recorded = await place.silently().opened({ ...AUDIO, ...TIME });
      recorded.session.sendRealtimeInput({ text: 'How late is it?' });
      place.server.last.tell({ kind: 'tool-call', id: 'call-1', name: 'get_time', args: { zone: 'Europe/Paris' } });
      await recorded.until(({ toolCall }) => toolCall);
      const answer = { id: 'call-1', name: 'get_time', response: { output: 'noon' } };
      const more = { ...answer, scheduling: 'INTERRUPT', willContinue: true };
      recorded.session.sendToolResponse({ functionResponses: [more] });
      recorded.session.sendToolResponse({ functionResponses: answer });
      recorded.session.sendToolResponse({ functionResponses: { ...answer, response: { output: 'late' } } });
      return {
        called: recorded.messages.at(-1)?.toolCall?.functionCalls,
        results: place.server.last.asked('tool-result').map(({ result }) => result),
      };
    },
    sees: {
      called: [{ id: 'call-1', name: 'get_time', args: { zone: 'Europe/Paris' } }],
      results: [
        { id: 'call-1', name: 'get_time', response: { output: 'noon' }, timing: 'interrupt', willContinue: true },
        { id: 'call-1', name: 'get_time', response: { output: 'noon' }, timing: 'when-idle', willContinue: false },
      ],
    },
  },
  {
    name: 'has its calls cancelled by an interruption, and what it answers then is passed over',
    run: async (place) => {
      const recorded = await place.silently().opened({ ...AUDIO, ...TIME });
      recorded.session.sendRealtimeInput({ text: 'How late is it?' });
      const { last } = place.server;
      last.tell({ kind: 'tool-call', id: 'call-1', name: 'get_time', args: {} });
      last.tell({ kind: 'tool-cancel', ids: ['call-1', 'call-2'] });
      last.tell({ kind: 'turn-end', turn: 1, reason: 'interrupted' });
      await recorded.turn();
      recorded.session.sendToolResponse({ functionResponses: { id: 'call-1', name: 'get_time', response: {} } });
      return {
        order: recorded.order.slice(1),
        cancelled: recorded.messages.flatMap(({ toolCallCancellation }) => toolCallCancellation?.ids ?? []),
        results: last.asked('tool-result'),
      };
    },
    sees: {
      order: ['toolCall', 'toolCallCancellation', 'interrupted', 'turnComplete'],
      cancelled: ['call-1'],
      results: [],
    },
  },
  {
    name: 'is told when the connection will end',
    run: async (place) => {
      const recorded = await place.opened();
      place.server.last.tell({ kind: 'ending', ms: 60_000 });
      await recorded.until(({ goAway }) => goAway);
      return recorded.messages.at(-1)?.goAway;
    },
    sees: { timeLeft: '60s' },
  },
  {
    name: 'goes on under a name, which it is not given while an answer is under way',
    run: async (place) => {
      const recorded = await place.opened({ ...AUDIO, sessionResumption: {} });
      recorded.session.sendRealtimeInput({ text: 'Hello' });
      await recorded.turn();
      await recorded.until(({ sessionResumptionUpdate }) => sessionResumptionUpdate?.newHandle.endsWith('.2'));
      const updates = recorded.messages.flatMap(({ sessionResumptionUpdate }) => sessionResumptionUpdate ?? []);
      const names = place.server.last.asked('keep').map(({ name }) => name);
      await place.opened({ ...AUDIO, sessionResumption: { handle: names[1] } });
      return {
        resumable: updates.map(({ resumable }) => resumable),
        areKept: updates.every(({ newHandle }, index) => newHandle === [names[0], '', names[1]][index]),
        goesOn: place.server.last.terms.resume === names[1],
      };
    },
    sees: { resumable: [true, false, true], areKept: true, goesOn: true },
  },
  {
    name: 'is closed where that name is not known any more',
    run: async (place) => {
      place.prepare = (standIn) => {
        standIn.isReady = false;
        queueMicrotask(function look() {
          if (standIn.asks.length === 0) setTimeout(look);
          else standIn.tell({ kind: 'unable', why: 'no-such-conversation', message: 'BidiGenerateContent session not found' });
        });
      };
      const { code, reason } = await place.refused({ sessionResumption: { handle: 'gone' } });
      return { code, reason };
    },
    sees: { code: 1008, reason: 'BidiGenerateContent session not found' },
  },
  {
    name: 'changes its instructions',
    not: ['1.52'],
    run: async (place) => {
      const { session } = await place.opened();
      session.sendContextUpdate?.({ systemInstruction: 'Speak like a pirate.' });
      return place.server.last.asked('change');
    },
    sees: [{ kind: 'change', terms: { instructions: 'Speak like a pirate.' } }],
  },
  {
    name: 'tells what was said before, without an answer to it',
    run: async (place) => {
      const recorded = await place.opened();
      const turns = [
        { role: 'user', parts: [{ text: 'My name is Ada.' }] },
        { role: 'model', parts: [{ text: 'Hello Ada.' }] },
      ];
      recorded.session.sendClientContent({ turns, turnComplete: false });
      const asked = place.server.last.asks.slice(1);
      // Nothing is the user's to be answered.
      recorded.session.sendClientContent({ turnComplete: true });
      await recorded.turn();
      return { asked, reason: recorded.messages.at(-1)?.serverContent?.turnCompleteReason };
    },
    sees: {
      asked: [
        {
          kind: 'add',
          lines: [
            { role: 'user', text: 'My name is Ada.' },
            { role: 'assistant', text: 'Hello Ada.' },
          ],
        },
      ],
      reason: 'NEED_MORE_INPUT',
    },
  },
  {
    name: 'reads every frame in order, however long it is',
    run: async (place) => {
      const recorded = await place.silently().opened({ ...AUDIO, outputAudioTranscription: {} });
      recorded.session.sendRealtimeInput({ text: 'Count.' });
      const { last } = place.server;
      for (let index = 0; index < 20; index += 1) {
        last.tell({ kind: 'words', turn: 1, delta: `${index} ` });
        if (index % 3 === 0) last.sound();
        last.tell({ kind: 'heard', turn: 1, delta: `${index} ` });
      }
      last.tell({ kind: 'turn-end', turn: 1, reason: 'complete' });
      await recorded.turn();
      return { said: transcription(recorded.messages), last: kindOf(recorded.messages.at(-1) ?? {}) };
    },
    sees: { said: Array.from({ length: 20 }, (_, index) => `${index} `).join(''), last: 'turnComplete' },
  },
  {
    name: 'ends the conversation when it closes',
    run: async (place) => {
      const recorded = await place.opened();
      recorded.session.close();
      const { isEnded } = place.server.last;
      place.server.last.sound();
      await recorded.untilClosed();
      return { isEnded, order: recorded.order };
    },
    sees: { isEnded: true, order: ['setupComplete'] },
  },
];

function transcription(messages: readonly ServerMessage[]): string {
  return messages.map(({ serverContent }) => serverContent?.outputTranscription?.text ?? '').join('');
}
