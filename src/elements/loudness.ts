/** Loudness as the eye should see it. */

/** dBFS. A quiet room through browser noise suppression lies near the first, close loud speech near the second. */
const FLOOR_DB = -55;
const CEILING_DB = -15;

/** RMS 0..1 → 0..1 on a logarithmic scale, as ears judge it: linear RMS would leave normal speech (0.02-0.1) unseen. */
export function visibleLoudness(rms: number): number {
  if (rms <= 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** How often a level is drawn, ms. Smaller: without a graphics card the picture takes the processor from the models. Larger: it jerks. */
export const LEVEL_MS = 50;

/** Shares of the way to the level that a step goes. Up faster than down, as meters do: speech begins at once and dies away. */
const RISE = 0.83;
const FALL = 0.36;
/** Nearer than this it is there: less can't be seen. */
const NEAR = 0.005;

/** One step, after `LEVEL_MS`, from what is shown to what is to be shown, both 0..1. */
export function followLevel(shown: number, target: number): number {
  const way = target - shown;
  return Math.abs(way) < NEAR ? target : shown + way * (way > 0 ? RISE : FALL);
}
