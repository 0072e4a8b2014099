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

/** Shares of the way to the level that a frame goes. Up faster than down, as meters do: speech begins at once and dies away. */
const RISE = 0.45;
const FALL = 0.14;
/** Nearer than this it is there: less can't be seen. */
const NEAR = 0.005;

/** One frame's step from what is shown to what is to be shown, both 0..1. */
export function followLevel(shown: number, target: number): { shown: number; isThere: boolean } {
  const way = target - shown;
  if (Math.abs(way) < NEAR) return { shown: target, isThere: true };
  return { shown: shown + way * (way > 0 ? RISE : FALL), isThere: false };
}
