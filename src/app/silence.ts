/** An audio element that plays nothing, so that the browser takes the page for one that plays, and gives it the media keys. */

/** Chromium takes what is shorter than 5 s for a mere notification sound. */
const SECONDS = 6;
const SAMPLE_RATE = 8_000;

let element: HTMLAudioElement | null = null;

export const silence = {
  /** Does nothing where the page may not play yet. */
  play(): void {
    element ??= makeElement();
    if (element.paused) element.play().catch(() => undefined);
  },
  stop(): void {
    element?.pause();
  },
};

function makeElement(): HTMLAudioElement {
  const audio = new Audio(URL.createObjectURL(new Blob([silentWav()], { type: 'audio/wav' })));
  audio.loop = true;
  return audio;
}

/** A WAV file of 8-bit mono silence (RIFF, PCM). */
export function silentWav(): ArrayBuffer {
  const samples = SECONDS * SAMPLE_RATE;
  const view = new DataView(new ArrayBuffer(44 + samples));
  const text = (at: number, word: string) => {
    for (const [index, byte] of new TextEncoder().encode(word).entries()) view.setUint8(at + index, byte);
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, samples, true);
  // The middle of 8-bit samples is silence.
  new Uint8Array(view.buffer, 44).fill(128);
  return view.buffer;
}
