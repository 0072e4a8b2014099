/** Results of functions that no answer has waited for, until the conversation can be told of them. Pure. */
import { outcomeOf } from '../../tools/outcome.ts';
import { TOOL_SETTINGS } from '../../tools/settings.ts';
import { writeJson } from '../../tools/json.ts';
import type { Line, ResultTiming, ToolResult } from '../neutral.ts';

/** Results that wait, the newest: those of a minute of a function that tells how far it is each second, and not what a client pours out. */
const MOST_WAITING = 60;

export class LateResults {
  /** As they will be told, which is bounded: what the client has sent may be megabytes. */
  #waiting: { timing: ResultTiming; line: Line }[] = [];
  /** Answers that were given because of results since the user has said anything. */
  #unasked = 0;

  /** Oldest first. */
  add(result: ToolResult): void {
    this.#waiting = [...this.#waiting, { timing: result.timing, line: lineOf(result) }].slice(-MOST_WAITING);
  }

  userSpoke(): void {
    this.#unasked = 0;
  }

  /**
   * What the model is to be told now, all of it or nothing: nothing while the user speaks, and while an answer is given only where a result interrupts it.
   * `speaks`: it is to be spoken of. A model that calls again for each result, to a client that answers each time, does so a few times and then waits for
   * the user.
   */
  take({ isHearing, isAnswering }: { isHearing: boolean; isAnswering: boolean }): { lines: readonly Line[]; speaks: boolean } {
    const interrupts = this.#waiting.some(({ timing }) => timing === 'interrupt');
    if (isHearing || (isAnswering && !interrupts)) return { lines: [], speaks: false };
    const taken = this.#waiting;
    this.#waiting = [];
    const speaks = taken.some(({ timing }) => timing !== 'silent') && this.#unasked < TOOL_SETTINGS.maxCalls;
    if (speaks) this.#unasked += 1;
    return { lines: taken.map(({ line }) => line), speaks };
  }
}

/** As Gemma 3 is told of what came of its calls (../../tools/families.ts); every other model can read it. */
function lineOf({ name, response }: ToolResult): Line {
  const { text } = outcomeOf(response);
  return { role: 'user', text: `\`\`\`tool_result\n{"name": ${writeJson(name)}, "result": ${text}}\n\`\`\`` };
}
