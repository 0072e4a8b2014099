/** Formulas as they are said: LaTeX, comparisons, powers, roots. */
import { fraction } from './numbers.ts';

/** How signs between two things are said. */
const COMPARED: Readonly<Record<string, string>> = {
  '<': 'is less than',
  '>': 'is greater than',
  '<=': 'is at most',
  '≤': 'is at most',
  '>=': 'is at least',
  '≥': 'is at least',
  '==': 'equals',
  '===': 'equals',
  '!=': 'is not equal to',
  '!==': 'is not equal to',
  '≠': 'is not equal to',
  '≈': 'is about',
  '≡': 'is identical to',
  '∈': 'is in',
  '∉': 'is not in',
  '⊂': 'is part of',
  '⊆': 'is part of',
};
const NEAR: Readonly<Record<string, string>> = {
  '<': 'less than',
  '>': 'more than',
  '≤': 'at most',
  '<=': 'at most',
  '≥': 'at least',
  '>=': 'at least',
  '≈': 'about',
};

/** What commands of LaTeX mean; letters of Greek are said by their names. */
const COMMANDS: Readonly<Record<string, string>> = Object.fromEntries(
  `times=times,cdot=times,ast=times,div=divided by,pm=plus or minus,mp=minus or plus,le=is at most,leq=is at most,leqslant=is at most,
   ge=is at least,geq=is at least,geqslant=is at least,lt=is less than,gt=is greater than,ll=is much less than,gg=is much greater than,
   ne=is not equal to,neq=is not equal to,approx=is about,sim=is about,simeq=is about,cong=is congruent to,equiv=is identical to,
   propto=is proportional to,to=to,rightarrow=to,longrightarrow=to,mapsto=to,implies=implies,Rightarrow=implies,iff=if and only if,
   Leftrightarrow=if and only if,infty=infinity,partial=partial,nabla=nabla,sum=the sum of,prod=the product of,int=the integral of,
   in=is in,notin=is not in,subset=is part of,subseteq=is part of,cup=union,cap=intersection,emptyset=the empty set,forall=for all,exists=there is,
   neg=not,land=and,lor=or,ldots=…,cdots=…,dots=…,degree=degrees,angle=angle,perp=is perpendicular to,parallel=is parallel to,mid=divides,
   therefore=therefore,because=because,hbar=h bar,ell=l,prime=prime,circ=degrees,percent=percent,
   log=log,ln=natural log,lg=log,exp=exp,sin=sine,cos=cosine,tan=tangent,cot=cotangent,sec=secant,csc=cosecant,arcsin=arc sine,arccos=arc cosine,
   arctan=arc tangent,sinh=hyperbolic sine,cosh=hyperbolic cosine,tanh=hyperbolic tangent,min=min,max=max,lim=the limit of,gcd=gcd,det=det,mod=mod,bmod=mod`
    .split(',')
    .map((pair) => pair.trim().split('=') as [string, string]),
);
const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const WORDS: Readonly<Record<string, string>> = {
  ...COMMANDS,
  ...Object.fromEntries(
    GREEK.flatMap((name) => [name, `var${name}`, name.charAt(0).toUpperCase() + name.slice(1)].map((as) => [as, name])),
  ),
};
const KNOWN = new RegExp(
  String.raw`\\(${Object.keys(WORDS)
    .toSorted((left, right) => right.length - left.length)
    .join('|')})(?![a-zA-Z])`,
  'g',
);
/** Around what is said, and of no sound. */
const STYLE =
  /\\(?:text|emph|textbf|textit|mathrm|mathbf|mathit|mathbb|mathcal|mathsf|operatorname|boxed|overline|underline|vec|hat|bar|tilde|mbox)\s*\{([^{}]*)\}/g;
