/** The camera: a preview stream, and a still for each turn. */
import { ParleyError } from '../../protocol/errors.ts';
import { FACINGS } from '../state.ts';
import { isDenied } from './microphone.ts';
import { unlessAborted } from './opening.ts';

/** Longest side of a still, pixels. Gemma 3 looks at 896 × 896; more is only slower to scale down. */
const STILL_SIDE = 896;

/**
 * Opens a camera, '' for the system's choice. Rejects with `camera-denied` or `camera-absent`, and when `signal` is aborted. Then, and when it
 * is aborted later, it is closed. `ended` is called when it goes away by itself.
 */
export async function openCamera(id: string, ended: () => void, signal: AbortSignal): Promise<Camera> {
  return watch(await askForCamera(id), ended, signal);
}

/** Has the user choose a screen, a window or a tab to share. To be called inside a user gesture. Otherwise as `openCamera`. */
export async function openScreen(ended: () => void, signal: AbortSignal): Promise<Camera> {
  return watch(await askForScreen(), ended, signal);
}

/** Owns the stream from now on. */
async function watch(stream: MediaStream, ended: () => void, signal: AbortSignal): Promise<Camera> {
  const video = document.createElement('video');
  const close = [
    () => {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  ];
  return unlessAborted(signal, close, async () => {
    stream.getVideoTracks()[0]?.addEventListener('ended', ended, { signal });
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    try {
      await video.play();
    } catch (cause) {
      throw new ParleyError('camera-absent', 'The camera gives no picture.', {
        advice: 'Close what is using it, then try again.',
        cause,
      });
    }
    return new Camera(stream, video);
  });
}

/** One that is open. */
export class Camera {
  /** Its picture, for a preview. */
  readonly stream: MediaStream;
  readonly #video: HTMLVideoElement;

  constructor(stream: MediaStream, video: HTMLVideoElement) {
    this.stream = stream;
    this.#video = video;
  }

  /** What it sees now, as JPEG; null while it has no picture yet. Rejects where the picture can't be had. */
  async still(): Promise<Blob | null> {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return null;
    const scale = Math.min(1, STILL_SIDE / Math.max(videoWidth, videoHeight));
    const canvas = new OffscreenCanvas(Math.round(videoWidth * scale), Math.round(videoHeight * scale));
    canvas.getContext('2d')?.drawImage(this.#video, 0, 0, canvas.width, canvas.height);
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  }
}

async function askForScreen(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined;
  try {
    if (!devices?.getDisplayMedia) throw new TypeError('There is no getDisplayMedia.');
    return await devices.getDisplayMedia({ video: true });
  } catch (cause) {
    throw isDenied(cause)
      ? new ParleyError('camera-denied', 'No screen was shared.', { advice: 'Choose a window or a screen to share it.', cause })
      : new ParleyError('camera-absent', 'This browser can’t share a screen.', {
          advice: 'Give a picture of it instead.',
          cause,
        });
  }
}

/** What is wished for and not there gives way to the system's choice. */
function wish(id: string): MediaTrackConstraints {
  if (id === '') return {};
  return Object.hasOwn(FACINGS, id) ? { facingMode: { ideal: FACINGS[id] ?? '' } } : { deviceId: { ideal: id } };
}

async function askForCamera(id: string): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new ParleyError('camera-absent', 'This page may not use a camera.', { advice: 'Open it over https.' });
  try {
    return await devices.getUserMedia({ video: { ...wish(id), width: { ideal: 1280 }, height: { ideal: 720 } } });
  } catch (cause) {
    throw isDenied(cause)
      ? new ParleyError('camera-denied', 'The camera may not be used.', { advice: 'Allow it beside the address bar.', cause })
      : new ParleyError('camera-absent', 'No camera could be opened.', {
          advice: 'Plug one in, or close what is using it.',
          cause,
        });
  }
}
