/** Tells what model a plain copy of a hub's repository is, as `git clone` or a download leaves it on a disk. Pure. */
import { engineFiles } from '../models/files.ts';
import type { ModelSpec } from '../models/schema.ts';
import type { ListedFile } from './folder-list.ts';
import { DEFAULT_HUB } from './hub.ts';
import { modelKey } from './model-key.ts';

/** Every repository has one of these, and nothing else has to. */
export const MARKS = ['config.json', 'mlc-chat-config.json'];

/** A Git LFS pointer is some 130 bytes; none has as many as this. */
export const POINTER_BYTES = 1_024;

/** A file of which the catalogue may know what it has to be. `bytes` is the catalogue's where it has them, or else the file's own. */
export type KnownFile = Omit<ListedFile, 'sha256'> & { sha256?: string };

export type Recognised =
  /** What Parley can run of it; `absent` as in a ListedModel. */
  | { kind: 'model'; model: string; files: KnownFile[]; absent: string[] }
  /** It is called like a model, but these are not in it. */
  | { kind: 'incomplete'; missing: string[] };

/**
 * `sizes`: bytes of each file of the folder, by path. A repository is told by the name of its folder, or by a file that has both the path
 * and the size that the catalogue knows. Null for what is none of `specs`.
 */
export function recognise(name: string, sizes: ReadonlyMap<string, number>, specs: readonly ModelSpec[]): Recognised | null {
  const first = specs.find((spec) => spec.repo !== '' && (isNamed(spec, name) || hasKnownSize(spec, sizes)));
  if (!first) return null;
  const model = keyOf(first);
  const ways = specs
    .filter((spec) => spec.repo !== '' && keyOf(spec) === model)
    .flatMap((spec) =>
      Object.values(spec.variants).map((variant) => ({
        ...engineFiles(spec, variant, sizes.keys()),
        known: variant.files ?? {},
      })),
    );
  const whole = ways.filter(({ missing }) => missing.length === 0);
  if (whole.length === 0) {
    const [least] = ways.toSorted((one, other) => one.missing.length - other.missing.length);
    return { kind: 'incomplete', missing: least?.missing ?? [] };
  }
  const files = new Map(
    whole.flatMap(({ files, known }) =>
      files.map((path): [string, KnownFile] => [path, { path, bytes: sizes.get(path) ?? 0, ...known[path] }]),
    ),
  );
  return { kind: 'model', model, files: [...files.values()], absent: [...new Set(whole.flatMap(({ absent }) => absent))] };
}

/** Names of the folders that `recognise` knows, each once. */
export function folderNames(specs: readonly ModelSpec[]): string[] {
  return [...new Set(specs.filter(({ repo }) => repo !== '').map(nameOf))];
}

/** Whether these are the first words of a Git LFS pointer: a note in place of a file that was not fetched. */
export function isPointer(text: string): boolean {
  return text.startsWith('version https://git-lfs');
}

const nameOf = ({ repo }: ModelSpec) => repo.slice(repo.indexOf('/') + 1);
const keyOf = ({ repo, revision }: ModelSpec) => modelKey(repo, revision, DEFAULT_HUB);
const isNamed = (spec: ModelSpec, name: string) => nameOf(spec).toLowerCase() === name.toLowerCase();

function hasKnownSize({ variants }: ModelSpec, sizes: ReadonlyMap<string, number>): boolean {
  const known = Object.values(variants).flatMap(({ files = {} }) => Object.entries(files));
  return known.some(([path, { bytes }]) => bytes !== undefined && sizes.get(path) === bytes);
}
