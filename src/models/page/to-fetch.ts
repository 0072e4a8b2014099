/** What of a model would have to be fetched from the hub, found out before a byte of it is. */
import type { ToFetch } from '../downloads.ts';
import { engineFiles } from '../files.ts';
import type { Rung } from '../ladder.ts';
import type { ModelOrigin } from '../../protocol/messages.ts';
import { HubList } from '../../store/hub-list.ts';
import type { StoredFile } from '../../store/shelf.ts';

/** How long the start waits for a hub's list, ms. Smaller: a slow line leaves the size unknown. Larger: a dead one keeps everybody waiting. */
const LIST_LIMIT_MS = 5_000;

/** The hub's list of a model's files; asked for once, however many rungs look into it. */
export function hubListOf({ spec }: Rung, { hub }: ModelOrigin): HubList {
  return new HubList(hub, spec.repo, spec.revision, LIST_LIMIT_MS);
}

/**
 * By what the catalogue says, which rounds; by the hub's list where it says nothing. `stored`: what is here of its repository. Null when
 * nothing is to be fetched. Never rejects.
 */
export async function lookToFetch(
  rung: Rung,
  origin: ModelOrigin,
  stored: readonly StoredFile[],
  list = hubListOf(rung, origin),
): Promise<ToFetch | null> {
  const { spec, backend } = rung;
  const variant = spec.variants[backend];
  if (!variant) return null;
  const { bytes } = variant;
  // Another precision of the same model is no part of this one.
  const own = new Set(engineFiles(spec, variant, pathsOf(stored)).files);
  const here = stored.reduce((sum, { path, storedBytes }) => sum + (own.has(path) ? storedBytes : 0), 0);
  const isKnown = bytes > 0;
  if (isKnown && here >= bytes) return null;
  if (await isOnOwnOrigin(rung, origin)) return null;
  if (isKnown) return { name: spec.name, missingBytes: bytes - here, wholeBytes: bytes, isExact: false };
  return lookAtHub(rung, stored, list);
}

/** To the byte, by the hub's list; `missingBytes` is Infinity where that is not to be had. Otherwise as `lookToFetch`. */
export async function lookAtHub({ spec, backend }: Rung, stored: readonly StoredFile[], list: HubList): Promise<ToFetch | null> {
  const variant = spec.variants[backend];
  if (!variant) return null;
  const { name } = spec;
  const listed = await list.files();
  const { files, missing } = engineFiles(spec, variant, listed.keys());
  if (missing.length > 0) {
    // Files come together or in the order in which they are needed, so that what was cut off left a part of one.
    const complete = stored.filter(({ isComplete }) => isComplete);
    const isHere = complete.length === stored.length && engineFiles(spec, variant, pathsOf(complete)).missing.length === 0;
    return isHere ? null : { name, missingBytes: Infinity, wholeBytes: 0, isExact: false };
  }
  const hereOf = new Map(stored.map(({ path, storedBytes }) => [path, storedBytes]));
  const sizes = files.map((path) => ({ whole: listed.get(path)?.bytes ?? 0, here: hereOf.get(path) ?? 0 }));
  const wholeBytes = sizes.reduce((sum, { whole }) => sum + whole, 0);
  const missingBytes = sizes.reduce((sum, { whole, here }) => sum + Math.max(0, whole - here), 0);
  return missingBytes === 0 ? null : { name, missingBytes, wholeBytes, isExact: true };
}

function pathsOf(files: readonly StoredFile[]): string[] {
  return files.map(({ path }) => path);
}

/** Whether the app's own host has the model, so that no hub is asked. */
async function isOnOwnOrigin({ spec }: Rung, { app }: ModelOrigin): Promise<boolean> {
  const first = spec.role === 'llm' && spec.engine === 'webllm' ? 'mlc-chat-config.json' : 'config.json';
  const response = await fetch(`${app}models/${spec.folder}/${first}`, { method: 'HEAD' }).catch(() => null);
  return response?.ok === true && response.headers.get('content-type')?.startsWith('text/html') !== true;
}
