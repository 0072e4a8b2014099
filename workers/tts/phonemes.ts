/** How much Kokoro can read at once, counted in what it reads. */
import type { KokoroTTS } from 'kokoro-js';

/** Kokoro's styles are for so many phonemes at most. kokoro-js drops what is beyond them without a word. */
export const MAX_PHONEMES = 510;

/** A text has more phonemes than may be read at once. */
export class TooLong extends Error {
  constructor(phonemes: number, most: number) {
    super(`${String(phonemes)} phonemes, and ${String(most)} can be read at once`);
  }
}

/** Counts the phonemes of whatever kokoro-js is about to say, and has it say nothing of a text with more than `most`. */
export class PhonemeCount {
  /** Of the last text. */
  count = 0;
  /** The most that may be read at once. */
  most = MAX_PHONEMES;

  constructor(tts: KokoroTTS) {
    const { tokenizer } = tts;
    const counted = (phonemes: string): unknown => {
      const tokens = tokenizer(phonemes, { truncation: false }) as { input_ids: { dims: number[] } };
      // Both ends have a token that is no phoneme.
      this.count = (tokens.input_ids.dims.at(-1) ?? 2) - 2;
      if (this.count > this.most) throw new TooLong(this.count, this.most);
      return tokens;
    };
    tts.tokenizer = counted as unknown as KokoroTTS['tokenizer'];
  }
}
