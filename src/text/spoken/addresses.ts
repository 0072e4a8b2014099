/** Where somebody or something is to be had, as it is said: mail, pages, files, telephones. */

const MAIL = /(?<![\w.+-])(?:mailto:)?([\w.+-]+)@([a-z\d-]+(?:\.[a-z\d-]+)+)/gi;
/** An address of a page: its host is said, the way behind it is not. */
const PAGE = /(?:\b[a-z][a-z\d+.-]*)?:\/\/(?:www\.)?([^\s/?#)]*)(?:[^\s)]*[^\s).,;:!?])?/gi;
const WWW = /(?<![a-z\d])www\.([^\s/?#)]*)(?:[^\s)]*[^\s).,;:!?])?/gi;
/** An address without its protocol: a name and one of the endings that people know, with a path or without. */
const ENDINGS =
  'com|org|net|edu|gov|mil|int|io|ai|app|dev|info|biz|co|me|tv|fm|ly|gg|xyz|online|site|store|shop|tech|blog|wiki|page|cloud|museum|news|social|uk|us|ca|au|nz|ie|de|fr|es|it|nl|be|at|ch|se|no|dk|fi|pl|pt|gr|cz|eu|jp|cn|kr|in|br|mx|ru|za|example|test|local';
const DOMAIN = new RegExp(
  String.raw`(?<![\w.@/-])((?:[a-z\d][a-z\d-]*\.)+(?:${ENDINGS}))(?::\d+)?(?:\/(?:[^\s),;]*[^\s),;.:!?])?)?(?![\w-])(?!\.\w)`,
  'gi',
);
/** Words that a full stop joins are names: of a file, of a method. Behind a sentence a space is missing. */
const JOINED = /(?<![\p{L}\p{N}.])(\p{L}[\p{L}\p{N}_-]*)\.(?=\p{L})/gu;
const TITLES = /^(?:mr|mrs|ms|dr|prof|st|mt|jr|sr|vs|ph|ed|no|fig|vol)$/i;

/** A telephone number: with a country's code, in three groups as in North America, or in two. */
const INTERNATIONAL = /(?<![\w+])(?:tel:)?\+(\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6})(?![\d-])/g;
const NATIONAL = /(?<![\d.-])(1[ .-])?\(?(\d{3})\)?[ .-]{1,2}(\d{3})[ .-](\d{4})(?![\d-]|\.\d)/g;
const LOCAL = /(?<![\d.-])(?:(1-)?([2-9]\d{2})-(?=\d{4}))(\d{4})(?![\d-]|\.\d)/g;
const LETTERED = /(?<![\d.-])(1-)?(8\d{2}|900)-([A-Z]{3,}(?:-[A-Z]{2,})*)(?![\w-])/g;
/** One that begins with a nought, in groups. */
const TRUNK = /(?<![\d.-])0\d{1,4}(?:[ -]\d{2,8}){1,4}(?![\d-])/g;
/** Digits that name something are said one by one, as are those that begin with a nought. */
const NAMED =
  /\b((?:call|dial|ring|text|phone|tel|fax|pin|passcode|code|zip|zip code|postcode|postal code|account|serial|card|order|confirmation|tracking|invoice|reference|part(?= n)|isbn(?:-1[03])?|issn|ean|upc|sku|imei|ssn|sn)(?: number| no\.?)?(?: is|:| at| on| #)? )(\d{3,}|\d+(?:-\d+)*-[\dX]+)(?![\d.,]*\d|[\w%]|-\w|\s+(?:[a-z]{3,}s|people|men|women|children|of|more)\b)/gi;
/** An account as banks write it: "DE89 3704 0044 0532 0130 00". */
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,4})?\b/g;
/** Names with digits on both sides of a hyphen, which kokoro-js takes for a span: those of three parts or more, or with letters in them. */
const PARTED = /(?<![\w.,/:+-])[A-Za-z\d]+(?:-[A-Za-z\d]+)+(?![\w/:-]|[.,]\d|\s?B\.?C)/g;
const STATE_ZIP = /(?<=\b[A-Z]{2} )(\d{5})(?:-(\d{4}))?(?![\w-])/g;
const GROUPED = /(?<![\d.-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{3,4}|\d{3}-\d{2}-\d{4})(?![\d-])/g;
const NOUGHT = /(?<![\d.,:/-])0\d{2,}(?![\d.,:/-]*\d)/g;
const NETWORK = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(\/\d{1,2})?(?![\d.]*\d)/g;
/** "0x1F". */
const HEXADECIMAL = /\b0x([\dA-Fa-f]+)\b/g;

/** `5 5 5`. */
export function digits(number: string): string {
  return number.replace(/\D/g, '').split('').join(' ');
}

function groups(...parts: (string | undefined)[]): string {
  return parts
    .map((part) => digits(part ?? ''))
    .filter(Boolean)
    .join(', ');
}

function spokenName(name: string): string {
  return name.replaceAll('.', ' dot ').replaceAll('_', ' underscore ').replaceAll('-', ' dash ').replaceAll('+', ' plus ');
}

function spokenHost(host: string): string {
  const [, name = '', end = ''] = /^(.*?)(?::\d+)?([.,;:!?]*)$/.exec(host) ?? [];
  return name.replaceAll('.', ' dot ') + end;
}

/** `ISBN 9 7 8, 3, 1 6`: part by part, long ones digit by digit. Two numbers of which the second is the larger, or short ones, are a span or a score. */
function parted(name: string): string {
  const parts = name.split('-');
  if (!/\d-\d/.test(name)) return name;
  const [first = '', second = ''] = parts;
  const isSpan = parts.length === 2 && !/[A-Za-z]/.test(name) && (second.length < 3 || Number(second) > Number(first));
  if (isSpan || (parts.length === 2 && /[a-z]/.test(name))) return name;
  const isLong = parts.some((part) => part.length > 2);
  const said = parts.map((part) => (/^(?:0\d+|\d{4,})$/.test(part) ? digits(part) : part));
  return said.reduce((all, part, at) => {
    const isBetweenDigits = /\d$/.test(all) && /^\d/.test(part);
    return at === 0 ? part : all + (isBetweenDigits ? (isLong ? ', ' : ' ') : '-') + part;
  }, '');
}

/** Letters and digits one by one, with a breath between groups. */
function spelledOut(name: string): string {
  return name
    .split(/[ -]/)
    .map((group) => group.split('').join(' '))
    .join(', ');
}

/** Addresses of mail and of pages in words. */
export function spokenAddresses(text: string): string {
  return text
    .replace(MAIL, (_, name: string, host: string) => `${spokenName(name)} at ${spokenName(host)}`)
    .replace(PAGE, (_, host: string) => spokenHost(host))
    .replace(WWW, (_, host: string) => spokenHost(host))
    .replace(DOMAIN, (_, host: string) => spokenHost(host))
    .replace(/(?<=\s|^|\()\.(?=[a-z]{2}|[A-Z]{2})/g, 'dot ')
    .replace(JOINED, (whole, left: string, at: number, all: string) => {
      const right = /^\p{L}[\p{L}\p{N}_]*/u.exec(all.slice(at + whole.length))?.[0] ?? '';
      if (left.length < 2 || TITLES.test(left)) return whole;
      if (/^\p{Lu}\p{Ll}|^I$|^A$/u.test(right)) return /\p{Ll}$/u.test(left) ? `${left}. ` : whole;
      return right.length > 1 ? `${left} dot ` : whole;
    });
}

/** Telephone numbers and the like, digit by digit, with a breath between their groups. */
export function spokenDigits(text: string): string {
  return text
    .replace(IBAN, spelledOut)
    .replace(INTERNATIONAL, (whole, number: string) =>
      /^\d{7,15}$/.test(number.replace(/\D/g, '')) ? `plus ${groups(...number.split(/[ .()-]+/))}` : whole,
    )
    .replace(NATIONAL, (_, code: string | undefined, area: string, first: string, last: string) =>
      groups(code, area, first, last),
    )
    .replace(LOCAL, (_, code: string | undefined, first: string, last: string) => groups(code, first, last))
    .replace(
      LETTERED,
      (_, code: string | undefined, area: string, word: string) => `${groups(code, area)}, ${word.replaceAll('-', ' ')}`,
    )
    .replace(TRUNK, (number) => (number.replace(/\D/g, '').length >= 8 ? groups(...number.split(/[ -]/)) : number))
    .replace(GROUPED, (number) => groups(...number.split(/[ -]/)))
    .replace(
      NETWORK,
      (_, number: string, size?: string) => number.replaceAll('.', ' dot ') + (size?.replace('/', ' slash ') ?? ''),
    )
    .replace(HEXADECIMAL, (_, number: string) => `0x ${number.split('').join(' ')}`)
    .replace(NAMED, (_, what: string, number: string) => what + spelledOut(number))
    .replace(PARTED, parted)
    .replace(STATE_ZIP, (_, zip: string, more?: string) => groups(zip, more))
    .replace(NOUGHT, (number: string, at: number, all: string) => (/\p{L}$/u.test(all.slice(0, at)) ? ' ' : '') + digits(number));
}
