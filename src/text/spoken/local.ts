/** Numbers, money, units, dates and signs in languages other than English. What eSpeak NG says right by itself (whole numbers, 3,5) is left to it. */
import { digits } from './addresses.ts';
import type { LocalWords, Step } from './local-words.ts';
import { fractions, romans, rows, signs } from './local/signs.ts';
import { dates, times } from './local/times.ts';
import { units } from './local/units.ts';
import { withoutEmoji } from './markup.ts';

/** What is said of a text in a language, in this order; as in speakable.ts, an address or a date has to go before numbers are read. */
export function stepsOf(words: LocalWords): readonly Step[] {
  return [
    plainLatex(words),
    digitsOf,
    addresses(words),
    withoutEmoji,
    rows(words),
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

/** Formulas in signs, of which the steps below make words, from the innermost braces outwards. Commands that are none have no sound. */
function plainLatex({ signs }: LocalWords): Step {
  return (text) => {
    if (!/\\[a-zA-Z([]|\$\$/.test(text)) return text.replace(/(?<![\\$\w])\$(?=[a-zA-Z])([^$\n]*?[^\s$\\])\$(?![$\w])/g, '$1');
    let said = text.replace(/\$\$?|\\[[\]()]/g, ' ');
    for (let before = ''; before !== said;) {
      before = said;
      said = said
        .replace(/\\(?:text|mathrm|mathbf)\s*\{([^{}]*)\}/g, ' $1 ')
        .replace(/\\sqrt\s*\{([^{}]*)\}/g, ' √$1 ')
        .replace(/\^\{([^{}]*)\}/g, '^$1')
        .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, above: string, below: string) =>
          /^\d+$/.test(above) && /^\d+$/.test(below) ? `${above}/${below}` : ` ${above} ${signs.over} ${below} `,
        );
    }
    return said
      .replace(/\\([a-zA-Z]+)/g, (_, name: string) => ` ${LATEX_SIGNS[name] ?? ''} `)
      .replace(/[{}]/g, '')
      .replace(/ {2,}/g, ' ');
  };
}

/** Digits of Devanagari and lowered ones, with which the rules below could do nothing; degrees with a space in them, or in the sign of a row. */
const digitsOf: Step = (text) =>
  text
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x0966))
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
    .replace(/(?<=\d)\s?[°º]\s?(?=[CF](?![\p{L}\p{N}]))/gu, '°');

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
  return (text) => short.reduce((so, [form, long]) => so.replace(form, long), text).replace(/(?<!\p{L})vs\.?(?=\s)/gu, 'versus');
}

/** Of programs: no decimals. */
const VERSION =
  /(?<=(?<!\p{L})(?:v|versi[oó]n|versione|vers[aã]o|Python|iOS|Android|Windows|macOS|Ubuntu|USB|Bluetooth|PHP|Node|GPT)[ -]?)\d+(?:\.\d+)+/giu;

