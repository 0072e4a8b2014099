/** Playback worklet: the queue on the audio thread. PCM comes straight from the TTS worker. */
import type { PcmMessage, PlaybackCommand } from '../protocol/audio-messages.ts';
import { PlaybackQueue } from './playback-queue.ts';

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #queue = new PlaybackQueue((report) => {
    this.port.postMessage(report);
  });

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => {
      if (data.kind !== 'connect') {
        this.#queue.command(data);
        return;
      }
      data.port.onmessage = ({ data: message }: MessageEvent<PcmMessage>) => {
        this.#queue.push(message);
      };
    };
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    if (channel) this.#queue.render(channel);
    return true;
  }
}

registerProcessor('parley-playback', PlaybackProcessor);
