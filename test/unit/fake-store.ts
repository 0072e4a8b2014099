/** IndexedDB as it can be. */
import type { Change, Kept, Key, KeySpan, KeyStore } from '../../src/session/key-store.ts';

/** A store in the memory, which refuses what it is told to refuse. */
export class FakeStore implements KeyStore {
  /** By the key, or by its JSON where it is a list. */
  readonly kept: Map<string, unknown>;
  isUnreadable = false;
  isFull = false;
  /** What each transaction wrote: how many keys it put or deleted, and how many characters the values have as JSON. */
  readonly writes: { keys: number; characters: number }[] = [];

  constructor(kept: Record<string, unknown> = {}) {
    this.kept = new Map(Object.entries(kept));
  }

  /** Values whose key is a list that begins so, in order. */
  under(...start: string[]): unknown[] {
    return this.#in({ from: start, to: [...start, '\uffff'] }).map(([, value]) => value);
  }

  read(span: KeySpan): Promise<readonly Kept[]> {
    return this.isUnreadable ? Promise.reject(new DOMException('', 'UnknownError')) : Promise.resolve(this.#in(span));
  }

  change(span: KeySpan | null, decide: (kept: readonly Kept[]) => Change): Promise<void> {
    if (this.isUnreadable) return Promise.reject(new DOMException('', 'UnknownError'));
    const change = decide(span ? this.#in(span) : []);
    const put = change.put ?? [];
    if (this.isFull && put.length > 0) return Promise.reject(new DOMException('', 'QuotaExceededError'));
    const gone = (change.delete ?? []).flatMap((each) => this.#in(each));
    for (const [key] of gone) this.kept.delete(nameOf(key));
    for (const [key, value] of put) this.kept.set(nameOf(key), value);
    const characters = put.reduce((sum, [key, value]) => sum + JSON.stringify([key, value]).length, 0);
    if (gone.length + put.length > 0) this.writes.push({ keys: gone.length + put.length, characters });
    return Promise.resolve();
  }

  #in({ from, to }: KeySpan): Kept[] {
    return [...this.kept]
      .map(([name, value]): Kept => [keyOf(name), value])
      .filter(([key]) => compare(from, key) <= 0 && compare(key, to) <= 0)
      .sort(([one], [other]) => compare(one, other));
  }
}

function nameOf(key: Key): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

function keyOf(name: string): Key {
  return name.startsWith('[') ? (JSON.parse(name) as Key) : name;
}

/** IndexedDB's order, as far as keys are texts, numbers and lists of them. */
function compare(one: Key | number, other: Key | number): number {
  if (Array.isArray(one) && Array.isArray(other)) {
    for (const [index, part] of one.slice(0, other.length).entries()) {
      const order = compare(part as string | number, other[index] as string | number);
      if (order !== 0) return order;
    }
    return one.length - other.length;
  }
  const rank = (key: Key | number) => ['number', 'string', 'object'].indexOf(typeof key);
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  return one < other ? -1 : Number(one > other);
}
