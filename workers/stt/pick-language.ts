/** Which language an utterance is in, where the user leaves that open. Pure. */
import { SPOKEN_LANGUAGES } from '../../src/models/voices.ts';
import { primaryOf } from '../../src/text/language.ts';

/** Which language it is, given how likely Whisper finds each (0..1, by its own codes). */
export type PickLanguage = (likelihoods: ReadonlyMap<string, number>) => string;

/**
 * How much likelier a language is than one of which nothing is known, before Whisper has heard anything: that of the turn before, those that the
 * browser is set to, and those that Parley speaks. Whisper base takes Hindi for Urdu and Portuguese for Galician, and of a word or two it is sure of
 * nothing. Smaller: a conversation falls into other languages at every short answer. Larger: a change of language is not noticed.
 */
const WEIGHTS = { before: 4, browser: 2, spoken: 3 };

/** `before` is the language of the turn before, null at the beginning; `browser` those of the browser, as tags. */
export function languagePicker(before: string | null, browser: readonly string[]): PickLanguage {
  const likely = new Set(browser.map(primaryOf));
  return (likelihoods) => {
    let best = { language: before ?? 'en', weight: 0 };
    for (const [language, likelihood] of likelihoods) {
      const weight =
        likelihood *
        (language === before ? WEIGHTS.before : 1) *
        (likely.has(language) ? WEIGHTS.browser : 1) *
        (SPOKEN_LANGUAGES.includes(language) ? WEIGHTS.spoken : 1);
      if (weight > best.weight) best = { language, weight };
    }
    return best.language;
  };
}
