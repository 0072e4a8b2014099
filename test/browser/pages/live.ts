/** Google's own client, unchanged, and Parley in the place of Google's service. */
import { GoogleGenAI, type LiveServerMessage, type Session } from 'genai-3.3/web';
import { LiveHost } from '../../../src/live/page/live-host.ts';

declare global {
  interface Window {
    live: {
      host: LiveHost;
      /** What was closed with which code and reason. */
      closed: string[];
      connect(config?: object): Promise<void>;
      /** Says a clip at the pace of speech, in pieces of 50 ms at its own rate, and goes on in silence. */
      say(clip: string): Promise<void>;
      session: Session;
      /** What came, in order: when, and the message without its sound. */
      messages: { at: number; message: LiveServerMessage; samples: number }[];
    };
  }
}

const RATE = 48_000;
const PIECE_MS = 50;

const host = new LiveHost({ hub: '' });
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
  session: undefined as unknown as Session,
  async connect(config = {}) {
    const { live } = window;
    const session = await new GoogleGenAI({ apiKey: 'local' }).live.connect({
      model: 'gemini-2.5-flash-native-audio-preview-12-2025',
      config: { responseModalities: ['AUDIO'], inputAudioTranscription: {}, outputAudioTranscription: {}, ...config } as never,
      callbacks: {
        onmessage: (message) => {
          const part = message.serverContent?.modelTurn?.parts?.[0]?.inlineData;
          const samples = part?.data ? atob(part.data).length / 2 : 0;
          if (part) part.data = '';
          live.messages.push({
            at: performance.now(),
            message: JSON.parse(JSON.stringify(message)) as LiveServerMessage,
            samples,
          });
        },
        onclose: ({ code, reason }) => {
          isOpen = false;
          live.closed.push(`${code} ${reason}`);
        },
      },
    });
    live.session = session;
    isOpen = true;
  },
  async say(clip) {
    const file = await (await fetch(`./audio/${clip}`)).arrayBuffer();
    const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(file);
    waiting = decoded.getChannelData(0).slice();
  },
};
