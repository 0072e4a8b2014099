/** Every text for the user is in every language, and no language has one that nobody says. */
import { msg, str } from '@lit/localize';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorInWords } from '../../src/locales/errors.ts';
import { languageName, list, moment, number, plural } from '../../src/locales/formats.ts';
import { bestLanguage, LANGUAGES, SOURCE } from '../../src/locales/languages.ts';
import { usePageLanguage } from '../../src/locales/page-language.ts';
import { pageDirection, pageTag } from '../../src/locales/words.ts';
import { templatesOf, type LanguageFile } from '../../src/locales/translation.ts';
import { Notices } from '../../src/session/notices.ts';
import { formatBytes, formatProgress } from '../../src/text/bytes.ts';
import { formatMinutes } from '../../src/text/minutes.ts';
import { bareTexts, physicalStyles, sourceTexts, tooEarly } from './source-texts.ts';

/** What stands in templates and is the same in all languages: a name, and a unit. */
const SAME_EVERYWHERE = ['Parley', 'ms'];

const valuesOf = (text: string) => [...text.matchAll(/\$\{\d+\}/g)].map(([value]) => value).sort();

beforeAll(() => {
  vi.stubGlobal('window', new EventTarget());
});
afterEach(async () => {
  await usePageLanguage(SOURCE, []);
});

it('no text is said before its language is known, and none stands in a template by itself', () => {
  expect(tooEarly()).toEqual([]);
  expect(bareTexts().filter((text) => !SAME_EVERYWHERE.includes(text))).toEqual([]);
});

it('styles know no left and right, so that a page may be written from right to left', () => {
  expect(physicalStyles()).toEqual([]);
});

describe.each(Object.keys(LANGUAGES).filter((tag) => tag !== SOURCE))('%s', (tag) => {
  const fileOf = async () => ((await import(`../../src/locales/${tag}.ts`)) as { file: LanguageFile }).file;

  it('has every text, and no other', async () => {
    const { texts } = await fileOf();
    const said = sourceTexts();
    // Otherwise none was found.
    expect(said.length).toBeGreaterThan(500);
    expect(said.filter(({ text }) => !Object.hasOwn(texts, text)).map(({ text, place }) => `${place} ${text}`)).toEqual([]);
    const known = new Set(said.map(({ text }) => text));
    expect(Object.keys(texts).filter((text) => !known.has(text))).toEqual([]);
  });

  it('counts where the text counts, in the forms that the language has, and leaves no value out', async () => {
    const { texts } = await fileOf();
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const { text, isCounted } of sourceTexts()) {
      const translated = texts[text] ?? '';
      expect(typeof translated === 'object', text).toBe(isCounted);
      const said = typeof translated === 'string' ? { other: translated } : translated;
      expect(forms, text).toEqual(expect.arrayContaining(Object.keys(said)));
      expect(valuesOf(said.other), text).toEqual(valuesOf(text));
      // “One file” needs no number.
      for (const form of Object.values(said)) expect(valuesOf(text), text).toEqual(expect.arrayContaining(valuesOf(form)));
      expect(
        Object.values(said).filter((form) => form.trim() === ''),
        text,
      ).toEqual([]);
    }
  });
});

