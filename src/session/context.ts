/** What a page tells of itself, for the language model to know: its last words of it, added to the instructions. Pure. */

/** What was told, oldest first. */
export type Context = readonly string[];

/**
 * The most that is kept, characters together; the oldest goes first. Some 330 tokens: beside the longest instructions that leaves two fifths of
 * the smallest window, 2048, to the conversation. Smaller: a paragraph has no room. Larger: small models lose the question among it.
 */
export const LONGEST_CONTEXT = 1_000;

/** With this told too; null where it is longer by itself than what can be kept. What is told again counts as told last. */
export function addTo(context: Context, text: string): Context | null {
  const told = text.trim();
  if (told.length > LONGEST_CONTEXT) return null;
  if (told === '') return context;
  const all = [...context.filter((each) => each !== told), told];
  while (all.join('\n').length > LONGEST_CONTEXT) all.shift();
  return all;
}

/** The instructions with what was told. */
export function withContext(instructions: string, context: Context): string {
  return context.length === 0 ? instructions : `${instructions}\n\nWhat the page tells:\n${context.join('\n')}`;
}
