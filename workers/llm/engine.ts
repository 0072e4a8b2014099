/** What the LLM stage needs of an engine. Three stand behind it: transformers.js, WebLLM, and a server that the user named. */
import type { ChatMessage, FinishReason, SamplingWish } from '../../src/protocol/messages.ts';
import type { Guide } from '../../src/tools/call-grammar.ts';
import type { WrittenCall } from '../../src/tools/calls.ts';
import type { Declaration } from '../../src/tools/tool.ts';

export type Piece =
  /** The prompt was read. First, once. */
  | { kind: 'prompt' }
  /** The next piece of text; never half a character. `tokens` counts the answer's tokens so far. */
  | { kind: 'text'; delta: string; tokens: number }
  /** A call that the engine itself has told from the text. */
  | { kind: 'call'; call: WrittenCall; tokens: number }
  /** `readTokens` of the prompt had to be read; the others came from the last turn's cache. */
  | { kind: 'end'; reason: Exclude<FinishReason, 'cancelled'>; tokens: number; readTokens: number };

export interface Engine {
  /**
   * Answers the last message, or goes on behind the results of calls; `tools` may be called, in whatever form its model writes. Pull-driven: no token is computed before it is asked for, so whoever stops pulling stops the
   * processor. `return()` on the generator ends the answer and leaves the engine ready for the next; a prompt that is just being read
   * is read to its end first. Without `sampling` tokens are chosen as is best for the model. `guide` is asked before each token: what it does not
   * allow behind the text so far is not written, where the engine chooses its tokens itself.
   */
  generate(
    messages: readonly ChatMessage[],
    maxTokens: number,
    sampling?: SamplingWish,
    tools?: readonly Declaration[],
    guide?: () => Guide | null,
  ): AsyncGenerator<Piece, void>;
  /** Reads what the next prompt will begin with, all but its last message, where the engine keeps what it has read. */
  readAhead?(messages: readonly ChatMessage[], tools?: readonly Declaration[]): Promise<void>;
  /**
   * Gets what sees ready, once, where the engine has such a part: loaded, warmed up and tried out. Rejects with a ParleyError; from then on
   * pictures are left out of what it reads.
   */
  openEyes?(): Promise<void>;
  /** Ends the answer that is being made as soon as the engine can; its generator still has to be returned. */
  interrupt(): void;
  /** What the last prompt ended with, where the engine knows: a template may open the model's thoughts itself. */
  readonly promptEnd?: string;
  /** True where another answer may be asked for after one that failed. */
  readonly outlivesFailures?: boolean;
}
