/** `npm run bench [-- NAME [options]]`: see README.md beside this. */
import { endpointing } from './endpointing.ts';
import { latency } from './latency.ts';
import { live } from './live.ts';
import { long } from './long.ts';
import type { Surroundings } from './measure.ts';
import { noise } from './noise.ts';
import { prefill } from './prefill.ts';
import { start } from './start.ts';
import { tools } from './tools.ts';
import { vad } from './vad.ts';

type Bench = (args: string[], surroundings: Surroundings) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = { latency, endpointing, live, long, noise, prefill, start, tools, vad };

/** Runs the bench that is named, or `latency`. Rejects with the names there are for any other. */
export default async function bench([name = 'latency', ...args]: string[], surroundings: Surroundings): Promise<void> {
  const run = BENCHES[name];
  if (!run) throw new Error(`There is no bench ${name}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  await run(args, surroundings);
}
