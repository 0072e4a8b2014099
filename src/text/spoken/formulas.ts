/** Signs of mathematics as they are said: comparisons, powers, roots. */
import { ABSOLUTE, COMPARED, GIVEN, power } from './latex.ts';

const NEAR: Readonly<Record<string, string>> = {
  '<': 'less than',
  '>': 'more than',
  '≤': 'at most',
  '<=': 'at most',
  '≥': 'at least',
  '>=': 'at least',
  '≈': 'about',
};

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱˣ', (sign, at) => [sign, '0123456789-+nix'.charAt(at)]),
);
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

function raised(signs: string): string {
  return power(Array.from(signs, (sign) => RAISED[sign] ?? '').join(''));
}

/** Signs that are spoken of: "the < sign", "press the # key". */
const SIGN_NAMES: Readonly<Record<string, string>> = {
  '<': 'less than',
  '>': 'greater than',
  '<=': 'less than or equal',
  '>=': 'greater than or equal',
  '=': 'equals',
  '==': 'double equals',
  '||': 'or',
  '&&': 'and',
  '&': 'and',
  '#': 'hash',
  '*': 'star',
  '|': 'pipe',
  '^': 'caret',
  '~': 'tilde',
  _: 'underscore',
  '\\': 'backslash',
};
const SIGN = String.raw`(?:[<>]=?|==?|\|\|?|&&?|[#*^~_\\])`;
const NAMED_SIGN = new RegExp(
  String.raw`(?<=["“'‘\`])${SIGN}(?=["”’'\`])|(?<=\s|^)${SIGN}(?=\s+(?:sign|symbol|operator|key|button|character)s?\b)`,
  'g',
);
/** Signs of logic, sets and music. */
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  '¬': ' not ',
  '∧': ' and ',
  '∨': ' or ',
  '∀': ' for all ',
  '∃': ' there is ',
  '∪': ' union ',
  '∩': ' intersection ',
  '∅': ' the empty set ',
  '∑': ' the sum of ',
  '∏': ' the product of ',
  '∫': ' the integral of ',
  '∂': ' partial ',
  '∇': ' nabla ',
  '♭': ' flat',
  '♯': ' sharp',
  '№': ' number ',
};

/** Behind these words a sign bounds a number and compares nothing: "with ≥ 4 GB". */
const BOUND =
  /(?<=\b(?:and|or|but|with|for|of|in|by|is|are|was|were|be|to|from|at|on|than|about|only|if|have|has|had|after|before|within|needs?|requires?|takes?|lasts?|costs?|waits?|earns?|weighs?|uses?|ages|aged)\s)(<=|>=|[<>≤≥≈])\s+(?=[$£€]?\.?\d)/giu;
