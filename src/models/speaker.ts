/** Who speaks. Pure. */
import { voiceFor } from './voices.ts';

/** What was chosen: the id of a voice, and the language that is spoken, a tag or 'auto'. */
type Chosen = { readonly voice: string; readonly language: string };

/** An answer is said to its end by a voice of its own language: a language that is chosen meanwhile is that of the next. */
export class Speaker {
  /** The language of the answer that is being made or heard; null between answers. */
  #now: string | null = null;
  /** That of the last one; null before the first. */
  #last: string | null = null;

  /** An answer in this language is to be said. */
  begin(language: string): void {
    this.#now = language;
    this.#last = language;
  }

  /** It is over. */
  end(): void {
    this.#now = null;
  }

  /** Id of the voice that speaks: the chosen one, or one of the language that is to be spoken. */
  voice({ voice, language }: Chosen): string {
    const spoken = this.#now ?? (language === 'auto' ? this.#last : language);
    return (spoken === null ? null : voiceFor(spoken, voice)?.id) ?? voice;
  }
}
