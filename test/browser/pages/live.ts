/** Google's own client, in the versions that are in use and unchanged, and Parley in the place of Google's service. */
import { GoogleGenAI as Sdk152 } from 'genai-1.52/web';
import { GoogleGenAI as Sdk232 } from 'genai-2.32/web';
import { GoogleGenAI as Sdk31 } from 'genai-3.1/web';
import { GoogleGenAI as Sdk33 } from 'genai-3.3/web';
import { LiveHost } from '../../../src/live/page/live-host.ts';
import { observe } from '../../unit/live/conformance.ts';
import type { Client, LiveSession, Sdk, SdkVersion, ServerMessage } from '../../unit/live/sdk.ts';

declare global {
  interface Window {
    live: {
      host: LiveHost;
      /** What was closed with which code and reason. */
      closed: string[];
      connect(config?: object, version?: SdkVersion): Promise<void>;
      /** Says a clip at the pace of speech, in pieces of 50 ms at its own rate, and goes on in silence. */
      say(clip: string): Promise<void>;
      session: LiveSession;
      /** Runs a line of the conformance list, over fixed answers: what was seen. */
      observe(line: string, version: SdkVersion): Promise<unknown>;
      /** What came, in order: when, and the message without its sound. */
      messages: { at: number; message: ServerMessage; samples: number }[];
    };
  }
}

/** As far as these tests use them, all are alike. */
const SDKS = { '1.52': Sdk152, '2.32': Sdk232, '3.1': Sdk31, '3.3': Sdk33 } as unknown as Record<SdkVersion, Sdk['GoogleGenAI']>;
const RATE = 48_000;
const PIECE_MS = 50;

const host = new LiveHost({ hub: '', llm: new URLSearchParams(location.search).get('llm') ?? '' });
host.install();
let waiting = new Float32Array(0);
let isOpen = false;
let at = performance.now();

// As many samples as time has passed, however late the page comes to it.
setInterval(() => {
  while (performance.now() - at >= PIECE_MS) {
    at += PIECE_MS;
    const piece = new Int16Array((RATE / 1000) * PIECE_MS);
    for (const [index, sample] of waiting.subarray(0, piece.length).entries()) piece[index] = sample * 32_767;
    waiting = waiting.slice(piece.length);
    if (!isOpen) continue;
    const data = btoa(String.fromCharCode(...new Uint8Array(piece.buffer)));
    window.live.session.sendRealtimeInput({ audio: { data, mimeType: `audio/pcm;rate=${RATE}` } });
  }
}, 20);

window.live = {
  host,
  closed: [],
  messages: [],
  session: undefined as unknown as LiveSession,
  observe: (line, version) => observe(line, version, { GoogleGenAI: SDKS[version] }),
  async connect(config = {}, version = '3.3') {
    const { live } = window;
    const client: Client = new SDKS[version]({ apiKey: 'local' });
    live.session = await client.live.connect({
      model: 'gemini-2.5-flash-native-audio-preview-12-2025',
      config: { responseModalities: ['AUDIO'], inputAudioTranscription: {}, outputAudioTranscription: {}, ...config },
      callbacks: {
        onmessage: (message) => {
          const part = message.serverContent?.modelTurn?.parts?.[0]?.inlineData;
          const samples = part?.data ? atob(part.data).length / 2 : 0;
          if (part) part.data = '';
          live.messages.push({ at: performance.now(), message: JSON.parse(JSON.stringify(message)) as ServerMessage, samples });
        },
        onclose: ({ code, reason }) => {
          isOpen = false;
          live.closed.push(`${code} ${reason}`);
        },
      },
    });
    isOpen = true;
  },
  async say(clip) {
    const file = await (await fetch(`./audio/${clip}`)).arrayBuffer();
    const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(file);
    waiting = decoded.getChannelData(0).slice();
  },
};
