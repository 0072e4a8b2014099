/** A session whose source and sink are frames of PCM: nothing is shown, and no device is asked for. */
import { PcmSound } from '../../../src/devices/page/pcm-sound.ts';
import { createSession } from '../../../src/session/session.ts';
import type { Session } from '../../../src/session/view.ts';

declare global {
  interface Window {
    pcm: {
      session: Session;
      /** Says a clip at the pace of speech; silence before it and after it goes on for ever. */
      say(clip: string): Promise<void>;
      /** Samples at 24 kHz that were louder than silence. */
      loud: number;
      /** What was asked of the browser that a session without devices has no use for. */
      asked: string[];
    };
  }
}

/** Of the source, samples at 16 kHz in a millisecond. */
const SAMPLES_PER_MS = 16;

const asked: string[] = [];
navigator.mediaDevices.getUserMedia = () => {
  asked.push('getUserMedia');
  return Promise.reject(new DOMException('', 'NotAllowedError'));
};
window.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    asked.push('AudioContext');
  }
};

const sound = new PcmSound((samples) => {
  window.pcm.loud += samples.filter((sample) => Math.abs(sample) > 0.01).length;
});
const session = createSession({ hub: '', sound });
let waiting = new Float32Array(0);
let at = performance.now();
// As many samples as time has passed, however late the page comes to it.
setInterval(() => {
  const ms = Math.floor(performance.now() - at);
  at += ms;
  const due = new Float32Array(ms * SAMPLES_PER_MS);
  due.set(waiting.subarray(0, due.length));
  waiting = waiting.slice(due.length);
  sound.push(due);
}, 20);
sound.start();

window.pcm = {
  session,
  loud: 0,
  asked,
  async say(clip) {
    const file = await (await fetch(`./audio/${clip}`)).arrayBuffer();
    const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(file);
    waiting = decoded.getChannelData(0).slice();
  },
};
