/** What all benches share: where the app is, and how distributions are printed. */

/** Where the benches find the app and a browser. */
export type Surroundings = { chromePath: string; appUrl: string };

/** The value below which `share` (0..1) of the values lie; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** `name   p50 12   p95 34   (n 10)`, values in ms. */
export function line(name: string, values: readonly number[]): string {
  const round = (share: number) => String(Math.round(percentile(values, share))).padStart(6);
  return `${name.padEnd(52)} p50 ${round(0.5)}   p95 ${round(0.95)}   (n ${String(values.length)})`;
}
