/** Resolves names like `main` to commits, once: what is fetched, kept and gone on with is then of one commit, whatever is pushed meanwhile. */
import type { ModelSpec } from '../catalogue.ts';
import type { Choice } from '../choose-models.ts';
import type { Rung } from '../ladder.ts';
import { modelKey, parseModelKey, usableKeys } from '../../store/model-key.ts';
import { get, set, update } from '../../store/site-storage.ts';

const KEY = 'parley-commits';

/** How long a hub is waited for, ms. One that does not answer leaves the name as it is. */
const LIMIT_MS = 5_000;

/**
 * The same choice at commits. `stored`: names of what is kept on this device: what was begun or imported under a name goes on under it. Never
 * rejects: what can't be resolved stays as it is.
 */
export async function pinned(choice: Choice, hub: string, stored: readonly string[]): Promise<Choice> {
  const rungs = [...Object.values(choice.ladders).flat(), ...Object.values(choice.starters).flatMap((rung) => rung ?? [])];
  const moving = new Map(rungs.filter(({ spec }) => isMoving(spec, hub, stored)).map(({ spec }) => [nameOf(spec, hub), spec]));
  if (moving.size === 0) return choice;
  const known = await read();
  const found = await Promise.all(
    [...moving].map(async ([name, spec]) => [name, known[name] ?? (await commitOf(spec, hub))] as const),
  );
  const commits = new Map(found.flatMap(([name, commit]) => (commit === null ? [] : [[name, commit] as const])));
  // Without IndexedDB it is asked again next time, and may be another one then.
  await set(KEY, { ...known, ...Object.fromEntries(commits) }).catch(() => undefined);
  const same = new Map<Rung, Rung>();
  const pin = (rung: Rung): Rung => {
    const commit = moving.has(nameOf(rung.spec, hub)) ? commits.get(nameOf(rung.spec, hub)) : undefined;
    const at = same.get(rung) ?? (commit === undefined ? rung : { ...rung, spec: { ...rung.spec, revision: commit } });
    same.set(rung, at);
    return at;
  };
  const { vad, stt, eou, llm, tts } = choice.ladders;
  return {
    ...choice,
    ladders: { vad: vad.map(pin), stt: stt.map(pin), eou: eou.map(pin), llm: llm.map(pin), tts: tts.map(pin) },
    starters: Object.fromEntries(Object.entries(choice.starters).map(([role, rung]) => [role, rung && pin(rung)])),
  };
}

/**
 * The hub has lost a file of this commit, or all of it, as when a repository is made anew: at the next choice its name is resolved again. Never rejects.
 */
export async function unpin({ repo, revision }: ModelSpec): Promise<void> {
  const isOther = ([name, commit]: [string, string]) => parseModelKey(name).repo !== repo || commit !== revision;
  await update<unknown>(KEY, (kept) => Object.fromEntries(Object.entries(commitsIn(kept)).filter(isOther))).catch(() => undefined);
}

/** Whether its files may become others at the hub, and none of them is here. */
function isMoving({ repo, revision }: ModelSpec, hub: string, stored: readonly string[]): boolean {
  if (repo === '' || hub === '' || /^[0-9a-f]{7,40}$/.test(revision)) return false;
  return usableKeys(stored, { repo, revision, hub }).length === 0;
}

function nameOf({ repo, revision }: ModelSpec, hub: string): string {
  return modelKey(repo, revision, hub);
}

async function commitOf({ repo, revision }: ModelSpec, hub: string): Promise<string | null> {
  try {
    const address = `${hub}api/models/${repo}/revision/${encodeURIComponent(revision)}`;
    const response = await fetch(address, { credentials: 'omit', signal: AbortSignal.timeout(LIMIT_MS) });
    const { sha } = response.ok ? ((await response.json()) as { sha?: unknown }) : {};
    return typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha) ? sha : null;
  } catch {
    return null;
  }
}

async function read(): Promise<Record<string, string>> {
  return commitsIn(await get<unknown>(KEY).catch(() => undefined));
}

function commitsIn(kept: unknown): Record<string, string> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
