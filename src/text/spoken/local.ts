/** Numbers, money, units, dates and signs in languages other than English. What eSpeak NG says right by itself (whole numbers, 3,5) is left to it. */
import { digits } from './addresses.ts';
import type { LocalWords } from './local-words.ts';
import { withoutEmoji } from './markup.ts';

type Step = (text: string) => string;

/** What is said of a text in a language, in this order; as in speakable.ts, an address or a date has to go before numbers are read. */
export function stepsOf(words: LocalWords): readonly Step[] {
  return [
    plainLatex,
    addresses(words),
    withoutEmoji,
    shortForms(words),
    dates(words),
    grouped(words),
    telephones(words),
    money(words),
    times(words),
    units(words),
    romans(words),
    fractions(words),
    signs(words),
  ];
}

const LATEX_SIGNS: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '×',
  div: '÷',
  pm: '±',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  neq: '≠',
  ne: '≠',
  approx: '≈',
  infty: '∞',
  pi: 'π',
  sqrt: '√',
};

/** Formulas in signs, of which the steps below make words. Commands that are none have no sound. */
const plainLatex: Step = (text) => {
  if (!/\\[a-zA-Z([]|\$\$/.test(text)) return text.replace(/(?<![\\$\w])\$(?=[a-zA-Z])([^$\n]*?[^\s$\\])\$(?![$\w])/g, '$1');
  return text
    .replace(/\$\$?|\\[[\]()]/g, ' ')
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\(?:text|mathrm|mathbf)\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\^\{([^{}]*)\}/g, '^$1')
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => ` ${LATEX_SIGNS[name] ?? ''} `)
    .replace(/[{}]/g, '');
};

const MAIL = /(?<![\w.+-])(?:mailto:)?([\w.+-]+)@([a-z\d-]+(?:\.[a-z\d-]+)+)/gi;
const PAGE = /(?:\b[a-z][a-z\d+.-]*:\/\/(?:www\.)?|(?<![a-z\d])www\.)([^\s/?#)]*)(?:[^\s)]*[^\s).,;:!?])?/gi;
const DOMAIN =
  /(?<![\w.@/-])((?:[a-z\d][a-z\d-]*\.)+(?:com|org|net|edu|gov|io|ai|app|dev|info|es|fr|it|br|pt|mx|ar|in|eu))(?:\/[^\s),;]*)?(?![\w-])/gi;

/** The host of a page is said, the way behind it is not. */
function addresses({ signs }: LocalWords): Step {
  const host = (name: string) =>
    name.replace(/([.,;:!?]+)$/, '').replaceAll('.', ` ${signs.dot} `) + (/[.,;:!?]+$/.exec(name)?.[0] ?? '');
  return (text) =>
    text
      .replace(MAIL, (_, name: string, at: string) => `${host(name)} ${signs.at} ${host(at)}`)
      .replace(PAGE, (_, name: string) => host(name))
      .replace(DOMAIN, (_, name: string) => host(name));
}

function shortForms({ short }: LocalWords): Step {
  return (text) => short.reduce((so, [form, long]) => so.replace(form, long), text);
}

const YEAR_FIRST = /(?<![\d/.-])([12]\d{3})-(\d\d?)-(\d\d?)(?:T(\d\d:\d\d)\S*)?(?![\d/-]|\.\d)/g;
/** The day comes first in all of these languages. */
const DAY_FIRST = /(?<![\d/.-])(\d\d?)([/.-])(\d\d?)\2([12]\d{3})(?![\d/-]|\.\d)/g;

function dates({ tag, first }: LocalWords): Step {
  const format = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
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
      .replace(YEAR_FIRST, (whole, year: string, month: string, day: string, at?: string) => {
        return said(whole, Number(year), Number(month), Number(day)) + (at ? `, ${at}` : '');
      })
      .replace(DAY_FIRST, (whole, day: string, _, month: string, year: string) =>
        said(whole, Number(year), Number(month), Number(day)),
      );
}

/** Large numbers without what groups their digits, and parts of one behind the mark of the language: eSpeak reads both. */
function grouped({ decimalComma }: LocalWords): Step {
  return (text) => {
    const spaced = text.replace(/(?<![\d.,]|\d )\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d| \d)/g, (number) =>
      /^\d{1,3}(?: \d{3})+$/.test(number) && number.replace(/\D/g, '').length > 7 && number.split(' ').length > 3
        ? number
        : number.replace(/\D/g, ''),
    );
    return decimalComma
      ? spaced
          .replace(/(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.]*\d|[/-]\d)/g, (number) => number.replaceAll('.', ''))
          .replace(/(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?!\d)/g, (number) => number.replaceAll(',', ''))
          .replace(/(?<![\d.,:/-])(\d+)\.(\d+)(?![\d.,:/-]*\d)/g, '$1,$2')
      : spaced.replace(/(?<![\d.,])\d{1,3}(?:,\d{2,3})+(?![\d,])/g, (number) => number.replaceAll(',', ''));
  };
}

