/** The languages that the page can be in. */
import type { LocaleModule } from '@lit/localize';

/** Its name in itself, and what fetches its texts. */
type Language = { readonly name: string; readonly load: () => Promise<LocaleModule> };

/** By tags (BCP 47). English stands in the code. A language more is a file beside es.ts, and a line here. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: { name: 'English', load: () => Promise.resolve({ templates: {} }) },
  es: { name: 'Español', load: () => import('./es.ts') },
};

export const SOURCE = 'en';

/** The best of them for somebody who wants these, the most wanted first: `es-MX` is had as `es`. Null where there is none. */
export function bestLanguage(wanted: readonly string[]): string | null {
  const known = Object.keys(LANGUAGES);
  for (const tag of wanted) {
    const parts = tag.toLowerCase().split(/[-_]/);
    for (; parts.length > 0; parts.pop()) {
      const found = known.find((each) => each.toLowerCase() === parts.join('-'));
      if (found !== undefined) return found;
    }
  }
  return null;
}
