/** Parts of a whole, and whatever else has a stroke in it, as they are said. */

const DENOMINATORS: Readonly<Record<number, string>> = {
  2: 'half',
  3: 'third',
  4: 'quarter',
  5: 'fifth',
  6: 'sixth',
  7: 'seventh',
  8: 'eighth',
  9: 'ninth',
  10: 'tenth',
  12: 'twelfth',
  16: 'sixteenth',
  20: 'twentieth',
  32: 'thirty-second',
  64: 'sixty-fourth',
  100: 'hundredth',
  1000: 'thousandth',
};
const COUNTED = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Of two whole numbers: "three quarters", "22 over 7". */
export function fraction(above: string, below: string): string {
  const [numerator, denominator] = [Number(above), Number(below)];
  const name = DENOMINATORS[denominator];
  if (name === undefined || numerator === 0 || numerator >= denominator) return `${above} over ${below}`;
  const count = COUNTED[numerator] ?? above;
  if (numerator === 1) return `${count} ${name}`;
  return `${count} ${name === 'half' ? 'halves' : `${name}s`}`;
}

/** What is said of two numbers with a slash between them: neither a part of something nor a division. */
const SAYINGS = /(?<![\d/.,])(24\/7|9\/11|50\/50|20\/20|7\/11)(?![\d/]|\.\d)/g;
const MIXED = /(?<![\d/.,])(\d+)[ -](\d{1,2})\/(\d{1,3})(?![\d/]|\.\d)/g;
const FRACTION = /(?<![\d/.,:])(\d{1,4})\/(\d{1,4})(?![\d/]|\.\d)/g;
const PER =
  /\/(?<=(?:\d|[$£€]\d[\d.,]*)(?: \p{L}+){0,3}\/)(?=(?:second|sec|s|minute|min|hour|hr|h|day|night|week|wk|month|mo|year|yr|person|user|head|page|unit|item|pound|lb|kg|kilogram|gallon|liter|mile|km)\b)/gu;
const SHORT_TIMES: Readonly<Record<string, string>> = {
  sec: 'second',
  s: 'second',
  min: 'minute',
  hr: 'hour',
  h: 'hour',
  wk: 'week',
  mo: 'month',
  yr: 'year',
};
/** Of how many: "Part 1/2", "lap 44/78". */
const PART_OF =
  /(?<=\b(?:part|step|page|lap|round|episode|chapter|day|week|lesson|slide|stage|game|item|image|photo|question|task|file) \d{1,4})\s?\/\s?(?=\d{1,4}(?![\d/]|\.\d))/gi;
/** What somebody has reached: "scored 17/20". */
const OUT_OF =
  /(?<=\b(?:scored?|rat(?:ed|ing)|grade|marks?)(?: \p{L}+){0,3}:? \d{1,3}(?:\.\d)?)\/(?=\d{1,3}(?![\d/]|\.\d))|(?<=\d)\/(?=\d{1,2} (?:stars|points)\b)|(?<=(?<![\d.,])\d{1,2}\.\d)\/(?=(?:5|10|100)(?![\d/]|\.\d))/giu;
const PAIR = /(?<![\d/.,])(\d{1,2})\/(\d{1,2})(?![\d/]|\.\d)/g;
/** Either of two words. */
const EITHER =
  /(?<![\p{L}/])(he|she|his|him|her|hers|they|yes|no|true|false|his|and|either|day|hot|left)\/(she|he|her|him|hers|his|it|they|no|yes|false|true|or|night|cold|right)(?![\p{L}/])/giu;

export function spokenFractions(text: string): string {
  return text
    .replace(SAYINGS, (pair) =>
      pair === '24/7' ? 'twenty-four seven' : pair === '9/11' ? 'nine eleven' : pair.replace('/', ' '),
    )
    .replace(MIXED, (whole, units: string, above: string, below: string) =>
      Number(above) < Number(below) && DENOMINATORS[Number(below)] !== undefined
        ? `${units} and ${Number(above) === 1 && below !== '1' ? (below === '8' ? 'an' : 'a') : (COUNTED[Number(above)] ?? above)} ${fraction(above, below).replace(/^\S+ /, '')}`
        : whole,
    )
    .replace(/(?<![\d/.,])((?:19|20)\d\d)\/(\d\d)(?![\d/])/g, '$1 $2')
    .replace(/(?<=\d\/\d{1,3})(?:rds|ths|nds|rd|th|nd)(?!\p{L})/gu, '')
    .replace(PART_OF, ' of ')
    .replace(OUT_OF, ' out of ')
    .replace(PAIR, (whole, first: string, second: string, at: number, all: string) => {
      // Shares of a hundred; two that follow each other, of things with a name: "Windows 10/11".
      if (Number(first) + Number(second) === 100 && Number(first) >= 50) return `${first} ${second}`;
      const isNext = Number(second) === Number(first) + 1 && Number(first) >= 9;
      return isNext && /\p{Lu}\p{L}*\s$/u.test(all.slice(0, at)) ? `${first} or ${second}` : whole;
    })
    .replace(/(?<=\d)\s+\/\s+(?=\d)/g, ' divided by ')
    .replace(FRACTION, (_, above: string, below: string, at: number, all: string) => {
      const behind = all.slice(at + above.length + below.length + 1);
      if (/^\s*(?:=|equals)/.test(behind)) return `${above} divided by ${below}`;
      if (below === '10' && Number(above) >= 5) return `${above} out of 10`;
      if (below === '100' && Number(above) > 1) return `${above} out of 100`;
      return fraction(above, below);
    })
    .replace(PER, ' per ')
    .replace(/ per (sec|s|min|hr|h|wk|mo|yr)\b/g, (_, unit: string) => ` per ${SHORT_TIMES[unit] ?? unit}`)
    .replace(EITHER, (_, left: string, right: string) =>
      /^(?:and|either)$/i.test(left) ? `${left} ${right}` : `${left} or ${right}`,
    )
    .replace(/(?<![\p{L}\p{N}/])w\/o(?:ut)?(?![\p{L}/])/gu, 'without')
    .replace(/(?<![\p{L}\p{N}/])w\/(?=\s|\p{L})\s?/gu, 'with ');
}
