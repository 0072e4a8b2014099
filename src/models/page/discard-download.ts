/** Gives back the disk that a download has taken which is not wanted any more. */
import { modelKey } from '../../store/model-key.ts';
import { discard, modelLock, readRecords } from '../../store/shelf.ts';
import { engineFiles } from '../files.ts';
import type { Rung } from '../ladder.ts';

/** How long whoever still works on its files is waited for, ms: a worker that was ended a moment ago lets go at once, another tab may go on for hours. */
const PATIENCE_MS = 10_000;
/** Files that a worker had open when it was ended may stay so for a moment: tried again after so long, ms, and so often. */
const RETRY_MS = 500;
const RETRIES = 5;

/** Deletes what is here of a model, but for files that one of `others` takes. Leaves it to another tab that is fetching it. Never rejects. */
export async function discardDownload(rung: Rung, others: readonly Rung[], hub: string): Promise<void> {
  const { repo, revision } = rung.spec;
  const model = modelKey(repo, revision, hub);
  const remove = async () => {
    const paths = (await readRecords(model)).map(({ path }) => path);
    for (const path of pathsToDiscard(rung, others, paths)) await discardClosed(model, path);
  };
  // Missing in a page that came by plain http, where nothing is kept either.
  const locks = navigator.locks as LockManager | undefined;
  await locks?.request(modelLock(model), { signal: AbortSignal.timeout(PATIENCE_MS) }, remove).catch(() => undefined);
}

/** Of the files of its repository that are here, those that nobody else takes. */
export function pathsToDiscard(rung: Rung, others: readonly Rung[], paths: readonly string[]): string[] {
  const isAlone = others.length === 0;
  const own = isAlone ? new Set(paths) : filesOf(rung, paths);
  const kept = new Set(others.flatMap((other) => [...filesOf(other, paths)]));
  return paths.filter((path) => own.has(path) && !kept.has(path));
}

function filesOf({ spec, backend }: Rung, paths: readonly string[]): Set<string> {
  const variant = spec.variants[backend];
  return new Set(variant ? engineFiles(spec, variant, paths).files : []);
}

async function discardClosed(model: string, path: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await discard(model, path);
      return;
    } catch (error) {
      if (tries > RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
