/** Numbers and money as they are said. What kokoro-js says right by itself ($3.50, 1990s, 1,234) is left to it. */
import { withComma } from './units.ts';

const AMOUNT = String.raw`\d+(?:,\d{3})*(?:\.\d+)?|\.\d+`;
/** Codes of money behind an amount or before it, and their signs. */
const CODES: Readonly<Record<string, string>> = { USD: 'US$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CAD: 'C$', AUD: 'A$' };
const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  mio: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};
const SCALE = String.raw`(?:\s?(k|K|m|M|mn|mio|b|B|bn|Bn|t|T|tn)\b|\s(hundred|thousand|million|billion|trillion)\b)?`;

/** Signs of money: what one and several are called, and a hundredth of it. kokoro-js knows the dollar and the pound. */
const MONEY: Readonly<Record<string, readonly [one: string, many: string, cent: string, cents: string]>> = {
  '€': ['euro', 'euros', 'cent', 'cents'],
  '¥': ['yen', 'yen', 'sen', 'sen'],
  '₹': ['rupee', 'rupees', 'paisa', 'paise'],
  '₽': ['ruble', 'rubles', 'kopek', 'kopeks'],
  '₩': ['won', 'won', 'jeon', 'jeon'],
  '₺': ['lira', 'lira', 'kurush', 'kurush'],
  '₫': ['dong', 'dong', 'hao', 'hao'],
  '₪': ['shekel', 'shekels', 'agora', 'agorot'],
  '₦': ['naira', 'naira', 'kobo', 'kobo'],
  '₱': ['peso', 'pesos', 'centavo', 'centavos'],
  '฿': ['baht', 'baht', 'satang', 'satang'],
  '₴': ['hryvnia', 'hryvnias', 'kopek', 'kopeks'],
  '₿': ['bitcoin', 'bitcoins', 'cent', 'cents'],
  $: ['dollar', 'dollars', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
};
const COUNTRIES: Readonly<Record<string, string>> = {
  US: 'US',
  'U.S. ': 'US',
  C: 'Canadian',
  CA: 'Canadian',
  A: 'Australian',
  AU: 'Australian',
  NZ: 'New Zealand',
  HK: 'Hong Kong',
  S: 'Singapore',
};
const SIGNS = Object.keys(MONEY)
  .join('')
  .replace('$', String.raw`\$`);
const COUNTRY_DOLLARS = new RegExp(String.raw`(?<![\w$])(US|U\.S\. |CA?|AU?|NZ|HK|S)\$\s?(${AMOUNT})${SCALE}`, 'g');
const PRICE = new RegExp(String.raw`(?<![\w])([-−–]\s?)?([${SIGNS}])\s?([-−])?(${AMOUNT})${SCALE}(?![\d])`, 'g');
const CODE_BEHIND =
  /(?<![\w$£€.,])(\d+(?:,\d{3})*(?:\.\d+)?(?:\s(?:hundred|thousand|million|billion|trillion))?)\s?(USD|EUR|GBP|JPY|INR|CAD|AUD)\b/g;
/** Others are called as Intl has them; not those that are words in capitals, too ("TRY", "ALL"). */
const OTHER_CODES =
  'CHF|SEK|NOK|DKK|PLN|CZK|HUF|CNY|MXN|BRL|ZAR|NZD|SGD|HKD|KRW|THB|AED|SAR|RUB|UAH|ARS|CLP|NGN|IDR|MYR|VND|EGP|PKR|KES';
const OTHER_MONEY = new RegExp(
  String.raw`(?<![\w/])(?:(${OTHER_CODES})\s?(${AMOUNT})${SCALE}|(${AMOUNT})${SCALE}\s?(${OTHER_CODES}))(?![\w/])`,
  'g',
);
const PRICE_BEHIND = new RegExp(
  String.raw`(?<![\w$£.,])(\d+(?:[.,]\d{3})*(?:[.,]\d\d)?)${SCALE}[ \u00a0]?(?:([${SIGNS.replace(String.raw`\$`, '')}])|(\$))(?![\d\w])`,
  'g',
);

function scaleOf(short: string | undefined, long: string | undefined): string {
  return long ?? SCALES[short?.toLowerCase() ?? ''] ?? '';
}

function price(_: string, ...[minus, sign = '', minusBehind, amount = '', short, long]: (string | undefined)[]): string {
  const below = (minus ?? minusBehind) ? 'minus ' : '';
  return below + amountOf(sign, amount, scaleOf(short, long));
}

function amountOf(sign: string, amount: string, scale: string): string {
  const [one, many, cent, cents] = MONEY[sign] ?? ['', '', '', ''];
  const plain = amount.replaceAll(',', '');
  const [whole = '', part] = plain.split('.');
  const isCents = scale === '' && part?.length === 2;
  if (isCents && Number(whole) === 0 && Number(part) > 0) return `${String(Number(part))} ${Number(part) === 1 ? cent : cents}`;
  const units = isCents && Number(part) === 0 ? amount.replace(/\.\d+$/, '') : amount;
  const isOdd = part !== undefined && part.length > 2 && scale === '';
  if ((sign === '$' || sign === '£') && !isOdd) return `${sign}${withComma(units)}${scale ? ` ${scale}` : ''}`;
  if (scale) return `${withComma(amount)} ${scale} ${many}`;
  const name = Number(plain) === 1 || (isCents && Number(whole) === 1) ? one : many;
  if (!isCents || Number(part) === 0) return `${withComma(units)} ${name}`;
  return `${withComma(amount.replace(/\.\d+$/, ''))} ${name} and ${String(Number(part))} ${Number(part) === 1 ? cent : cents}`;
}

/** Of a currency by its code, as Intl calls it. */
function foreign(currency: string, amount: string, scale: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'name' });
  const count = scale === '' ? Number(amount.replaceAll(',', '')) : 2;
  const name = format.formatToParts(count).find(({ type }) => type === 'currency')?.value ?? currency;
  return `${withComma(amount)} ${scale === '' ? '' : `${scale} `}${name}`;
}