/** "1990-1995", and no telephone's number. */
function isSpan(number: string): boolean {
  const [from = 0, to = 0] = number.split('-').map(Number);
  return from < to && to < 2_200;
}

/** Digits with a breath between their groups: numbers with a country's code, and those that begin with a nought. */
function telephones({ signs }: LocalWords): Step {
  const said = (number: string) =>
    number
      .split(/[ .()-]+/)
      .map(digits)
      .filter(Boolean)
      .join(', ');
  return (text) =>
    text
      .replace(/(?<![\w+])\+(\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6})(?![\d-])/g, (whole, number: string) =>
        /^\d{7,15}$/.test(number.replace(/\D/g, '')) ? `${signs.plus} ${said(number)}` : whole,
      )
      // Numbers of persons and firms, as in Brazil.
      .replace(/(?<![\d.,-])\d{1,3}(?:\.\d{3}){2}(?:\/\d{4})?-[\dkK]{1,2}(?![\d-])/g, (number) => said(number.replace('/', '-')))
      .replace(/(?<![\d.-])\d{4,5}-\d{4}(?![\d-]|\s+(?:antes|avant))/g, (number) => (isSpan(number) ? number : said(number)))
      .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g, (number) => number.replaceAll('.', ` ${signs.dot} `))
      .replace(/(?<![\d.,-])0\d{1,4}(?:[ .-]\d{2,5}){1,4}(?![\d-])/g, (number) =>
        number.replace(/\D/g, '').length >= 8 ? said(number) : number,
      );
}

const CURRENCIES: Readonly<Record<string, string>> = {
  R$: 'BRL',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '₴': 'UAH',
};
const SIGN = String.raw`R\$|[$€£¥₹₽₩₺₪₴]`;
const AMOUNT = String.raw`\d+(?:[.,]\d+)?`;

function money({ tag, money: own, cents, scales, ofMoney, decimalComma, signs }: LocalWords): Step {
  const named = (sign: string, isOne: boolean) => {
    const names = own[sign];
    if (names) return isOne ? names[0] : names[1];
    const format = new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: CURRENCIES[sign] ?? 'EUR',
      currencyDisplay: 'name',
    });
    return format.formatToParts(isOne ? 1 : 2).find(({ type }) => type === 'currency')?.value ?? sign;
  };
  const said = (amount: string, sign: string, scale: string | undefined) => {
    const [whole = '', part] = amount.split(/[.,]/);
    if (scale !== undefined)
      return `${whole}${part ? (decimalComma ? ',' : '.') + part : ''} ${scale} ${ofMoney(named(sign, false), scale)}`;
    const name = named(sign, Number(whole) === 1);
    if (part === undefined || Number(part) === 0) return `${whole} ${name}`;
    return part.length === 2 ? cents(whole, name, Number(part)) : `${amount} ${name}`;
  };
  const before = new RegExp(
    String.raw`(?<![\p{L}\p{N}])([-−])?(${SIGN})\s?(${AMOUNT})(?:\s(${scales.source})(?![\p{L}\p{M}]))?(?![\p{N}])`,
    'gu',
  );
  const behind = new RegExp(
    String.raw`(?<![\p{L}\p{N}.,])([-−])?(${AMOUNT})(?:\s(${scales.source}))?[ \u00a0\u202f]?(${SIGN})(?![\p{L}\p{N}])`,
    'gu',
  );
  const sign = (minus: string | undefined) => (minus ? `${signs.minus} ` : '');
  return (text) =>
    text
      .replace(/(?<!\p{L})(?:US\$|U\$S)(?=\s?\d)/gu, '$$')
      .replace(
        /(?<=\d\s?)(USD|EUR|GBP|BRL|INR)(?![\p{L}\p{N}])/gu,
        (code) => Object.entries(CURRENCIES).find((each) => each[1] === code)?.[0] ?? code,
      )
      .replace(
        before,
        (_, minus: string | undefined, of: string, amount: string, scale?: string) => sign(minus) + said(amount, of, scale),
      )
      .replace(
        behind,
        (_, minus: string | undefined, amount: string, scale: string | undefined, of: string) =>
          sign(minus) + said(amount, of, scale),
      );
}

