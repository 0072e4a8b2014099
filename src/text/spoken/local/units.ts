/** Units of measure behind numbers in languages other than English. */
import type { LocalWords, Step } from '../local-words.ts';
import { withPowers } from '../units.ts';

const AMOUNT = String.raw`\d+(?:[.,]\d+)?`;
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

export function units({ tag, units: own, square, cubic, signs }: LocalWords): Step {
  const symbols = [...Object.keys(UNITS), ...Object.keys(own)].toSorted((left, right) => right.length - left.length).join('|');
  const measure = new RegExp(
    String.raw`(?<![\p{L}\p{N}.,])([-−])?(${AMOUNT})[ \u00a0\u202f]?(${symbols})(²|³|\^2|\^3)?(?:\/(${symbols})(²|³)?)?(?![\p{L}\p{M}\p{N}/²³]|['’]\p{L})(?:\.(?=\s+\p{Ll}))?`,
    'gu',
  );
  const each = new RegExp(String.raw`(?<=\d[^.!?]{0,40} ${signs.per} )(?:${symbols})(?![\p{L}\p{M}\p{N}'’])`, 'gu');
  /** Of two sides, by what they are measured in, or long numbers: "3 x 4 m", "1920x1080". */
  const sides = new RegExp(
    String.raw`(?<=(?<![\p{L}\d.,])\d[\d.,]*)\s?[x×]\s?(?=\d[\d.,]*\s?(?:${symbols})(?![\p{L}\p{N}]))|(?<=(?<![\p{L}\d.,])\d{2,4})x(?=\d{2,4}(?!\d))`,
    'gu',
  );
  /** Without a number: "en km/h". */
  const rate = /(?<![\p{L}\p{N}/])(km|m|mg|g)\/(h|s|dL|dl|L|l)(?![\p{L}\p{N}/²³])/gu;
  const raised = (name: string, power: string | undefined, isOne: boolean) =>
    power === undefined ? name : /2|²/.test(power) ? square(name, isOne) : cubic(name, isOne);
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
    withPowers(text)
      .replace(/(?<=\d\s?(?:mm|cm|m|km|ft))\s?[x×]\s?(?=\d)/g, ` ${signs.by} `)
      .replace(sides, ` ${signs.by} `)
      .replace(/(?<=\p{L} \d{1,2}) x (?=\d{1,2} \p{Lu})/gu, ` ${signs.to} `)
      .replace(/(?<=(?<![\p{L}\d.,])\d[\d.,]*) x (?=\d)/gu, ` ${signs.times} `)
      .replace(
        measure,
        (_, ...[minus, amount = '', symbol = '', power, over, overPower, at, all = '']: (string | undefined)[]) => {
          const before = all.slice(0, Number(at));
          // "3/4 kg" is of one, and so is "1 1/2 kg"; "120/80 mmHg" is not.
          const [, whole, above] = /(?:(\d+)[ -])?(\d+)\/$/.exec(before) ?? [];
          const isPart = above !== undefined && Number(above) < Number(amount);
          const count = !isPart || (whole !== undefined && whole !== '1') ? (above === undefined ? amount : '2') : '1';
          const of = isPart && whole === undefined && !(above === '1' && amount === '2') ? signs.of : '';
          const unit = raised(named(count, symbol), power, count === '1');
          const per = over === undefined ? '' : ` ${signs.per} ${raised(named('1', over), overPower, true)}`;
          return `${minus ? `${signs.minus} ` : ''}${amount} ${of}${unit}${per}`;
        },
      )
      .replace(each, (symbol) => named('1', symbol))
      .replace(rate, (_, of: string, over: string) => {
        return UNITS[`${of}/${over}`] ? named('2', `${of}/${over}`) : `${named('2', of)} ${signs.per} ${named('1', over)}`;
      })
      .replace(/(?<![\p{L}\p{N}/])(km|cm|m)(²|³)(?![\p{L}\p{N}/])/gu, (_, symbol: string, power: string) =>
        power === '²' ? square(named('2', symbol), false) : cubic(named('2', symbol), false),
      )
      .replace(/(?<=\d)\s?°(?![\p{L}])/gu, ` ${signs.degrees}`);
}
