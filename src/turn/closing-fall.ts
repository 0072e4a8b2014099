/**
 * How far the voice has fallen at the end of an utterance. Speakers let their sentences fade, in loudness as in pitch, and hold both where they mean to
 * go on (final lowering: Pierrehumbert 1980; turn-yielding cues: Gravano & Hirschberg 2011). Pure.
 */

/** Loudness is looked at in windows of 40 ms, two periods of the deepest voice, every 10 ms; at 16 kHz. */
const WINDOW_SAMPLES = 640;
const HOP_SAMPLES = 160;
/** Windows this far below the loud ones (the loudest tenth) are no speech, dB: breath, room, the closure of a stop. */
const QUIET_DB = 25;
/** The end that is compared with the whole: 100 ms, a short syllable. */
const END_WINDOWS = 10;
/** Only so much of a long utterance is looked at, samples: 8 s, as Smart Turn does. */
const LOOK_BACK_SAMPLES = 128_000;

/**
 * Mean loudness of the last 100 ms of speech against that of all of it, dB: about 0 where a voice stops in full flight, −10 at the end of a
 * statement. `samples` is 16 kHz mono, without the silence behind the speech. Null for what is too short to tell.
 */
export function closingFallDb(samples: Float32Array): number | null {
  const levels = levelsDb(samples.subarray(-LOOK_BACK_SAMPLES));
  const loud = levels.toSorted((left, right) => left - right)[Math.floor(levels.length * 0.9)] ?? 0;
  const isSpeech = (level: number) => level > loud - QUIET_DB;
  const speech = levels.filter(isSpeech);
  const last = levels.findLastIndex(isSpeech);
  if (speech.length < 2 * END_WINDOWS) return null;
  return mean(levels.slice(Math.max(0, last + 1 - END_WINDOWS), last + 1)) - mean(speech);
}

function levelsDb(samples: Float32Array): number[] {
  const levels: number[] = [];
  for (let start = 0; start + WINDOW_SAMPLES <= samples.length; start += HOP_SAMPLES) {
    let power = 0;
    for (const sample of samples.subarray(start, start + WINDOW_SAMPLES)) power += sample * sample;
    levels.push(10 * Math.log10(power / WINDOW_SAMPLES + 1e-12));
  }
  return levels;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
