/** Numerals, fractions and signs in languages other than English. */
import type { LocalWords, Step } from '../local-words.ts';
import { romanValue } from '../names.ts';

/** Not of degrees but of a row, before what stands in it: "5° piano", "1° de mayo". */
const ROW =
  /(?<=(?<![\d.,−-])(?:[1-9]|1[0-2]))°(?=\s(?:d[ei]\s)?(?!(?:all[ae]?|dell?[ao]|sotto|sopra|circa|con|per|non|bajo|sobre|por|para|hacia|abaixo|acima|hoje?|oggi|domani|mañana|amanhã|nord|sud|est|norte|sur|sul|este|leste|ovest|oeste|cent[ií]grad[io]s?|gradi|celsius|fahrenheit|que|che|pero|mas|quando|cuando|a?fuera|fuori|fora|dentro|entre|desde|hasta|até|fino|men[oy]s?|más|più|mais)(?!\p{L}))\p{Ll}{3,})|(?<=(?:^|\s)(?:[Ii]l|[Aa]l|[Dd]el|[Dd]al|[Nn]el)\s\d{1,3})°(?!\s?[CF])/gu;

export function rows({ hasRows }: LocalWords): Step {
  return (text) => (hasRows ? text.replace(ROW, 'º') : text);
}

export function romans({ roman }: LocalWords): Step {
  return (text) =>
    roman.reduce((so, [pattern, said]) => {
      return so.replace(pattern, (...match: unknown[]) => {
        const groups = match.at(-1) as { before?: string; roman: string };
        return `${groups.before === undefined ? '' : `${groups.before} `}${said(romanValue(groups.roman), groups.before ?? '')}`;
      });
    }, text);
}

/** A half, with a number before it or without, and what it is of. */
const HALF = /(?<![\d/.,])(?<!\d)1\/2(?![\d/]|[.,]\d)(?=(?:[ -](\p{L}{3,}))?)/gu;
const AND_HALF = /(?<![\d/.,])(\d{1,2})[ -]1\/2(?![\d/]|[.,]\d)(?: ([\p{L}\p{M}]{3,}))?/gu;
const AND_PART = /(?<![\d/.,])(\d{1,2})[ -](?=(\d\/\d{1,2})(?![\d/]|[.,]\d))/gu;

export function fractions({ fractions: known, signs, half, andHalf, outOf }: LocalWords): Step {
  return (text) =>
    text
      .replace(AND_HALF, (_, whole: string, noun: string | undefined) => andHalf(whole, noun ?? null))
      .replace(HALF, (_, noun: string | undefined) => half(noun ?? null))
      .replace(AND_PART, (whole: string, units: string, part: string) => (known[part] ? `${units} ${signs.and} ` : whole))
      .replace(/(?<![\d/.,])(24)\/(7)(?![\d/])|(?<![\d/.,])(50)\/(50)(?![\d/])/g, (pair) => pair.replace('/', ' '))
      .replace(/(?<![\d/.,])((?:[5-9](?:,\d)?|10))\/10(?![\d/]|[.,]\d)/g, (_, count: string) => outOf(count, '10'))
      .replace(/(?<![\d/.,])(\d{1,4})\/(\d{1,4})(?![\d/]|[.,]\d)/g, (_, above: string, below: string) => {
        return known[`${above}/${below}`] ?? `${above} ${signs.over} ${below}`;
      });
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Either of two words. */
const EITHER =
  /(?<![\p{L}\p{M}/])(él|ellos|sí|il|ils|oui|lui|sì|ele|eles|sim|हाँ)\/(ellas?|elles?|no|non|lei|elas?|não|नहीं)(?![\p{L}\p{M}/])/giu;

/** A span of what is counted behind it, and no difference: "10 - 15 minutos". */
const SPACED_RANGE = /(?<![)=+×÷*/-]\s?|[\d.,]|\p{L})(\d[\d.,]*) - (\d[\d.,]*)(?= ?[%°]| [\p{Ll}\p{Lo}]{3,})/gu;
/** Behind a word a sign bounds a number; it compares letters, numbers and what stands in brackets. */
const BOUND = /(?<=\p{L}\p{M}*\p{L}\p{M}*\s)(<=|>=|[<>≤≥])\s?((?:\d[\d.,]*\d|\d)(?: प्रतिशत| डिग्री|\s?%)?)/gu;