/** 14:30, 14h30, 14 h 30; with the hours of twelve behind it, or without. */
function times({ time, behindTime, morning, afternoon, signs }: LocalWords): Step {
  const said = (hour: string, minute: string, whole: string) => (Number(hour) > 24 ? whole : time(Number(hour), Number(minute)));
  const clock = new RegExp(
    String.raw`(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?![\d:]|[.,]\d)${behindTime ? `(?:${behindTime.source})?` : ''}`,
    'gu',
  );
  const range = /(?<=\d(?::\d\d|\s?h(?:\d\d)?)|\d\s?[ap]\.?\s?m\b\.?)\s?[–—-]\s?(?=\d{1,2}(?::\d\d|\s?h|\s?[ap]\.?\s?m\b))/gi;
  return (text) =>
    text
      .replace(range, ` ${signs.to} `)
      .replace(clock, (whole, hour: string, minute: string) => said(hour, minute, whole))
      .replace(/(?<![\d:.,])([01]?\d|2[0-4])\s?h\s?([0-5]\d)(?!\p{N})/gu, (whole, hour: string, minute: string) =>
        said(hour, minute, whole),
      )
      .replace(
        /(?<=\d[^.!?]{0,20})\s?\b([ap])\.?\s?m\b\.?(?=\s|[,;:!?]|$)/gi,
        (_, half: string) => ` ${/a/i.test(half) ? morning : afternoon}`,
      );
}

/** Symbols that Intl has names for. */
const UNITS: Readonly<Record<string, string>> = {
  mm: 'millimeter',
  cm: 'centimeter',
  m: 'meter',
  km: 'kilometer',
  g: 'gram',
  kg: 'kilogram',
  ml: 'milliliter',
  mL: 'milliliter',
  l: 'liter',
  L: 'liter',
  ha: 'hectare',
  s: 'second',
  min: 'minute',
  h: 'hour',
  ms: 'millisecond',
  kB: 'kilobyte',
  KB: 'kilobyte',
  MB: 'megabyte',
  GB: 'gigabyte',
  TB: 'terabyte',
  '°C': 'celsius',
  '°F': 'fahrenheit',
  ft: 'foot',
  lb: 'pound',
  oz: 'ounce',
  mi: 'mile',
  'km/h': 'kilometer-per-hour',
  'm/s': 'meter-per-second',
  'MB/s': 'megabyte-per-second',
  'GB/s': 'gigabyte-per-second',
  mph: 'mile-per-hour',
};

