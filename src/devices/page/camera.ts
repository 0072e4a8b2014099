/** The camera: a preview stream, and a still for each turn. */
import { ParleyError, toErrorData } from '../../protocol/errors.ts';
import type { CameraView, InputState } from '../../session/view.ts';

/** Longest side of a still, pixels. Gemma 3 looks at 896 × 896; more is only slower to scale down. */
const STILL_SIDE = 896;

/** One camera. `changed` is called whenever its state does. */
export class Camera {
  readonly #changed: () => void;
  #state: InputState = 'off';
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** `lost` when it went away by itself (unplugged, taken by the system). */
  get state(): InputState {
    return this.#state;
  }

  get view(): CameraView {
    return { camera: this.#state, cameraStream: this.#stream };
  }

  /** Opens the camera, unless it is open or being opened. Rejects with `camera-denied` or `camera-absent`. */
  async open(): Promise<void> {
    if (this.#state === 'on' || this.#state === 'starting') return;
    this.#set('starting');
    try {
      const stream = await askForCamera();
      // It may have been closed while the user was being asked.
      if (this.state === 'starting') await this.#show(stream);
      else stop(stream);
      if (this.state === 'starting') this.#set('on');
    } catch (error) {
      if (this.state !== 'starting') return;
      this.#set(toErrorData(error, 'camera-absent').reason === 'camera-denied' ? 'denied' : 'absent');
      throw error;
    }
  }

  close(): void {
    this.#end('off');
  }

  /** What the camera sees now, as JPEG; null while it is closed or has no picture yet. */
  async still(): Promise<Blob | null> {
    const video = this.#video;
    if (!video || video.videoWidth === 0) return null;
    const scale = Math.min(1, STILL_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  }

  async #show(stream: MediaStream): Promise<void> {
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (this.#stream === stream) this.#end('lost');
    });
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    this.#stream = stream;
    this.#video = video;
    await video.play();
  }

  #end(state: InputState): void {
    if (this.#stream) stop(this.#stream);
    if (this.#video) this.#video.srcObject = null;
    this.#stream = null;
    this.#video = null;
    this.#set(state);
  }

  #set(state: InputState): void {
    this.#state = state;
    this.#changed();
  }
}

async function askForCamera(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new ParleyError('camera-absent', 'This page may not use a camera.', { advice: 'Open it over https.' });
  try {
    return await devices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
  } catch (cause) {
    const denied = cause instanceof DOMException && cause.name === 'NotAllowedError';
    throw denied
      ? new ParleyError('camera-denied', 'The camera may not be used.', { advice: 'Allow it beside the address bar.', cause })
      : new ParleyError('camera-absent', 'No camera could be opened.', {
          advice: 'Plug one in, or close what is using it.',
          cause,
        });
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
