/** What all benches share: where the app is, and how distributions are printed. */
import { ensureSoftwareWebGpu } from '../scripts/software-webgpu.mjs';

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

/** A language model that is asked for: its id, whether on WebGPU in software, and the Chromium that can do that. */
export type Asked = { llm: string; onGpu: boolean; chromePath: string; query: Record<string, string> };

/** Those of a list like `tiny-gemma3,tiny-gemma3:webgpu`; what can't run on this machine is named and left out. */
export function* askedModels(list: string, chromePath: string): Generator<Asked> {
  for (const wanted of list.split(',')) {
    const [llm = '', backend] = wanted.split(':');
    const onGpu = backend === 'webgpu';
    const software = onGpu ? ensureSoftwareWebGpu() : { chromePath };
    if (software.chromePath === undefined) {
      console.log(`${llm}: left out, ${software.skip}`);
      continue;
    }
    yield { llm, onGpu, chromePath: software.chromePath, query: { llm, ...(onGpu ? { 'allow-software-gpu': '' } : {}) } };
  }
}
