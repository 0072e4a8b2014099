/** Asks a guide, which knows of text, about tokens. */
import type { Guide } from '../../src/tools/call-grammar.ts';

/** Stands before a token when it is decoded: some decoders leave out a space at the beginning. */
const BEFORE = 'x';

export type Vocabulary = {
  encode(text: string): ArrayLike<number>;
  decode(ids: readonly number[]): string;
  /** Tokens that end an answer. */
  isEnd(id: number): boolean;
  /** Tokens that say nothing to whoever reads it. */
  isSilent(id: number): boolean;
};

export class TokenGuide {
  readonly #vocabulary: Vocabulary;
  readonly #before: number;
  readonly #length: number;
  /** By id; asked for again and again. */
  readonly #texts = new Map<number, string>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#before = Array.from(vocabulary.encode(BEFORE)).at(-1) ?? 0;
    this.#length = vocabulary.decode([this.#before]).length;
  }

  /** Whether a token may be next. `half`: what is written already of a character whose last bytes are to come, as it decodes. */
  allows({ allows, mayEnd }: Guide, half: string): (id: number) => boolean {
    return (id) => {
      if (this.#vocabulary.isEnd(id)) return mayEnd;
      return !this.#vocabulary.isSilent(id) && allows(half + this.#textOf(id));
    };
  }

  #textOf(id: number): string {
    let text = this.#texts.get(id);
    if (text === undefined) {
      text = this.#vocabulary.decode([this.#before, id]).slice(this.#length);
      this.#texts.set(id, text);
    }
    return text;
  }
}
