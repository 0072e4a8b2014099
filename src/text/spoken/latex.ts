/** Formulas of LaTeX as they are said. */
import { fraction } from './fractions.ts';

/** How signs between two things are said. */
export const COMPARED: Readonly<Record<string, string>> = {
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
export function power(of: string): string {
  const exponent = of.trim();
  if (exponent === '2') return ' squared';
  if (exponent === '3') return ' cubed';
  if (/^\\(?:circ|degree)$|^°$/.test(exponent)) return ' degrees';
  if (/^\\prime$|^'$/.test(exponent)) return ' prime';
  return ` to the power of ${exponent.replace(/^[-−–]\s*/, 'minus ').replace(/^\+/, '')}`;
}

/** Of a probability: "P(A|B)". */
export const GIVEN = /(?<=(?<!\p{L})(?:P|Pr|p|E)\([^()|]{1,40})\s*(?:\||\\mid(?![a-z]))\s*(?=[^()|]{1,40}\))/gu;
/** Around a letter, a number or a difference of two: "|x - 3|". */
export const ABSOLUTE =
  /(?<![\p{L}\p{N}|])\|(\s?[-−]?(?:\d+(?:\.\d+)?|\p{L})(?:\s?[-−+]\s?(?:\d+|\p{L}))?\s?)\|(?![\p{L}\p{N}|])/gu;

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