function units({ tag, units: own, square, cubic, signs }: LocalWords): Step {
  const symbols = [...Object.keys(UNITS), ...Object.keys(own)].toSorted((left, right) => right.length - left.length).join('|');
  const measure = new RegExp(
    String.raw`(?<![\p{L}\p{N}.,])([-−])?(${AMOUNT})[ \u00a0\u202f]?(${symbols})(²|³|\^2|\^3)?(?![\p{L}\p{M}\p{N}/²³])`,
    'gu',
  );
  const named = (amount: string, symbol: string) => {
    const names = own[symbol];
    const number = Number(amount.replace(',', '.'));
    if (names) return number === 1 ? names[0] : names[1];
    const format = new Intl.NumberFormat(tag, { style: 'unit', unit: UNITS[symbol] ?? 'meter', unitDisplay: 'long' });
    return format
      .formatToParts(number)
      .flatMap(({ type, value }) => (type === 'unit' ? [value] : []))
      .join(' ');
  };
  return (text) =>
    text
      .replace(measure, (_, minus: string | undefined, amount: string, symbol: string, power?: string) => {
        const name = named(amount, symbol);
        const unit = power === undefined ? name : /2|²/.test(power) ? square(name, amount === '1') : cubic(name, amount === '1');
        return `${minus ? `${signs.minus} ` : ''}${amount} ${unit}`;
      })
      .replace(/(?<=\d)\s?°(?![\p{L}])/gu, ` ${signs.degrees}`);
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

function romanValue(numeral: string): number {
  const values = Array.from(numeral, (letter) => ROMAN[letter] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

function romans({ roman }: LocalWords): Step {
  return (text) =>
    roman.reduce((so, [pattern, said]) => {
      return so.replace(pattern, (...match: unknown[]) => {
        const groups = match.at(-1) as { before?: string; roman: string };
        return `${groups.before === undefined ? '' : `${groups.before} `}${said(romanValue(groups.roman))}`;
      });
    }, text);
}

const WRITTEN: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅛': '1/8',
};

function fractions({ fractions: known, signs }: LocalWords): Step {
  return (text) =>
    text
      .replace(/(\d)?([½⅓⅔¼¾⅕⅛])/g, (_, whole: string | undefined, sign: string) => {
        const said = known[WRITTEN[sign] ?? ''] ?? WRITTEN[sign] ?? '';
        return whole === undefined ? said : `${whole} ${signs.and} ${said}`;
      })
      .replace(/(?<![\d/.,])(\d{1,4})\/(\d{1,4})(?![\d/]|[.,]\d)/g, (_, above: string, below: string) => {
        return known[`${above}/${below}`] ?? `${above} ${signs.over} ${below}`;
      });
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function signs({ signs: named }: LocalWords): Step {
  const between: Readonly<Record<string, string>> = {
    '+': named.plus,
    '−': named.minus,
    '×': named.times,
    '·': named.times,
    '*': named.times,
    '÷': named.over,
    '/': named.over,
    '=': named.equals,
    '==': named.equals,
    '<': named.less,
    '>': named.greater,
    '≤': named.atMost,
    '<=': named.atMost,
    '≥': named.atLeast,
    '>=': named.atLeast,
    '≈': named.about,
    '≠': named.notEqual,
    '!=': named.notEqual,
    '±': `${named.plus} ${named.minus}`,
  };
  const near: Readonly<Record<string, string>> = {
    '<': named.lessThan,
    '>': named.moreThan,
    '≤': named.noMore,
    '<=': named.noMore,
    '≥': named.noLess,
    '>=': named.noLess,
  };
  const power = (of: string) => (of === '2' ? named.squared : of === '3' ? named.cubed : `${named.power} ${of}`);
  return (text) =>
    text
      .replace(/(?<=\d)[ \u00a0\u202f]?%/g, ` ${named.percent}`)
      .replace(/(?<=\d)[ \u00a0\u202f]?‰/g, ` ${named.perThousand}`)
      .replace(/(?<=\d)\s?[–]\s?(?=\d)|(?<=(?<![\d-])\d{1,4})-(?=\d{1,4}(?![\d-]))/g, ` ${named.to} `)
      .replace(/(?<![\p{L}\p{N})]\s?)[-−](?=\d)/gu, `${named.minus} `)
      .replace(/(?<=\d)\s+-\s+(?=\d)/g, ` ${named.minus} `)
      .replace(/(?<=[\p{L}\p{N})])\^([-−]?[\p{L}\p{N}]+)/gu, (_, of: string) => ` ${power(of)}`)
      .replace(
        /(?<=[\p{L}\p{N})])(⁻?)([⁰¹²³⁴-⁹]+)/gu,
        (_, minus: string, of: string) =>
          ` ${power((minus && `${named.minus} `) + Array.from(of, (each) => String(RAISED.indexOf(each))).join(''))}`,
      )
      .replace(/√\s?/g, ` ${named.root} `)
      .replace(/∞/g, ` ${named.infinity} `)
      .replace(
        /(?<=[\p{L}\p{M}\p{N})]\s?)(<=|>=|!=|==|[=≤≥≈≠<>×÷±])(?=\s?[\p{L}\p{N}(√−-])/gu,
        (sign) => ` ${between[sign] ?? ''} `,
      )
      .replace(
        /(?<=[\p{N})]\s?)([+−·*])(?=\s?[\p{N}(])|(?<=(?<!\p{L})\p{L}\s)([+−·*])(?=\s[\p{L}\p{N}](?!\p{L}))|(?<=[\p{N})]\s)(\/)(?=\s[\p{N}(])/gu,
        (sign) => ` ${between[sign] ?? ''} `,
      )
      .replace(/(?<=[\p{L}\p{M}\p{N})]\s)\+(?=\s[\p{L}\p{N}(])/gu, named.plus)
      .replace(/(?<=(?<!\p{L})\p{L})\/(?=\p{L}(?!\p{L}))/gu, ` ${named.over} `)
      .replace(/(?<=(?<![\p{L}\p{N}])[A-G])#(?![\p{L}\p{N}])/gu, ` ${named.sharp}`)
      .replace(/(?<![\p{L}\p{N})]\s*)(<=|>=|[<>≤≥])\s*(\d[\d.,]*\d|\d)/gu, (_, sign: string, number: string) => {
        const said = near[sign] ?? '';
        return said.includes('…') ? said.replace('…', number) : `${said} ${number}`;
      })
      .replace(/(?<![\p{L}\p{N}])~\s?(?=\d)/gu, `${named.about} `)
      .replace(/(?<=\s|^)≈\s?(?=\d)/g, `${named.about} `)
      .replace(/\s*(?:→|⇒)\s*/g, ` ${named.to} `)
      .replace(/(?<![\p{L}\p{N}&])#(?=\d)/gu, `${named.number} `)
      .replace(/§\s*(?=\d)/g, `${named.section} `);
}
