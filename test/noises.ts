/** Noises that no recording of test/audio has, made here: the same each time, 16 kHz mono WAV files. */
import { encodeWav } from './wav.ts';

const RATE = 16_000;

/** Frequency, bandwidth, both Hz, and loudness of an open throat's resonances. */
const THROAT = [
  [750, 120, 1],
  [1300, 150, 0.6],
  [2600, 200, 0.35],
  [3500, 300, 0.2],
] as const;

/** Two coughs with a good deal of voice in them: Silero takes either for 300 ms of speech, and of a cough without voice it takes no notice. */
export function cough(): Buffer {
  const hiss = noise();
  let phase = 0;
  const source = sound(1.1, (seconds) => {
    const since = seconds % 0.55;
    phase += (220 - 250 * since) / RATE;
    const pulse = phase >= 1 ? 6 : 0;
    phase %= 1;
    return since > 0.3 ? 0 : Math.min(1, since / 0.02) * Math.exp(-since * 9) * (0.2 * hiss() + 0.8 * pulse);
  });
  const voices = THROAT.map(([hz, width, gain]) => resonance(source, hz, width).map((sample) => gain * sample));
  return wav(source.map((_, at) => voices.reduce((sum, voice) => sum + (voice[at] ?? 0), 0)));
}

/** Two chords in turn, with a beat: 6 s. */
export function music(): Buffer {
  const chord = [220, 277.2, 329.6, 440];
  return wav(
    sound(6, (seconds) => {
      const beat = seconds % 0.5;
      const root = Math.floor(seconds) % 2 === 0 ? 1 : 1.335;
      const tone = (hz: number) =>
        [1, 2, 3].reduce((sum, nth) => sum + Math.sin(2 * Math.PI * hz * root * nth * seconds) / nth, 0);
      return (0.08 + 0.12 * Math.exp(-beat * 6)) * chord.reduce((sum, hz) => sum + tone(hz), 0);
    }),
  );
}

/** A door. */
export function slam(): Buffer {
  const hiss = noise();
  return wav(
    sound(0.6, (seconds) => hiss() * Math.exp(-seconds * 40) + Math.sin(2 * Math.PI * 70 * seconds) * Math.exp(-seconds * 12)),
  );
}

function sound(seconds: number, at: (seconds: number) => number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, index) => at(index / RATE));
}

/** White noise, −1..1, from a linear congruential generator. */
function noise(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 30 - 1;
  };
}

/** What a throat of this resonance makes of a sound: a filter with two poles. */
function resonance(source: Float32Array, hz: number, width: number): Float32Array {
  const radius = Math.exp((-Math.PI * width) / RATE);
  const [near, far] = [2 * radius * Math.cos((2 * Math.PI * hz) / RATE), -radius * radius];
  let [last, beforeLast] = [0, 0];
  return source.map((sample) => {
    [last, beforeLast] = [sample * (1 - radius) + near * last + far * beforeLast, last];
    return last;
  });
}

/** As loud as speech. */
function wav(samples: Float32Array): Buffer {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return encodeWav(
    samples.map((sample) => (0.7 * sample) / peak),
    RATE,
  );
}