const SPACE = /\\(?:left|right|[bB]igg?[lr]?|displaystyle|limits|nolimits|quad|qquad|nonumber|hline)(?![a-zA-Z])|\\[,;:! ]/g;
const BOUNDED = /\\(sum|prod|int)\s*(?:\\limits)?\s*_\s*(?:\{([^{}]*)\}|(\\?\w+?))\s*\^\s*(?:\{([^{}]*)\}|(\\[a-zA-Z]+|\w))/g;
const BOUNDS: Readonly<Record<string, string>> = { sum: 'sum', prod: 'product', int: 'integral' };
const LATEX =
  /[\^_]\{|\\(?:[dt]?frac|sqrt|sum|prod|int|lim|times|cdot|div|pm|leq?|geq?|neq?|approx|infty|text|textbf|textit|emph|mathrm|mathbf|binom|hat|vec|overline|boxed|pi|left|rightarrow|to|in|log|ln|sin|cos|tan|alpha|beta|gamma|delta|theta|lambda|mu|sigma|omega|Delta|begin|end)(?![a-zA-Z])/;

/** What a power is called behind what it is of. */
function power(of: string): string {
  const exponent = of.trim();
  if (exponent === '2') return ' squared';
  if (exponent === '3') return ' cubed';
  if (/^\\(?:circ|degree)$|^°$/.test(exponent)) return ' degrees';
  if (/^\\prime$|^'$/.test(exponent)) return ' prime';
  return ` to the power of ${exponent.replace(/^[-−–]\s*/, 'minus ').replace(/^\+/, '')}`;
}

/** Commands of LaTeX in words, from the innermost braces outwards. */
function commands(tex: string): string {
  let text = tex
    .replace(/\\begin\{[^}]*\}(?:\{[^}]*\})?|\\end\{[^}]*\}|\\(?:label|tag)\{[^}]*\}/g, ' ')
    .replace(BOUNDED, (_, what: string, ...[from, bare, to, bareTo]: (string | undefined)[]) => {
      return ` the ${BOUNDS[what] ?? what} from ${from ?? bare ?? ''} to ${to ?? bareTo ?? ''} of `;
    })
    .replace(
      /\\lim\s*_\s*\{([^{}]*)\}/g,
      (_, under: string) => ` the limit as ${under.replace(/\\to|\\rightarrow|→/, ' goes to ')} of `,
    )
    .replace(/\\log\s*_\s*(?:\{([^{}]*)\}|(\w))/g, (_, base?: string, bare?: string) => ` log base ${base ?? bare ?? ''} of `)
    .replace(/\\[dt]?frac\s*(\d)\s*(\d)/g, (_, above: string, below: string) => ` ${fraction(above, below)} `)
    .replace(/\\sqrt\s*(\d)/g, ' the square root of $1')
    .replace(SPACE, ' ')
    .replace(/\\\\/g, ', ')
    .replace(/\\([%$&#_])/g, '$1');
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(STYLE, ' $1 ')
      .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, above: string, below: string) => {
        const isPlain = /^\s*\d+\s*$/.test(above) && /^\s*\d+\s*$/.test(below);
        return ` ${isPlain ? fraction(above.trim(), below.trim()) : `${above} over ${below}`} `;
      })
      .replace(/\\[dt]?binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, ' $1 choose $2 ')
      .replace(/\\sqrt\s*\[3\]\s*\{([^{}]*)\}/g, ' the cube root of $1 ')
      .replace(/\\sqrt\s*\[([^\]]*)\]\s*\{([^{}]*)\}/g, ' the $1th root of $2 ')
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, ' the square root of $1 ')
      .replace(/\^\s*\{([^{}]*)\}/g, (_, exponent: string) => power(exponent))
      .replace(/_\s*\{([^{}]*)\}/g, ' $1 ');
  }
  return text
    .replace(/\^\s*(\\(?:circ|degree|prime))(?![a-zA-Z])/g, (_, exponent: string) => power(exponent))
    .replace(KNOWN, (_, name: string) => ` ${WORDS[name] ?? ''} `);
}

