/** Property tests draw the same cases in every run, so that a red run can be had again; PARLEY_SEED=17 npm test draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['PARLEY_SEED'] ?? 1) });