/** Large numbers without what groups their digits, and parts of one behind the mark of the language: eSpeak reads both. */
function grouped({ decimalComma, signs }: LocalWords): Step {
  return (text) => {
    const spaced = text
      .replace(VERSION, (number) => number.replaceAll('.', ` ${signs.dot} `))
      .replace(
        /(?<![\d.,]|\d |(?:tel[ée]f?o?n?[oe]?|téléphone|m[óo]vil|celular|cellulare|llama(?:r|d|me)? al?|whatsapp|fone)\P{N}{0,12})\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d| \d)/giu,
        (number) =>
          /^\d{1,3}(?: \d{3})+$/.test(number) && number.replace(/\D/g, '').length > 7 && number.split(' ').length > 3
            ? number
            : number.replace(/\D/g, ''),
      );
    return decimalComma
      ? spaced
          .replace(/(?<![\d.,])(\d{1,3}(?:,\d{3})+)\.(\d+)(?![\d.,]*\d)/g, (_, whole: string, part: string) => {
            return `${whole.replaceAll(',', '')},${part}`;
          })
          .replace(/(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.]*\d|[/-]\d)/g, (number) => number.replaceAll('.', ''))
          .replace(/(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?!\d)/g, (number) => number.replaceAll(',', ''))
          .replace(/(?<![\d.,:/-])(\d+)\.(\d+)(?![\d.,:/-]*\d)/g, '$1,$2')
      : spaced.replace(/(?<![\d.,])\d{1,3}(?:,\d{2,3})+(?!\d|,\d)/g, (number) => number.replaceAll(',', ''));
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
      .replace(/(?<![\d.-])\d{4,5}-\d{4,5}(?![\d-]|\s+(?:antes|avant))/g, (number) => (isSpan(number) ? number : said(number)))
      .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g, (number) => number.replaceAll('.', ` ${signs.dot} `))
      .replace(
        /(?<![\d.,-])(?:0\d{1,4}(?:[ .-]\d{2,8}){1,4}|3\d\d \d{6,7}|[6-9]\d\d(?: \d{3}){2}|[6-9]\d{4} ?\d{5}|1800-\d{3}-\d{3,4})(?![\d-]| \d)/g,
        (number) => (number.replace(/\D/g, '').length >= 8 ? said(number) : number),
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
const SIGN = String.raw`R\$|[$€£¥₹₽₩₺₪₴]|CHF|SEK|NOK|DKK|PLN|CNY|MXN|ARS|CLP|CAD|AUD|JPY`;
const AMOUNT = String.raw`\d+(?:[.,]\d+)?`;

function money({ tag, money: own, cents, cent, scales, ofMoney, decimalComma, signs }: LocalWords): Step {
  const named = (sign: string, isOne: boolean) => {
    const names = own[sign];
    if (names) return isOne ? names[0] : names[1];
    const format = new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: CURRENCIES[sign] ?? sign,
      currencyDisplay: 'name',
    });
    return format.formatToParts(isOne ? 1 : 2).find(({ type }) => type === 'currency')?.value ?? sign;
  };
  const said = (amount: string, sign: string, scale: string | undefined) => {
    const [whole = '', part] = amount.split(/[.,]/);
    if (scale !== undefined)
      return `${whole}${part ? (decimalComma ? ',' : '.') + part : ''} ${scale} ${ofMoney(named(sign, false), scale)}`;
    if (part?.length === 2 && Number(whole) === 0 && Number(part) > 0)
      return `${String(Number(part))} ${cent[Number(part) === 1 ? 0 : 1]}`;
    const name = named(sign, Number(whole) === 1);
    if (part === undefined || Number(part) === 0) return `${whole} ${name}`;
    return part.length === 2 ? cents(whole, name, Number(part)) : `${amount} ${name}`;
  };
  const before = new RegExp(
    String.raw`(?<![\p{L}\p{N}])([-−])?(${SIGN})\s?(${AMOUNT})(?:\s(${scales.source})(?![\p{L}\p{M}]))?(?![\p{N}])(\/(?=\p{L}))?`,
    'gu',
  );
  const behind = new RegExp(
    String.raw`(?<![\p{L}\p{N}.,])([-−])?(${AMOUNT})(?:\s(${scales.source}))?[ \u00a0\u202f]?(${SIGN})(?![\p{L}\p{N}])(\/(?=\p{L}))?`,
    'gu',
  );
  const each = (slash: string | undefined) => (slash ? ` ${signs.per} ` : '');
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
        (_, minus: string | undefined, of: string, amount: string, scale?: string, slash?: string) =>
          sign(minus) + said(amount, of, scale) + each(slash),
      )
      .replace(
        behind,
        (_, minus: string | undefined, amount: string, scale: string | undefined, of: string, slash?: string) =>
          sign(minus) + said(amount, of, scale) + each(slash),
      );
}
