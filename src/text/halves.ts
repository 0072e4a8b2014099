/** Cuts a clause that is too much for the voice at once. */
import type { Clause } from './clauses.ts';
import { isUncuttable } from './wholes.ts';

/** A cut so much farther from the middle, as a share of the whole, is worth a comma; and twice that is worth a sentence's end. */
const WORTH = 0.15;

/** How far from good a place is. */
function cost(text: string, at: number): number {
  const before = text.charAt(at - 1);
  const worth = /[.!?…।\n]/.test(before) ? 2 : /[,;:—)]/.test(before) ? 1 : /[\d$£€=+*/<>−-]/.test(before) ? -1 : 0;
  return Math.abs(at / text.length - 0.5) - worth * WORTH;
}

/** The space at which a text is best cut into two of about the same length, 0 where there is none; `isAllowed` may rule places out. */
export function middle(text: string, isAllowed: (at: number) => boolean = () => true): number {
  const words = text.trimEnd().length;
  const first = text.length - text.trimStart().length;
  const places = [...text.matchAll(/\s/g)].map(({ index }) => index).filter((at) => at > first && at < words && isAllowed(at));
  return places.toSorted((left, right) => cost(text, left) - cost(text, right))[0] ?? 0;
}

/** The clause in two, cut where a reader might take a breath; null where it is all one link, formula or word. */
export function halves({ from, to, text, skip = 0 }: Clause): [Clause, Clause] | null {
  const at = middle(text, (place) => place > skip && !isUncuttable(text, place));
  if (at === 0) return null;
  return [
    { from, to: from + at, text: text.slice(0, at), ...(skip > 0 ? { skip } : {}) },
    { from: from + at, to, text: text.slice(at) },
  ];
}

/** Words that are said, in two: at a space, or in the middle of a single long one. Whole where there is only a letter. */
export function halvesOfWords(spoken: string): string[] {
  const at = middle(spoken);
  if (at > 0) return [spoken.slice(0, at).trim(), spoken.slice(at).trim()];
  const letters = Array.from(spoken);
  if (letters.length < 2) return [spoken];
  const half = Math.ceil(letters.length / 2);
  return [letters.slice(0, half).join(''), letters.slice(half).join('')];
}