/** A whole formula in words. */
function formula(tex: string): string {
  // Letters side by side are a product, each said by itself.
  const apart = tex
    .replace(/(?<![\\a-zA-Z])d([xytuvwr])(?![a-zA-Z])/g, 'd $1')
    .replace(/(?<=\d)([a-zA-Z]{1,3})(?![a-zA-Z])/g, (letters) => ` ${letters.split('').join(' ')}`)
    .replace(/(?<![\\a-zA-Z{])([a-zA-Z])([a-zA-Z])(?=[\^_])/g, '$1 $2');
  const text = commands(apart.replace(GIVEN, ' given ').replace(ABSOLUTE, ' the absolute value of $1 '))
    .replace(/\\[a-zA-Z]+/g, ' ')
    .replace(/&/g, ' ')
    .replace(/\^\s*([\p{L}\p{N}]|-\d+)/gu, (_, exponent: string) => power(exponent))
    .replace(/_\s*(?=[\p{L}\p{N}])/gu, ' ')
    .replace(/<=|>=|[<>≤≥≠≈]/g, (sign) => ` ${COMPARED[sign] ?? ''} `)
    .replace(/\s*=\s*/g, ' equals ')
    .replace(/\s*[-−]\s*/g, ' minus ')
    .replace(/\s*\+\s*/g, ' plus ')
    .replace(/\s*\*\s*/g, ' times ')
    .replace(/(\d)\s*\/\s*(\d+)/g, (_, above: string, below: string) => fraction(above, below))
    .replace(/\s*\/\s*/g, ' over ')
    .replace(/(?<=[\p{L}\p{N})])!/gu, ' factorial')
    .replace(/(?<=\p{L})'/gu, ' prime')
    .replace(/[{}|]/g, ' ')
    .replace(/(?<=\b[fghFGHPE](?: prime)*)\s*\(\s*([^(),]{1,12}?)\s*\)/g, ' of $1');
  return ` ${text.trim()} `;
}

/** Formulas between the signs of LaTeX, whole or cut by a clause's end, and its commands outside of them. */
export function spokenLatex(text: string): string {
  if (!/[$\\]|[\^_]\{/.test(text)) return text;
  const said = text
    .replace(
      /\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)/g,
      (_, ...[display, bracket, inline]: (string | undefined)[]) => formula(display ?? bracket ?? inline ?? ''),
    )
    // A dollar before a price is none of a formula: those begin and end with something that belongs to them.
    .replace(/(?<![\\$\w])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![$\w])/g, (whole, inner: string) =>
      /^\d[\d.,]*\s[a-z]{2}/i.test(inner) ? whole : formula(inner),
    )
    .replace(/(?:\\\[|\\\(|\$\$)([\s\S]*)$/, (_, inner: string) => formula(inner))
    .replace(/^([\s\S]*?)(?:\\\]|\\\))/, (_, inner: string) => formula(inner));
  if (!LATEX.test(said)) return said;
  const isAllFormula = /^[\s&]*[^\p{Ll}]*\\/u.test(said);
  return isAllFormula ? formula(said) : commands(said);
}

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
  /(?<=\b(?:and|or|but|with|for|of|in|by|is|are|was|were|be|to|from|at|on|than|about|only|if|have|has|had|after|before|within|needs?|requires?|takes?|lasts?|costs?|waits?|earns?|weighs?|uses?|use|ages?|aged)\s)(<=|>=|[<>≤≥≈])\s+(?=[$£€]?\.?\d)/giu;
/** Of a probability: "P(A|B)". */
const GIVEN = /(?<=(?<!\p{L})(?:P|Pr|p|E)\([^()|]{1,40})\s*(?:\||\\mid(?![a-z]))\s*(?=[^()|]{1,40}\))/gu;
/** Around a letter, a number or a difference of two: "|x - 3|". */
const ABSOLUTE = /(?<![\p{L}\p{N}|])\|(\s?[-−]?(?:\d+(?:\.\d+)?|\p{L})(?:\s?[-−+]\s?(?:\d+|\p{L}))?\s?)\|(?![\p{L}\p{N}|])/gu;

/** Signs between numbers and names in words. Signs that eSpeak knows (+, ×, ÷, π) are left to it. */
export function spokenSigns(text: string): string {
  if (!/[^\p{L}\p{M}\p{P}\s]|[*#§‰ⁿⁱˣ]/u.test(text)) return text;
  return text
    .replace(/(\p{L}\s)<3(?=\W|$)/gu, '$1')
    .replace(/^\s*(?:→|⇒|-+>|=+>)\s*/, '')
    .replace(/(?<=\d|\)|(?<!\p{L})\p{L})\s*\*\s*(?=\()|(?<=\))\s*\*\s*(?=\d)|(?<=\)\s)\*(?=\s\p{L}(?!\p{L}))/gu, ' times ')
    .replace(/(?<!\p{L})d(\p{Ll}?)\/d(\p{Ll})(?!\p{L})/gu, 'd $1 over d $2')
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
      /(?<![\w.,])(?!0x)(\d+(?:\.\d+)?) ?x ?(?=\d+(?:\.\d+)?(?![\p{L}\d]))/gu,
      (_, first: string, at: number, all: string) =>
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
    .replace(/(?<=(?:^|[^\p{L}\p{N}])[A-G])#(?![\p{L}\p{N}])/gu, ' sharp')
    .replace(/(?<![\p{L}\p{N}&])#(?=\d)/gu, 'number ')
    .replace(/(?<![\p{L}\p{N}])~\s?(?=[$£€]?\d)/gu, 'about ');
}
