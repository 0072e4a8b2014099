/** Property tests draw the same cases in every run, so that a red run can be had again; PARLEY_SEED=17 npm test draws others. */
import fc from 'fast-check';
import { IS_SLOW } from '../../slowly.ts';

/** So many walks of all that `npm run test:slow` takes: a tenth, for every day. */
export function walksOf(all: number): number {
  return IS_SLOW ? all : Math.ceil(all / 10);
}

/** How long walks may take, ms, where a tenth of them may take so long. It only ends what hangs: all of them take twenty minutes on a busy machine. */
export function limitOf(ms: number): number {
  return IS_SLOW ? 20 * ms : ms;
}

fc.configureGlobal({ seed: Number(process.env['PARLEY_SEED'] ?? 1) });
