/** Leaves away what is high in a sound: to see how much that was, or to keep fewer samples of the rest. Pure. */

/** Taps on either side. Fewer: the edge gets blunter than a twentieth of 24 kHz. More: only time. */
const REACH = 31;

/**
 * The sound without what is above `hz`, at every `step`-th of its samples from the first on; a step of 1.5 ends between two of them. Through
 * a windowed sinc (Hamming).
 */
export function lowPass(samples: Float32Array, sampleRate: number, hz: number, step = 1): Float32Array<ArrayBuffer> {
  const cut = (2 * hz) / sampleRate;
  const tapsAt = new Map<number, Float32Array>();
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const position = index * step;
    const first = Math.floor(position) - REACH;
    const between = position - Math.floor(position);
    let taps = tapsAt.get(between);
    if (!taps) tapsAt.set(between, (taps = tapsFor(cut, between)));
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap += 1) sum += (taps[tap] ?? 0) * (samples[first + tap] ?? 0);
    return sum;
  });
}

/** For a place that lies this far (0..1) behind the middle tap. `cut` is a share of half the sample rate. */
function tapsFor(cut: number, between: number): Float32Array {
  return Float32Array.from({ length: 2 * REACH + 2 }, (_, tap) => {
    const at = tap - REACH - between;
    const ideal = at === 0 ? cut : Math.sin(Math.PI * cut * at) / (Math.PI * at);
    return ideal * (0.54 + 0.46 * Math.cos((Math.PI * at) / (REACH + 1)));
  });
}
