/** What belongs together in a text of a model's and is not cut: links, addresses, code, formulas, stage directions. */

/** Longer than this, characters, a bracket or a star that was never closed is no beginning. */
const LONGEST = 200;

/** Beginnings without their ends, in a line. */
const OPEN: readonly RegExp[] = [
  // A link's words, and its address with a bracket in it.
  new RegExp(String.raw`\[[^\]]{0,${String(LONGEST)}}$`),
  /\]\((?:[^()\s]|\([^()\s]*\)|\s+"[^"]*"?)*(?:\([^()\s]*)?$/,
  /<[a-z][^<>]{0,200}=\s*"[^"]*$/i,
  /(?:^|[\s("“])\*[^\s*][^*]{0,60}$/,
  /(?:^|[\s(])\$(?=[\\A-Za-z({]|\d+[\\^+=])[^$]{0,120}$/,
];

/** Whether a text breaks off within something that belongs together. */
export function isWithin(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  if (!/[[\]<*$`\\]/.test(line)) return false;
  const plain = line
    .replace(/\*\*|```/g, '')
    .replace(/\*[^*]*\*/g, '')
    .replace(/\$[^$\s][^$]*\$/g, '');
  if (OPEN.some((open) => open.test(plain))) return true;
  if (line.lastIndexOf('\\(') > line.lastIndexOf('\\)') || text.lastIndexOf('\\[') > text.lastIndexOf('\\]')) return true;
  const ticks = plain.split('`');
  return ticks.length % 2 === 0 && (ticks.at(-1)?.length ?? 0) < LONGEST;
}

/** Whether a cut between these two would go through an address, of a link or by itself. */
export function isAddress(before: string, behind: string): boolean {
  if (behind === '' || /^[\s)]/.test(behind)) return false;
  return /(?:[a-z\d]:\/\/|www\.|\]\()\S*$/i.test(before) && !/\)$/.test(before);
}

/** Whether a cut at this place would go through something that belongs together. */
export function isUncuttable(text: string, at: number): boolean {
  return isWithin(text.slice(0, at)) || isAddress(text.slice(0, at), text.slice(at));
}

/** A host and what is said of it, characters; more of an address is not said. */
const HOST = 20;

/** How many characters of a text are addresses, which are not said. */
export function hiddenLength(text: string): number {
  const links = text.match(/\]\([^)\s]*\)?/g) ?? [];
  const bare = text.replace(/\]\([^)\s]*\)?/g, '').match(/[a-z\d]+:\/\/\S+/gi) ?? [];
  return links.join('').length + bare.reduce((sum, address) => sum + Math.max(0, address.length - HOST), 0);
}
