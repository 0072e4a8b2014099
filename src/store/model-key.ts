/** The names under which models of hubs are kept on this device: by hub, repository and commit, so that one hub's files never pass for another's. Pure. */
import { DEFAULT_HUB } from './hub.ts';

const MARK = '@hub=';

/**
 * `<repo>@<revision>`, with another hub than the default one named behind it, encoded so that it names a folder anywhere. `hub`: an address
 * that ends in '/', or '' for none, whose files are named like the default's.
 */
export function modelKey(repo: string, revision: string, hub: string): string {
  const key = `${repo}@${revision}`;
  return hub === DEFAULT_HUB || hub === '' ? key : key + MARK + encodeURIComponent(hub);
}

/** What `modelKey` was given; `hub` is the default one where none is named. */
export function parseModelKey(key: string): { repo: string; revision: string; hub: string } {
  const [name = '', hub] = key.split(MARK);
  const at = name.lastIndexOf('@');
  return { repo: name.slice(0, at), revision: name.slice(at + 1), hub: hub === undefined ? DEFAULT_HUB : decoded(hub) };
}

/**
 * Of the models that are kept (`keys`), those that may be run where this one is asked for, best first: the hub's own, then the default
 * hub's, under whose name the user's imports lie too. Without a hub whatever is here will do.
 */
export function usableKeys(
  keys: readonly string[],
  { repo, revision, hub }: { repo: string; revision: string; hub: string },
): string[] {
  const [own, ofDefault] = [modelKey(repo, revision, hub), modelKey(repo, revision, DEFAULT_HUB)];
  const others = hub === '' ? keys.filter((key) => key.startsWith(ofDefault + MARK)) : [];
  return [...new Set([own, ofDefault, ...others])].filter((key) => keys.includes(key));
}

function decoded(hub: string): string {
  try {
    return decodeURIComponent(hub);
  } catch {
    return hub;
  }
}
