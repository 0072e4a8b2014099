/** From what a model writes to what a voice can say. Captions keep the original. */

/** Text for the voice, '' for what has no sound; and whether a code block is still open behind it. */
export type Speakable = { spoken: string; inCode: boolean };

/**
 * Turns a clause of raw model text (markdown, emoji, URLs, tables) into words. Code blocks are silent: `inCode` carries that a block
 * was opened in an earlier clause.
 */
export function speakable(raw: string, inCode = false): Speakable {
  let open = inCode;
  const outside: string[] = [];
  for (const [index, part] of raw.split('```').entries()) {
    if (index > 0) open = !open;
    // The language behind an opening fence goes with the block.
    if (!open) outside.push(part);
  }
  return { spoken: words(outside.join(' ')), inCode: open };
}

/** Emoji and what they are put together with: skin, joiners, variants, keycaps, the invisible letters of flags. */
const EMOJI =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\u20E3|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}]/gu;

/** Tags of HTML, with attributes if they have values: "a<b and c>d" has none. */
const TAG = /<\/?[a-z][a-z\d-]*(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))*\s*\/?>/gi;
const MAIL = /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+/gi;
/** An address without its protocol: a name and one of the endings that people know, with a path or without. */
const DOMAIN =
  /(?<![\w.@/-])((?:[a-z\d-]+\.)+(?:com|org|net|edu|gov|io|ai|app|dev|info|co|uk|de|fr|es|it|nl|eu|example|test))(?:\/[^\s)]*)?(?![\w-])/gi;
/** Three groups of digits, as telephone numbers are written: each digit is said. */
const PHONE = [
  /(?<![\d-])(?:\+?\d{1,3}[ -])?\(?(\d{3})\)?[ -](\d{3})-(\d{4})(?![\d-])/g,
  (...[, area = '', first = '', last = '']: string[]) => [area, first, last].map((group) => group.split('').join(' ')).join(', '),
] as const;
const DATE = /(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])/g;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** What is counted in Roman numerals: "World War II" is two. */
const NUMBERED =
  /\b(War|Type|Chapter|Part|Act|Scene|Volume|Vol\.|Book|Phase|Stage|Level|Class|Grade|Title|Article|Section|Episode|Bowl|Fantasy|Apollo|Mark|Generation|Appendix|Figure|Table|Tier)\s+([IVXL]+)\b/g;
/** A name with a numeral of two letters or more: "Louis XIV" is the fourteenth. One letter may be a word, or a name. */
const REGNAL = /\b(\p{Lu}\p{Ll}+)\s+((?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\p{N}])/gu;
const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

function romanValue(numeral: string): number {
  const values = numeral
    .replace(/./g, (letter) => `${String(ROMAN[letter] ?? 0)} `)
    .trim()
    .split(' ')
    .map(Number);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** `14th`. */
function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[ORDINALS.select(number)];
  return `${String(number)}${ending}`;
}
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

/** How signs between two things are said. */
const COMPARED: Readonly<Record<string, string>> = {
  '<': 'is less than',
  '>': 'is greater than',
  '<=': 'is at most',
  '≤': 'is at most',
  '>=': 'is at least',
  '≥': 'is at least',
};

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
  if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  return ENTITIES[name?.toLowerCase() ?? ''] ?? whole;
}

function date(_: string, year: string, month: string, day: string): string {
  return `${MONTHS[Number(month) - 1] ?? ''} ${String(Number(day))}, ${year}`;
}

function spokenPower(power: string): string {
  const number = power.replace(/./gu, (sign) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).replaceAll('-1', '');
  if (power === '²') return ' squared';
  if (power === '³') return ' cubed';
  return ` to the power of ${power.startsWith('⁻') ? 'minus ' : ''}${number}`;
}

function words(markdown: string): string {
  const text = markdown
    .split('\n')
    .map(line)
    .join(' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<([a-z][a-z\d+.-]*:\/\/[^>\s]+)>/gi, '$1')
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,6})|(\w{2,8}));/gi, entity)
    .replace(TAG, ' ')
    .replace(/(?<=\p{L})(?:\[\d{1,3}\])+/gu, '')
    .replace(MAIL, (address) => address.replace('@', ' at ').replace(/\./g, ' dot '))
    .replace(/(?:\b[a-z][a-z\d+.-]*)?:\/\/(?:www\.)?([^\s/?#)]*)[^\s)]*/gi, (_, host: string) => spokenHost(host))
    .replace(/(?<![a-z\d])www\.([^\s/?#)]*)[^\s)]*/gi, (_, host: string) => spokenHost(host))
    .replace(DOMAIN, (_, host: string) => spokenHost(host))
    .replace(EMOJI, ' ')
    .replace(...PHONE)
    .replace(DATE, date)
    .replace(NUMBERED, (_, what: string, numeral: string) => `${what} ${String(romanValue(numeral))}`)
    .replace(REGNAL, (_, name: string, numeral: string) => `${name} the ${ordinal(romanValue(numeral))}`)
    .replace(/(\d)\s*\*\s*(?=\d)/g, '$1 times ')
    .replace(/\s*(?:→|-+>|=+>)\s*/g, ' to ')
    .replace(/(\p{L}\s)<3(?=\W|$)/gu, '$1')
    .replace(/(?<=[\p{L}\p{N})])\s*(<=|>=|≤|≥|<|>)\s*(?=[\p{L}\p{N}(−-])/gu, (_, sign: string) => ` ${COMPARED[sign] ?? ''} `)
    .replace(/(?<=\d)\s+[-−]\s+(?=\d)/g, ' minus ')
    .replace(/(?<=[\p{L}\p{N})])\^(?=-?[\p{L}\p{N}(])/gu, ' to the power of ')
    .replace(/(?<=[\p{L}\p{N})])([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/gu, (_, power: string) => spokenPower(power))
    .replace(/(?<=(?:^|[^\p{L}\p{N}])[A-G])#(?![\p{L}\p{N}])/gu, ' sharp')
    .replace(/(?<![\p{L}\p{N}&])#(?=\d)/gu, 'number ')
    .replace(/~(?=\d)/g, 'about ')
    .replace(/[*`~|\\^{}[\]<>#]+/g, ' ')
    .replace(/(^|\s)_+|_+(?=\s|$|[.,;:!?])/g, '$1')
    .replace(/_/g, ' ')
    .replace(/(?<=\b\p{Lu})&(?=\p{Lu}\b)/gu, ' and ')
    .replace(/\s*&+\s*/g, ' and ')
    .replace(/\s+=\s+/g, ' equals ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(text) ? text : '';
}

/** One line without what markdown puts at its start; rules and the lines under table heads are silent. */
function line(text: string): string {
  if (/^\s*([-*_=]\s*){3,}$/.test(text) || /^\s*\|?[\s:|-]*-{2,}[\s:|-]*$/.test(text)) return '';
  const bare = text
    .replace(/^\s*>+\s?/, '')
    .replace(/^\s*(#{1,6}|[-*+•])\s+/, '')
    .replace(/^\s*\[[ xX]\]\s*/, '');
  // Cells of a table row are said one after the other.
  return /^\s*\|.*\|\s*$/.test(bare)
    ? bare
        .split('|')
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(', ')
    : bare;
}

function spokenHost(host: string): string {
  return host.replace(/[.,;:!?]+$/, '').replace(/\./g, ' dot ');
}
