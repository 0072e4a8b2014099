/** The microphone: its sound goes from the capture worklet to the VAD worker; the page touches no sample. */
import { ParleyError } from '../../protocol/errors.ts';
import captureWorklet from '../../audio/capture.worklet.ts?worker&url';

/** What Silero and Whisper hear, Hz. The AudioContext resamples. */
export const CAPTURE_SAMPLE_RATE = 16_000;

/** One opened microphone. `onLost` is called when it goes away by itself. */
export class Microphone {
  readonly #onLost: (error: ParleyError) => void;
  #stream: MediaStream | null = null;
  #context: AudioContext | null = null;
  #node: AudioWorkletNode | null = null;

  constructor(onLost: (error: ParleyError) => void) {
    this.#onLost = onLost;
  }

  /** Asks for the microphone. Rejects with `microphone-denied` or `microphone-absent`. */
  async open(): Promise<void> {
    const stream = await openStream();
    this.#stream = stream;
    stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      if (this.#stream !== stream) return;
      this.#onLost(new ParleyError('microphone-lost', 'The microphone is gone.', { advice: 'Plug it in again, or type.' }));
    });
    const context = new AudioContext({ sampleRate: CAPTURE_SAMPLE_RATE });
    this.#context = context;
    await context.audioWorklet.addModule(captureWorklet);
    this.#node = new AudioWorkletNode(context, 'parley-capture', {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    context.createMediaStreamSource(stream).connect(this.#node);
    await this.resume();
  }

  /** Sends frames to this port from now on, as CaptureFrame messages. */
  connect(port: MessagePort): void {
    this.#node?.port.postMessage({ kind: 'connect', port }, [port]);
  }

  /** Goes on after the browser suspended the sound: laptop asleep, tab frozen, a telephone call. */
  async resume(): Promise<void> {
    if (this.#context?.state === 'suspended') await this.#context.resume();
  }

  /** Lets go of the microphone. */
  async close(): Promise<void> {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    const context = this.#context;
    this.#context = null;
    await context?.close();
  }
}

async function openStream(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) {
    throw new ParleyError('microphone-absent', 'This page may not use a microphone.', { advice: 'Open it over https.' });
  }
  try {
    // Echo cancellation is what lets the assistant be interrupted while it speaks.
    return await devices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    });
  } catch (cause) {
    throw cause instanceof DOMException && cause.name === 'NotAllowedError'
      ? new ParleyError('microphone-denied', 'The microphone may not be used.', {
          advice: 'Allow it beside the address bar, or type instead.',
          cause,
        })
      : new ParleyError('microphone-absent', 'No microphone could be opened.', {
          advice: 'Plug one in, close what is using it, or type instead.',
          cause,
        });
  }
}