export function spokenMoney(text: string): string {
  const signed = text
    .replace(/(?<=^|[^\w/])R\$\s?(?=\d)/g, 'BRL ')
    .replace(/\bMX\$\s?(?=\d)/g, 'MXN ')
    .replace(
      OTHER_MONEY,
      (_, ...[before, amount, short, long, amountBehind, shortBehind, longBehind, behind]: (string | undefined)[]) =>
        foreign(before ?? behind ?? '', amount ?? amountBehind ?? '', scaleOf(short ?? shortBehind, long ?? longBehind)),
    )
    .replace(/(?<![\w/]|\b[A-Z]{3}\s)(USD|EUR|GBP|JPY|INR|CAD|AUD)\s?(?=\d)/g, (code) => CODES[code.trim()] ?? code)
    .replace(CODE_BEHIND, (_, amount: string, code: string) => (CODES[code] ?? '') + amount);
  if (!/[$£€¥₹₽₩₺₫₪₦₱฿₴₿¢]/.test(signed)) return signed;
  return signed
    .replace(
      /(€\s?\d+(?:\.\d{3})*),(\d\d)(?![\d,])/g,
      (_, whole: string, cents: string) => `${whole.replaceAll('.', '')}.${cents}`,
    )
    .replace(COUNTRY_DOLLARS, (_, country: string, amount: string, short?: string, long?: string) => {
      const scale = scaleOf(short, long);
      return `${withComma(amount)}${scale ? ` ${scale}` : ''} ${COUNTRIES[country] ?? ''} dollar${amount === '1' ? '' : 's'}`;
    })
    .replace(PRICE_BEHIND, (_, written: string, short?: string, long?: string, sign?: string) => {
      const amount = written.replace(/[.,](?=\d{3}(?!\d))/g, '').replace(/,(?=\d\d$)/, '.');
      return amountOf(sign ?? '$', amount, scaleOf(short, long));
    })
    .replace(/(?<=[$£€][\d.,]*\d[kKmMbB]?)(?:[-–—]|\s[-–—]\s)(?=[$£€]?\d)/g, ' to ')
    .replace(/([$£€])(\d[\d.,]*) to (?=\d)/g, '$1$2 to $1')
    .replace(PRICE, price)
    .replace(/(?<![\w.])(\d+)\s?¢/g, (_, amount: string) => `${amount} cent${amount === '1' ? '' : 's'}`);
}

/** A span of what is counted behind it, and no difference: "10 - 15 minutes". */
const SPACED_RANGE =
  /(?<![)=+×÷*/-]\s?|[\d.,]|\p{L})(\d[\d.,]*) [-–] (\d[\d.,]*)(?= ?(?:%|°)| (?!(?:is|are|equals|makes|gives|and|or|from|then|was)\b)\p{Ll}{2,})/gu;
