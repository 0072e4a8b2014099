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
