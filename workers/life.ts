/** Signs that a load in this worker gets on. Without any the page would wait for ever on one that stands still. */

let signs = 0;
let waits = 0;

/** Something was done: a piece of a file was read, or the graphics card was given something. */
export function sign(): void {
  signs += 1;
}

/** Has work that ends by itself, by a limit of its own, count as a sign for as long as it takes. */
export async function endingByItself<Result>(work: Promise<Result>): Promise<Result> {
  waits += 1;
  try {
    return await work;
  } finally {
    waits -= 1;
  }
}

/** All signs so far, and whether there is work under way that ends by itself. */
export function lifeSigns(): { signs: number; endsByItself: boolean } {
  return { signs, endsByItself: waits > 0 };
}