/** Signs between numbers and names in words. Signs that eSpeak knows (+, ×, ÷, π) are left to it. */
export function spokenSigns(text: string): string {
  if (!/[^\p{L}\p{M}\p{P}\s]|[*#§‰ⁿⁱˣ]/u.test(text)) return text;
  return (
    text
      .replace(/(\p{L}\s)<3(?=\W|$)/gu, '$1')
      .replace(/^\s*(?:→|⇒|-+>|=+>)\s*/, '')
      .replace(/(?<=\d|\)|(?<!\p{L})\p{L})\s*\*\s*(?=\()|(?<=\))\s*\*\s*(?=\d)|(?<=\)\s)\*(?=\s\p{L}(?!\p{L}))/gu, ' times ')
      .replace(/(?<!\p{L})d(\p{Ll}?)\/d(\p{Ll})(?!\p{L})/gu, 'd $1 over d $2')
      // Isotopes: "¹⁴C".
      .replace(
        /(?<![\p{L}\p{M}\p{N})\]])([⁰¹²³⁴-⁹]+)(?=\p{Lu})/gu,
        (_, mass: string) => `${Array.from(mass, (sign) => RAISED[sign] ?? '').join('')} `,
      )
      .replace(GIVEN, ' given ')
      .replace(/(?<=\{[^{}|]{1,20})\s\|\s(?=[^{}|]{1,60}\})/g, ' such that ')
      .replace(ABSOLUTE, 'the absolute value of $1')
      .replace(
        /(?<=(?<!\p{L})\p{L}|(?<![\d.])\d+|\([^()]{1,20}[+-][^()]{1,20}\))!(?=\s*[=×*+−/÷<>)]|\s+-\s|\s+(?:is|equals|means)\b)/gu,
        ' factorial',
      )
      .replace(/(?<=\([^()]{1,20}[+-][^()]{1,20}\))!/g, ' factorial')
      .replace(/(?<=(?:\d|(?<!\p{L})\p{L})\s)%(?=\s\d)/gu, 'mod')
      .replace(/\s*(?:⇔|⟺)\s*/g, ' if and only if ')
      .replace(/(?<=\b(?:[Tt]he|[Aa])\s)#(?=\sof\b)/g, 'number')
      .replace(NAMED_SIGN, (sign) => SIGN_NAMES[sign] ?? sign)
      .replace(/[¬∧∨∀∃∪∩∅∑∏∫∂∇♭♯№]/g, (sign) => OTHER_SIGNS[sign] ?? sign)
      .replace(/\blog([₀-₉]+)\s?(?=[\p{L}\p{N}(])/gu, (_, base: string) => `log base ${base} of `)
      .replace(/\s*:=\s*/g, ' equals ')
      .replace(/(?<=[\p{L}\p{N})])\s+\^\s+(?=[\p{L}\p{N}(−-])/gu, '^')
      .replace(/(?<=[\p{L}\p{N})])(\s*)\*\*\1(?=-?\d)/gu, '^')
      .replace(/(?<=(?<!\p{L})\p{L})\*\*(?=\p{L}(?!\p{L}))/gu, '^')
      .replace(/(\d)(\s*)\*\2(?=\d)/g, '$1 times ')
      .replace(/(?<=\d|(?<!\p{L})\p{L})\*(?=\d|\p{L}(?!\p{L}))/gu, ' times ')
      .replace(/(?<=\b\p{L}\s)\*(?=\s\p{L}\b)/gu, 'times')
      .replace(/(?<=\d)\s*·\s*(?=\d)/g, ' times ')
      .replace(
        /(?<![\w.,])(?!0x)(\d+(?:\.\d+)?)( ?)x\2(?=\d+(?:\.\d+)?(?![\p{L}\d]))/gu,
        (_, first: string, _gap: string, at: number, all: string) =>
          `${first} ${/^\S+ ?x ?\S+ (?:=|equals|[+÷])/.test(all.slice(at)) ? 'times' : 'by'} `,
      )
      .replace(
        /(?<![\w.,])(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})(?![\w.])/g,
        (_, number: string, exponent: string) => `${number} times 10${power(String(Number(exponent)))}`,
      )
      .replace(/\s*(?:→|⇒|(?<!<)-+>|(?<![<>=!])=+>)\s*/g, ' to ')
      .replace(BOUND, (_, sign: string) => `${NEAR[sign] ?? ''} `)
      .replace(
        /(?<![\p{L}\p{N})]\s*)(<=|>=|[<>≤≥≈])\s*(?=[$£€]?\.?\d)|(?<=\s|^|\()([<>≤≥]|<=|>=)(?=[$£€]?\.?\d)/gu,
        (_, first?: string, second?: string) => `${NEAR[first ?? second ?? ''] ?? ''} `,
      )
      .replace(
        /(?<=[\p{L}\p{N})])\s*(!==?|===?|<=|>=|[≤≥≠≈≡∈∉⊂⊆]|<(?!--?\s)|>)\s*(?=[\p{L}\p{N}($£€−-]|\.\d)/gu,
        (_, sign: string) => ` ${COMPARED[sign] ?? ''} `,
      )
      .replace(/(?<=\d)\s+[-−]\s+(?=-?\d)/g, ' minus ')
      .replace(/↑\s?(?=[$£€]?\d)/g, 'up ')
      .replace(/↓\s?(?=[$£€]?\d)/g, 'down ')
      .replace(
        /(?<![\p{L}\p{N}])(\p{Ll})(\p{Ll})(?=[\^²³])|(?<=(?<!\p{L})\p{Lu}\s?=\s?)(\p{Ll})(\p{Ll})(?![\p{L}'’])/gu,
        '$1$3 $2$4',
      )
      .replace(/\b([CNS])O(?=[₂₃₄234](?!\d))/g, '$1 O ')
      .replace(/(?<=(?:^|[\s(=])(?:\p{L}|\d+|\d*\p{L}))\s+[-−]\s+(?=(?:\p{L}|\d+|\d*\p{L})(?:[\s).,;:?]|$))/gu, ' minus ')
      .replace(/(?<=\d)-(?=\d+\s*=)|(?<=(?<!\p{L})\p{L})-(?=(?:\p{L}|\d+)\s*=)/gu, ' minus ')
      .replace(
        /(?<=[\p{L}\p{N})])\^(?:\(([-−]?(?:\p{N}+|\p{L}))\)|([-−]?(?:\p{N}+|\p{L}(?!\p{L}))))/gu,
        (_, within?: string, bare?: string) => power(within ?? bare ?? ''),
      )
      .replace(/(?<=[\p{L}\p{N})])\^(?=-?[\p{L}\p{N}(])/gu, ' to the power of ')
      .replace(/(?<=[\p{L}₀-₉])([²³⁴]?)([⁺⁻])(?![\p{L}\p{N}])/gu, (_, charge: string, sign: string) => {
        return ` ${RAISED[charge] ?? ''} ${sign === '⁺' ? 'plus' : 'minus'}`;
      })
      .replace(/(?<=[\p{L}\p{N})])([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱˣ]+)/gu, (_, signs: string) => raised(signs))
      .replace(/[₀₁₂₃₄₅₆₇₈₉]/g, (sign) => String(LOWERED.indexOf(sign)))
      .replace(/∛\s*/g, ' the cube root of ')
      .replace(/√\s*/g, ' the square root of ')
      .replace(/∞/g, ' infinity ')
      .replace(/§§\s*(?=\d)/g, 'sections ')
      .replace(/§\s*(?=\d)/g, 'section ')
      .replace(/(?<=\d)\s?‰/g, ' per thousand')
      .replace(/(?<![\p{L}\p{N}&])#(\d+)#/gu, 'hash $1 hash')
      .replace(/(?<=\b(?:dial|press|enter|or) )\*(?=\d)/gi, 'star ')
      .replace(/(?<=(?:^|[^\p{L}\p{N}])[A-G])#(?![\p{L}\p{N}])/gu, ' sharp')
      .replace(/(?<![\p{L}\p{N}&])#(?=\d)/gu, 'number ')
      .replace(/(?<![\p{L}\p{N}])~\s?(?=[$£€]?\d)/gu, 'about ')
  );
}
