/**
 * The models Parley knows: the one place for repositories, pinned revisions, dtypes, options, bytes, memory and licences, a file for each
 * thing they do. What stands in a `note` or a comment as computed was computed; nobody had the files at hand.
 *
 * Which combination of dtype and backend is right, and which is silently wrong, was measured: see docs/models.md.
 */
import { msg, str } from '../locales/words.ts';
import { EOU_MODELS, STT_MODELS, VAD_MODELS } from './listening.ts';
import type { ModelSpec } from './schema.ts';
import { TTS_MODELS } from './speaking.ts';
import { TEST_MODELS } from './test-models.ts';
import { LLM_MODELS } from './thinking.ts';

export type { EouSpec, LlmSpec, ModelSpec, SttSpec, TtsSpec, VadSpec, Variant } from './schema.ts';

/** What a user may be shown. */
export const CATALOGUE: readonly ModelSpec[] = [...VAD_MODELS, ...STT_MODELS, ...EOU_MODELS, ...LLM_MODELS, ...TTS_MODELS];

/** The model with this id and role, test models included. Throws a RangeError that lists the ids there are. */
export function findModel<R extends ModelSpec['role']>(role: R, id: string): Extract<ModelSpec, { role: R }> {
  const found = [...CATALOGUE, ...TEST_MODELS].find((spec) => spec.role === role && spec.id === id);
  if (found) return found as Extract<ModelSpec, { role: R }>;
  const ids = CATALOGUE.filter((spec) => spec.role === role).map((spec) => spec.id);
  throw new RangeError(`No ${role} model '${id}'. There are: ${ids.join(', ')}.`);
}

/** Its name for a list from which it can be chosen, where the page says what has yet to prove itself. */
export function nameForChoice({ name, experimental }: ModelSpec): string {
  return experimental ? msg(str`${msg(name)}, experimental`) : msg(name);
}
