/** The camera: a preview stream, and a still for each turn. */
import { ParleyError } from '../protocol/errors.ts';

/** Longest side of a still, pixels. Gemma 3 looks at 896 × 896; more is only slower to scale down. */
const STILL_SIDE = 896;

/** One camera. `onLost` is called when it goes away by itself (unplugged, taken by the system). */
export class Camera {
  readonly #onLost: () => void;
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;

  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** Opens the camera. Rejects with `camera-denied` or `camera-absent`. */
  async open(): Promise<void> {
    if (this.#stream) return;
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) throw new ParleyError('camera-absent', 'This page may not use a camera.', { advice: 'Open it over https.' });
    let stream: MediaStream;
    try {
      stream = await devices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
    } catch (cause) {
      const denied = cause instanceof DOMException && cause.name === 'NotAllowedError';
      throw denied
        ? new ParleyError('camera-denied', 'The camera may not be used.', { advice: 'Allow it beside the address bar.', cause })
        : new ParleyError('camera-absent', 'No camera could be opened.', {
            advice: 'Plug one in, or close what is using it.',
            cause,
          });
    }
    this.#stream = stream;
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (this.#stream !== stream) return;
      this.close();
      this.#onLost();
    });
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    this.#video = video;
    await video.play();
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#video) this.#video.srcObject = null;
    this.#stream = null;
    this.#video = null;
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
}
