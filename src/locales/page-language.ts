/** The language that the page is in: one for all that is Parley’s in it. */
import { configureLocalization, LOCALE_STATUS_EVENT } from '@lit/localize';
import { bestLanguage, LANGUAGES, SOURCE } from './languages.ts';

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE,
  targetLocales: Object.keys(LANGUAGES).filter((tag) => tag !== SOURCE),
  loadLocale: (tag) => (LANGUAGES[tag] ?? { load: () => Promise.reject(new RangeError(tag)) }).load(),
});

/**
 * Has the page in the language that is wished for; `auto`, or one that is not there: the best for somebody who wants these tags. Null where it is shown
 * already; otherwise resolves when it is, or could not be fetched: then the page stays as it is, and asked again it is fetched again.
 */
export function usePageLanguage(wish: string, wanted: readonly string[]): Promise<void> | null {
  const language = Object.hasOwn(LANGUAGES, wish) ? wish : (bestLanguage(wanted) ?? SOURCE);
  const shown = setLocale(language);
  if (language === getLocale()) return null;
  return shown.catch((error: unknown) => {
    console.warn('Parley’s texts could not be had in that language:', error);
    return setLocale(getLocale());
  });
}

/** Calls `listener` whenever another language is shown, until `signal` is aborted. */
export function followLanguage(listener: () => void, options: { signal?: AbortSignal } = {}): void {
  const onStatus = ({ detail }: WindowEventMap[typeof LOCALE_STATUS_EVENT]) => {
    if (detail.status === 'ready') listener();
  };
  window.addEventListener(LOCALE_STATUS_EVENT, onStatus, options);
}
