/** Kokoro leaves up to half a second of silence around what it says; between clauses that is a stumble. Pure. */
import { endsSentence } from '../../src/text/clauses.ts';

/** Hz. */
const SAMPLE_RATE = 24_000;
/** Loudness below which a window is silence: −46 dB, under Kokoro's breath noise. */
const SILENCE = 0.005;
/** Window in which loudness is looked at: 5 ms. */
const WINDOW_SAMPLES = 120;
/** Kept before the first sound (20 ms: soft consonants rise slowly) and behind the last (60 ms: they die away slowly). */
const LEAD_SAMPLES = 480;
const TAIL_SAMPLES = 1_440;
/** Fade at both ends, so that a seam never clicks: 5 ms. */
const FADE_SAMPLES = 120;

/** Pauses behind a clause by how it ends, ms: about what a reader leaves. */
const PAUSE_MS = { sentence: 200, comma: 70, other: 30 } as const;

/**
 * The clause's sound (24 kHz mono) without the silence around it, faded at both ends, with the pause that its last mark asks for. The end of a
 * line is one.
 */
export function trimClause(samples: Float32Array, text: string): Float32Array<ArrayBuffer> {
  const first = soundAt(samples, 0, 1);
  const last = soundAt(samples, Math.floor((samples.length - 1) / WINDOW_SAMPLES), -1);
  if (first === null || last === null) return new Float32Array(0);
  const start = Math.max(0, first * WINDOW_SAMPLES - LEAD_SAMPLES);
  const end = Math.min(samples.length, (last + 1) * WINDOW_SAMPLES + TAIL_SAMPLES);
  const sound = samples.slice(start, end);
  const fade = Math.min(FADE_SAMPLES, Math.floor(sound.length / 2));
  for (let index = 0; index < fade; index += 1) {
    const gain = index / fade;
    sound[index] = (sound[index] ?? 0) * gain;
    sound[sound.length - 1 - index] = (sound[sound.length - 1 - index] ?? 0) * gain;
  }
  const padded = new Float32Array(sound.length + (pauseMs(text) * SAMPLE_RATE) / 1000);
  padded.set(sound);
  return padded;
}

function pauseMs(text: string): number {
  if (endsSentence(text) || /:["'”’»)\]]*\s*$/.test(text)) return PAUSE_MS.sentence;
  return /[,;—–-]\s*$/.test(text) ? PAUSE_MS.comma : PAUSE_MS.other;
}

/** The first window from `from` on, in this direction, that is not silent; null when all are. */
function soundAt(samples: Float32Array, from: number, direction: 1 | -1): number | null {
  const windows = Math.ceil(samples.length / WINDOW_SAMPLES);
  for (let window = from; window >= 0 && window < windows; window += direction) {
    let power = 0;
    const part = samples.subarray(window * WINDOW_SAMPLES, (window + 1) * WINDOW_SAMPLES);
    for (const sample of part) power += sample * sample;
    if (Math.sqrt(power / part.length) > SILENCE) return window;
  }
  return null;
}