/** What follows a number of four digits that counts something, and is no year. */
const COUNTABLE =
  /^\s+(?:more\s+|different\s+|new\s+|other\s+|small\s+|square\s+|cubic\s+)?(?:(\p{Ll}{2,}(?<!s|u|i|o)s)|people|men|women|children|feet|teeth|mice|sheep|fish|percent|of them|more|times)(?![\p{L}'’])/u;
const NO_THING =
  /^(?:was|is|has|as|its|this|us|does|always|perhaps|sometimes|yes|besides|unless|towards|afterwards|means|sees|saw|comes|brings|marks|begins|starts|remains|becomes|gives)$/;
const YEAR_BEFORE =
  /\b(?:in|since|until|till|before|after|during|early|late|mid|year|spring|summer|autumn|fall|winter|circa|ca\.|January|February|March|April|May|June|July|August|September|October|November|December(?: \d{1,2},?)?|[12]\d{3} to)[ -]$/i;
const SUM_BEFORE =
  /(?:[=+×÷*<>≈]|\b(?:equals|plus|minus|times|divided by|than|about|approximately|nearly|roughly|exactly|total of|sum of|product of|of over|up to)|\$|£)\s*$/i;
const SUM_BEHIND = /^\s*(?:[=+×÷*]|plus\b|minus\b|times\b|divided\b|equals\b|%|percent\b)/;
/** Before these a number names a thing, and its digits are said in pairs. */
const NAME_BEFORE =
  /\b(?:code|pin|room|flight|suite|extension|ext\.?|number|no\.|gate|bus|train|channel|id|model|password|unit|box|highway|route|version|port|error|iso|rfc|year|number is|code is|pin is)[ :#]*$/i;
const FOUR = /(?<![\p{L}\d.,:/#-])([1-9]\d{3})(?![\p{L}\d/]|[.,:-]\d)/gu;
/** Years are said in pairs of digits; later ones than these are seldom meant. */
const LAST_YEAR = 2_100;

/** Whether a number of four digits counts something, by what stands around it. */
function counts(number: number, before: string, behind: string): boolean {
  if (NAME_BEFORE.test(before)) return false;
  if (SUM_BEFORE.test(before) || SUM_BEHIND.test(behind)) return true;
  const counted = COUNTABLE.exec(behind);
  const isThing = counted !== null && !NO_THING.test(counted[1] ?? '');
  if (/^\s+(?:years?|days|hours|minutes|seconds|months|weeks)(?!\p{L})/u.test(behind)) return true;
  // "RTX 4090"
  if (!isThing && /(?<!\p{L})\p{Lu}{2,} $/u.test(before)) return false;
  if (number >= LAST_YEAR) return isThing || !/^\s+\p{Lu}/u.test(behind);
  return isThing && !YEAR_BEFORE.test(before) && !(/\bthe $/i.test(before) && number > 1_900);
}

/** Large numbers get the commas of English, in whatever way they are written: 1 000 000, 1.000.000. */
export function withCommas(text: string): string {
  return (
    text
      // In India: 1,50,000.
      .replace(/(?<![\d.,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])/g, (number) =>
        Number(number.replaceAll(',', '')).toLocaleString('en'),
      )
      .replace(/(?<![\d.,])\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)/g, (number) => number.replace(/\D/g, ','))
      .replace(
        /(?<![\d.,+-]|\d )\d{1,3}(?: \d{3}){2,}(?![\d-]| \d)|(?<![\d.,+-]|\d )\d{1,3} (?:000|\d{3}(?= \p{Ll}))(?![\d-]| \d)/gu,
        (number) => number.replaceAll(' ', ','),
      )
      .replace(/(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.]*\d)/g, (number) => number.replaceAll('.', ','))
  );
}

/** A number of four digits that counts something gets its comma, or it would be said as a year. */
export function spokenCounts(text: string): string {
  return (
    text
      .replace(/(?<![\p{L}\d.,]|\p{L}-)(\d+(?:\.\d+)?)(k|M|bn)(?![\p{L}\p{N}])/gu, (whole, amount: string, scale: string) =>
        whole === '3M' ? whole : `${amount} ${SCALES[scale.toLowerCase()] ?? scale}`,
      )
      .replace(
        /(?<![\p{L}\d.,])(\d+(?:\.\d+)?)[BT](?= (?:parameters|people|users|views|dollars|tokens|years)\b)/gu,
        (whole, amount: string) => (whole.endsWith('B') ? `${amount} billion` : `${amount} trillion`),
      )
      .replace(
        /(?<![\p{L}\d.,])(\d+(?:\.\d+)?)[x×](?= (?:\p{Ll}+er|more|less|as|the|better|worse|a|its|their|this|your)\b)/gu,
        '$1 times',
      )
      .replace(/(?<=\d)\s?–\s?(?=\d[\d.,]*\s*=)/g, ' minus ')
      .replace(/(?<=\d)\s?[–]\s?(?=[\d$£€])/g, ' to ')
      // "Q1–Q4", "1990s–2000s".
      .replace(/(?<=(?<![\p{L}\p{N}])\p{Lu}?\d+s?)–(?=\p{Lu}?\d+s?(?![\p{L}\p{N}]))/gu, ' to ')
      .replace(SPACED_RANGE, (whole, from: string, to: string) =>
        Number(from.replace(',', '')) < Number(to.replace(',', '')) ? `${from} to ${to}` : whole,
      )
      .replace(/(?<=\d(?:st|nd|rd|th))[–-](?=\d+(?:st|nd|rd|th)\b)/g, ' to ')
      .replace(/(?<=\d)[–—](?=(?:present|now|today)\b)/g, ' to ')
      .replace(FOUR, (whole, number: string, at: number, all: string) =>
        counts(Number(number), all.slice(0, at), all.slice(at + whole.length)) ? withComma(number) : whole,
      )
  );
}
