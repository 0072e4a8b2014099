/** The microphone: its sound goes from the capture worklet to the VAD worker; the page touches no sample. */
import { addWorklet } from '../../own-files.ts';
import { ParleyError } from '../../protocol/errors.ts';
import { tellState, unlessAborted } from './opening.ts';
import type { SoundSource } from './sound.ts';

/** What Silero and Whisper hear, Hz. The AudioContext resamples. */
export const CAPTURE_SAMPLE_RATE = 16_000;

export type MicrophoneEvents = {
  ended: () => void;
  running: () => void;
  suspended: () => void;
  /** By the system, or by a switch on the device. */
  muted: (muted: boolean) => void;
};

/**
 * Asks for a microphone, '' for the system's choice, and sets its sound up. Rejects with `microphone-denied` or `microphone-absent`, and
 * when `signal` is aborted. Then, and when it is aborted later, everything that was opened is closed.
 */
export async function openMicrophone(id: string, events: MicrophoneEvents, signal: AbortSignal): Promise<Microphone> {
  const stream = await openStream(id);
  const close: (() => void)[] = [
    () => {
      for (const track of stream.getTracks()) track.stop();
    },
  ];
  return unlessAborted(signal, close, async () => {
    const [track] = stream.getAudioTracks();
    // From the first moment: it may be unplugged, or muted, while its sound is set up.
    track?.addEventListener('ended', events.ended, { signal });
    for (const name of ['mute', 'unmute'] as const) {
      track?.addEventListener(
        name,
        () => {
          events.muted(track.muted);
        },
        { signal },
      );
    }
    if (track?.muted) events.muted(true);
    const context = new AudioContext({ sampleRate: CAPTURE_SAMPLE_RATE });
    close.push(() => void context.close().catch(() => undefined));
    await setUp(context);
    const node = new AudioWorkletNode(context, 'parley-capture', {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    context.createMediaStreamSource(stream).connect(node);
    tellState(context, { ...events, closed: events.ended }, signal);
    const microphone = new Microphone(context, node);
    microphone.resume();
    return microphone;
  });
}

export class Microphone implements SoundSource {
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;

  constructor(context: AudioContext, node: AudioWorkletNode) {
    this.#context = context;
    this.#node = node;
  }

  connect(port: MessagePort): void {
    this.#node.port.postMessage({ kind: 'connect', port }, [port]);
  }

  /** Goes on after the browser suspended the sound: laptop asleep, tab frozen, a telephone call. */
  resume(): void {
    // What comes of it is told by its state.
    if (this.#context.state !== 'running') this.#context.resume().catch(() => undefined);
  }
}

async function setUp(context: AudioContext): Promise<void> {
  try {
    await addWorklet(context, 'capture');
  } catch (cause) {
    throw new ParleyError('microphone-absent', 'The microphone’s sound could not be set up.', {
      advice: 'Check the connection, then try again.',
      cause,
    });
  }
}

async function openStream(id: string): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) {
    throw new ParleyError('microphone-absent', 'This page may not use a microphone.', { advice: 'Open it over https.' });
  }
  // One that was chosen and is not there gives way to the system's choice.
  const chosen = id === '' ? {} : { deviceId: { ideal: id } };
  try {
    // Echo cancellation is what lets the assistant be interrupted while it speaks.
    return await devices.getUserMedia({
      audio: { ...chosen, echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    });
  } catch (cause) {
    if (isForbiddenInFrame()) {
      throw new ParleyError('microphone-denied', 'This frame may not use the microphone.', {
        advice: 'The page around it has to allow that: <iframe allow="microphone; camera; autoplay">. Until then, type.',
        cause,
      });
    }
    throw isDenied(cause)
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

/** Whether the page around this one keeps the microphone from it, which is no affair of the user's. Chromium says so by this name only. */
function isForbiddenInFrame(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return window.top !== window && featurePolicy?.allowsFeature('microphone') === false;
}

/** Whether the user, or the page's policy, forbids what was asked of `navigator.mediaDevices`. */
export function isDenied(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'NotAllowedError';
}
