/** Pictures that a client sends, in the camera's place: the newest goes along with what is asked next. */
import type { Sight } from '../../devices/page/sight.ts';

export class LiveSight implements Sight {
  changed: () => void = () => undefined;
  #picture: Blob | null = null;

  get isOn(): boolean {
    return this.#picture !== null;
  }

  still(): Promise<Blob | null> {
    return Promise.resolve(this.#picture);
  }

  /** A picture as bytes of a file; null for none from now on. */
  show(picture: { bytes: Uint8Array; mimeType: string } | null): void {
    const wasOn = this.isOn;
    this.#picture = picture && new Blob([new Uint8Array(picture.bytes)], { type: picture.mimeType });
    if (wasOn !== this.isOn) this.changed();
  }
}
