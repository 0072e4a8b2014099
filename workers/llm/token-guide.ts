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
    // Where no token is likely thousands are asked about: what begins with a sign that may not be next needs no second look.
    const firsts = new Map<string, boolean>();
    const mayBeginWith = (first: string): boolean => {
      let may = firsts.get(first);
      if (may === undefined) firsts.set(first, (may = allows(first)));
      return may;
    };
    return (id) => {
      if (this.#vocabulary.isEnd(id)) return mayEnd;
      if (this.#vocabulary.isSilent(id)) return false;
      const next = half + this.#textOf(id);
      return next !== '' && mayBeginWith(String.fromCodePoint(next.codePointAt(0) ?? 0)) && allows(next);
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