describe('a language', () => {
  it.each([
    [['de', 'es-419', 'en'], 'es'],
    [['ES_mx'], 'es'],
    [['en-GB', 'es'], 'en'],
    [['de', 'fr-CA'], null],
    [['', 'est'], null],
    [[], null],
  ])('for %j is %s', (wanted, best) => {
    expect(bestLanguage(wanted)).toBe(best);
  });

  it('is the one that is wished for, or else the best, or else English', async () => {
    await usePageLanguage('auto', ['es-MX', 'en']);
    expect([pageTag().slice(0, 2), pageDirection(), msg('Listening')]).toEqual(['es', 'ltr', 'Escuchando']);
    expect(usePageLanguage('es', [])).toBeNull();
    await usePageLanguage('auto', ['de']);
    expect([pageTag(), msg('Listening')]).toEqual(['en', 'Listening']);
    await usePageLanguage('tlh', ['es']);
    expect(msg('Listening')).toBe('Escuchando');
  });

  it('that was wished for first gives way to the one that was wished for last', async () => {
    const first = usePageLanguage('es', []);
    await usePageLanguage('en', []);
    await first;
    expect(msg('Listening')).toBe('Listening');
  });

  it('has counted things, numbers, lists, sizes, times and names of its own', async () => {
    const said = () => [
      plural(1, str`${1} line`, str`${1} lines`),
      plural(2, str`${2} line`, str`${2} lines`),
      number(1234567.5),
      list(['a', 'b', 'c']),
      formatBytes(1.25e9),
      formatProgress(41e6, 550e6),
      formatMinutes(60),
      formatMinutes(300),
      languageName('pt-BR'),
      moment(0, { dateStyle: 'long', timeZone: 'UTC' }),
    ];
    expect(said()).toEqual([
      '1 line',
      '2 lines',
      '1,234,567.5',
      'a, b, and c',
      '1.3 GB',
      '41 of 550 MB',
      'about a minute',
      'about 5 minutes',
      'Brazilian Portuguese',
      'January 1, 1970',
    ]);
    await usePageLanguage('es', []);
    expect(said()).toEqual([
      '1 línea',
      '2 líneas',
      '1.234.567,5',
      'a, b y c',
      '1,3 GB',
      '41 de 550 MB',
      'cerca de un minuto',
      'unos 5 minutos',
      'portugués de Brasil',
      '1 de enero de 1970',
    ]);
  });

  it('may have other plural forms than English, and be written from right to left', () => {
    const texts = {
      '${0} lines': { few: '${0} few', many: '${0} many', other: '${0} other' },
      'From ${0} to ${1}': '${1} <- ${0}',
    };
    const templates = templatesOf({ tag: 'ar', direction: 'rtl', texts });
    const forms = new Intl.PluralRules('ar').resolvedOptions().pluralCategories;
    expect(Object.keys(templates)).toHaveLength(forms.length + 3);
    expect(templates).toMatchObject({ tag: 'ar', direction: 'rtl' });
    expect(JSON.stringify(templates)).toContain('"strings":[""," <- ",""],"values":[1,0]');
  });
});

it('an error has its own text where that is fixed; otherwise its reason is said, and the English stands behind it', async () => {
  const fixed = {
    reason: 'network',
    message: 'There is not enough memory.',
    advice: 'Check the connection, then try again.',
  } as const;
  const told = { reason: 'network', message: 'hub.example could not be reached (HTTP 502).' } as const;
  expect([errorInWords(fixed), errorInWords(told)]).toEqual([
    { message: fixed.message, advice: fixed.advice },
    { message: told.message },
  ]);
  await usePageLanguage('es', []);
  expect([errorInWords(fixed), errorInWords(told)]).toEqual([
    { message: 'No hay memoria suficiente.', advice: 'Comprueba la conexión e inténtalo de nuevo.' },
    { message: 'No se pudo llegar a un servidor. (hub.example could not be reached (HTTP 502).)' },
  ]);
});

it('notices follow the language of the page', async () => {
  const notices = new Notices(() => undefined);
  notices.ofConversation('no-answer');
  notices.ofDevice(
    { about: 'camera', is: 'fallback', label: 'C920' },
    { tryAgain: vi.fn(), takeOver: vi.fn(), wakeSound: vi.fn() },
  );
  await usePageLanguage('es', []);
  notices.sayAnew();
  expect(notices.list.map(({ text }) => text)).toEqual(['No ha salido ninguna respuesta.', 'La cámara «C920» no está.']);
  notices.list[0]?.action?.run();
  expect(notices.list.map(({ id }) => id)).toEqual(['camera-fallback']);
});
