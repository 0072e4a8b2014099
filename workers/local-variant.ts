/** How a model runs here. */
import type { Variant } from '../src/models/catalogue.ts';
import type { LoadJob } from './serve.ts';

/** Its variant for the backend of the job, and that backend. Throws a RangeError for a model that does not run there. */
export function localVariant({ spec, backend }: LoadJob): { variant: Variant; backend: 'webgpu' | 'wasm' } {
  const variant = spec.variants[backend];
  if (!variant || backend === 'remote') throw new RangeError(`${spec.id} does not run on ${backend}`);
  return { variant, backend };
}
