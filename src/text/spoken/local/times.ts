/** Dates and times of day in languages other than English. */
import type { LocalWords, Step } from '../local-words.ts';

const YEAR_FIRST = /(?<![\d/.-])([12]\d{3})-(\d\d?)-(\d\d?)(?:T(\d\d:\d\d)\S*)?(?![\d/-]|\.\d)/g;
/** The day comes first in all of these languages. */
const DAY_FIRST = /(?<![\d/.-])(\d\d?)([/.-])(\d\d?)\2([12]\d{3}|(?<=\/)\d\d)(?![\d/-]|\.\d)/g;

export function dates({ tag, first }: LocalWords): Step {
  const format = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const months = monthsOf(tag);
  /** Between a day and a year, or with a full stop: "15 de nov. de 1889". */
  const short = new RegExp(
    String.raw`(?<=(?<!\p{N})\d{1,2}(?:er|º)?[ -](?:de )?)(${[...months.keys()].join('|')})(?:\.|(?=[ -](?:de )?\d{4}))`,
    'giu',
  );
  const said = (whole: string, year: number, month: number, day: number) => {
    if (month < 1 || month > 12 || day < 1 || day > 31) return whole;
    const date = new Date(Date.UTC(year, month - 1, day));
    return format
      .formatToParts(date)
      .map(({ type, value }) => (type === 'day' && day === 1 ? first : value))
      .join('');
  };
  return (text) =>
    text
      .replace(short, (_, month: string) => months.get(month.toLowerCase()) ?? month)
      .replace(YEAR_FIRST, (whole, year: string, month: string, day: string, at?: string) => {
        return said(whole, Number(year), Number(month), Number(day)) + (at ? `, ${at}` : '');
      })
      .replace(DAY_FIRST, (whole, day: string, _, month: string, year: string) =>
        said(whole, Number(year) + (year.length > 2 ? 0 : Number(year) < 50 ? 2_000 : 1_900), Number(month), Number(day)),
      );
}

/** Short names of months, in small letters, and what they are short for. */
function monthsOf(tag: string): ReadonlyMap<string, string> {
  const named = (month: 'short' | 'long') => {
    const format = new Intl.DateTimeFormat(tag, { month, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2020, index, 15)));
  };
  const long = named('long');
  return new Map(
    named('short').map((short, index) => [short.replace('.', '').toLowerCase(), long[index] ?? short] as [string, string]),
  );
}

/** Of the Bible. */
const BOOKS =
  '(?:Juan|Jean|Giovanni|João|Mate[ou]s?|Matthieu|Matteo|Mar[ck]os?|Marc|Lucas?|Luc|G[éêe]nesis|Genèse|Genesi|[ÉÊE]xodo|Exode|Esodo|Salm[oi]s?|Psaumes?|Roman[oi]s?|Romains|Hechos|Actes|Atti|Atos|Proverb[ieo]o?s?|Apocal[iy]ps[ei]s?|Corintios|Corinthiens|Corinzi|Coríntios|यूहन्ना|मत्ती|मरकुस|लूका|रोमियों)';
/** A verse, and no time. */
const VERSE = new RegExp(String.raw`(?<=${BOOKS} )(\d{1,3}):(\d{1,3})(?![\d:]|[.,]\d)`, 'gu');

/** 14:30, 14h30, 14 h 30; with the hours of twelve behind it, or without. */
export function times({ time, behindTime, morning, afternoon, signs }: LocalWords): Step {
  const said = (hour: string, minute: string, whole: string) => (Number(hour) > 24 ? whole : time(Number(hour), Number(minute)));
  const clock = new RegExp(
    String.raw`(?<![\d:.,]|${BOOKS} )([01]?\d|2[0-4]):([0-5]\d)(?![\d:]|[.,]\d)${behindTime ? `(?:${behindTime.source})?` : ''}`,
    'gu',
  );
  const range = /(?<=\d(?::\d\d|\s?h(?:\d\d)?)|\d\s?[ap]\.?\s?m\b\.?)\s?[–—-]\s?(?=\d{1,2}(?::\d\d|\s?h|\s?[ap]\.?\s?m\b))/gi;
  return (text) =>
    text
      .replace(/(?<=\d)\s?h\s?(?=\d{1,2}\s?min)/g, ' h ')
      .replace(range, ` ${signs.to} `)
      .replace(clock, (whole, hour: string, minute: string) => said(hour, minute, whole))
      .replace(VERSE, '$1, $2')
      .replace(/(?<=\d) : (?=\d[\d.,]* =)/g, ` ${signs.over} `)
      .replace(/(?<![\d:.,])(\d{1,3}):(\d)(?![\d:]|[.,]\d)/g, `$1 ${signs.to} $2`)
      .replace(/(?<![\d:.,])([01]?\d|2[0-4])\s?h\s?([0-5]\d)(?!\p{N}|\s?min)/gu, (whole, hour: string, minute: string) =>
        said(hour, minute, whole),
      )
      .replace(
        /(?<=\d[^.!?]{0,20})\s?\b([ap])\.?\s?m\b\.?(?=\s|[,;:!?]|$)/gi,
        (_, half: string) => ` ${/a/i.test(half) ? morning : afternoon}`,
      );
}