export function signs({ signs: named }: LocalWords): Step {
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
    '±': named.plusMinus,
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
  const bound = (sign: string, number: string) => {
    const said = near[sign] ?? '';
    return said.includes('…') ? said.replace('…', number) : `${said} ${number}`;
  };
  return (text) =>
    text
      .replace(/\s*(?:→|⇒|(?<!<)-+>|(?<![<>=!])=+>)\s*/g, ` ${named.to} `)
      .replace(/(?<=\d\s?%)\s?[–-]\s?(?=\d)/g, ` ${named.to} `)
      .replace(SPACED_RANGE, (whole, from: string, to: string) =>
        Number(from.replace(',', '.')) < Number(to.replace(',', '.')) ? `${from} ${named.to} ${to}` : whole,
      )
      .replace(BOUND, (_, sign: string, number: string) => bound(sign, number))
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
      .replace(/(?<![\p{L}\p{N})]\s?)±\s?(?=\d)/gu, `${named.plusMinus} `)
      .replace(/\s*√\s?/g, ` ${named.root} `)
      .replace(/∞/g, ` ${named.infinity} `)
      .replace(
        /(?<=[\p{L}\p{M}\p{N})]\s?)(<=|>=|!=|==|[=≤≥≈≠<>×÷±])(?=\s?[\p{L}\p{N}(√−-])(\s?[-−]?[\p{L}\p{N}]\p{M}*(?:[.,]?[\p{L}\p{M}\p{N}])*(?: प्रतिशत| डिग्री)?)?/gu,
        (_, sign: string, right?: string) => {
          const said = between[sign] ?? '';
          return said.includes('…') ? `, ${said.replace('…', right?.trim() ?? '')}` : ` ${said} ${right ?? ''}`;
        },
      )
      .replace(
        /(?<=[\p{N})]\s?)([+−·*])(?=\s?[\p{N}(])|(?<=(?<!\p{L})\p{L}\s)([+−·*])(?=\s[\p{L}\p{N}](?!\p{L}))|(?<=[\p{N})]\s)(\/)(?=\s[\p{N}(])/gu,
        (sign) => ` ${between[sign] ?? ''} `,
      )
      .replace(/(?<=[\p{L}\p{M}\p{N})]\s)\+(?=\s[\p{L}\p{N}(])/gu, named.plus)
      .replace(EITHER, `$1 ${named.or} $2`)
      .replace(/(?<=(?<!\p{L})\p{L})\/(?=\p{L}(?![\p{L}+#]))/gu, ` ${named.over} `)
      .replace(/(?<=(?<![\p{L}\p{N}])[A-G])#(?![\p{L}\p{N}])/gu, ` ${named.sharp}`)
      .replace(
        /(?<![\p{L}\p{N})]\s*)(<=|>=|[<>≤≥])\s*((?:\d[\d.,]*\d|\d)(?: प्रतिशत| डिग्री)?)/gu,
        (_, sign: string, number: string) => bound(sign, number),
      )
      .replace(/(?<=\s)−\s?(?=[\p{L}\p{N}(])/gu, `${named.minus} `)
      .replace(/(?<![\p{L}\p{N}])~\s?(?=\d)/gu, `${named.about} `)
      .replace(/(?<=\s|^)≈\s?(?=\d)/g, `${named.about} `)
      .replace(/(?<![\p{L}\p{N}&])#(?=\d)/gu, `${named.number} `)
      .replace(/§\s*(?=\d)/g, `${named.section} `);
}
