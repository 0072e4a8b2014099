/** Units of measure behind numbers, as they are said. What eSpeak spells out by itself (fps, dpi) is left to it. */

/** `symbol singular [plural]`, a dash for a space inside a name. The plural has an s where none is given. */
const UNITS: ReadonlyMap<string, readonly [one: string, many: string]> = new Map(
  `nm nanometer, µm micrometer, μm micrometer, mm millimeter, cm centimeter, dm decimeter, m meter, km kilometer,
   in inch inches, ft foot feet, yd yard, yds yard, mi mile, mph mile-per-hour miles-per-hour, kph kilometer-per-hour kilometers-per-hour,
   kmh kilometer-per-hour kilometers-per-hour, mpg mile-per-gallon miles-per-gallon, rpm revolution-per-minute revolutions-per-minute,
   bpm beat-per-minute beats-per-minute, ha hectare, sqm square-meter, sqft square-foot square-feet,
   µg microgram, μg microgram, mcg microgram, mg milligram, g gram, kg kilogram, kgs kilogram, kms kilometer, oz ounce, lb pound, lbs pound,
   ml milliliter, mL milliliter, cl centiliter, dl deciliter, dL deciliter, l liter, L liter, gal gallon, qt quart, tsp teaspoon, tbsp tablespoon,
   ns nanosecond, µs microsecond, μs microsecond, ms millisecond, s second, sec second, secs second, min minute, mins minute,
   h hour, hr hour, hrs hour, yr year, yrs year, wk week, wks week, mos month, pts point, J joule, N·m newton-meter,
   Hz hertz hertz, kHz kilohertz kilohertz, MHz megahertz megahertz, GHz gigahertz gigahertz, THz terahertz terahertz, dB decibel,
   kB kilobyte, KB kilobyte, MB megabyte, GB gigabyte, TB terabyte, PB petabyte, KiB kibibyte, MiB mebibyte, GiB gibibyte, TiB tebibyte,
   kbit kilobit, Mbit megabit, Gbit gigabit, Mb megabit, Gb gigabit,
   kbps kilobit-per-second kilobits-per-second, Kbps kilobit-per-second kilobits-per-second, Mbps megabit-per-second megabits-per-second,
   Gbps gigabit-per-second gigabits-per-second, px pixel, MP megapixel,
   mV millivolt, V volt, kV kilovolt, mA milliamp, mAh milliamp-hour, mW milliwatt, W watt, kW kilowatt, MW megawatt, GW gigawatt,
   Wh watt-hour, kWh kilowatt-hour, MWh megawatt-hour, Ω ohm, kΩ kilohm, MΩ megohm,
   Pa pascal, hPa hectopascal, kPa kilopascal, MPa megapascal, mmHg millimeter-of-mercury millimeters-of-mercury, psi pound-per-square-inch pounds-per-square-inch,
   kJ kilojoule, MJ megajoule, kN kilonewton, cal calorie, kcal kilocalorie, eV electronvolt, keV kiloelectronvolt, MeV megaelectronvolt, GeV gigaelectronvolt,
   mol mole, mmol millimole, °C degree-Celsius degrees-Celsius, ℃ degree-Celsius degrees-Celsius, °F degree-Fahrenheit degrees-Fahrenheit`
    .split(',')
    .map((line) => line.trim().split(/\s+/))
    .map(([symbol = '', one = '', many = `${one}s`]) => [symbol, [one.replaceAll('-', ' '), many.replaceAll('-', ' ')] as const]),
);
/** These are words or letters too, and count as units only behind a space, a fraction, or with a full stop. */
const DOUBTFUL = new Set(['in', 's']);

const SYMBOLS = [...UNITS.keys()].toSorted((left, right) => right.length - left.length).join('|');
const AMOUNT = String.raw`(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)`;
const POWER = String.raw`²|³|\^2|\^3`;
const MEASURE = new RegExp(
  String.raw`(?<![\w.,])(${AMOUNT})( ?|\u00a0|\u202f|-)(${SYMBOLS})(${POWER})?(?:\/(${SYMBOLS})(${POWER})?)?(?![\p{L}\p{N}'’]|\/(?!\d))(\.(?=[,;:)]|\s+(?:\p{Ll}|[x×=]\s|\d+\s?(?:${SYMBOLS})(?![\p{L}\p{N}]))))?(?!\.?\s\d+(?:st|nd|rd|th)\b)`,
  'gu',
);
/** What a price, an amount or a count is of: "$2/oz", "200 mg/day", "5 L/100 km". */
const EACH = new RegExp(
  String.raw`(?<=[$£€]\d[\d.,]*|[⁰¹²³⁴-⁹]|\d ?(?:${SYMBOLS})(?:\/(?:${SYMBOLS}))?|\d(?: (?!(?:or|and|to)\b)\p{Ll}+){1,4})\/(?:(?=\d+ ?km\b)|(second|sec|minute|min|hour|hr|h|day|night|week|wk|month|mo|year|yr|person|user|head|page|unit|item|pound|serving|bbl|${SYMBOLS})(?![\p{L}\p{N}²³^])(\.(?=\s+\p{Ll}))?)`,
  'gu',
);
const EACH_NAMES: Readonly<Record<string, string>> = { wk: 'week', mo: 'month', bbl: 'barrel' };
/** Feet and inches: 5'10", 6′2″. */
const HEIGHT = /(?<![\w.,])(\d{1,2})\s?['’′]\s?(\d{1,2}(?:\.\d+)?)\s?(?:"|”|″|'')/g;
/** Without a number: "speed in km/h". Of a time or a room, or it is either of two ("kg/lb"). */
const RATE = new RegExp(
  String.raw`(?<![\p{L}\p{N}/])(?!(?:in|s)/)(${SYMBOLS})/(s|sec|min|h|hr|d?[lL]|m[lL]|[cm]?m(?=[²³])|mol)(${POWER})?(?![\p{L}\p{N}/²³^])`,
  'gu',
);

function named(symbol: string, power: string | undefined, isOne: boolean): string {
  const name = UNITS.get(symbol)?.[isOne ? 0 : 1] ?? symbol;
  const kind = power === undefined ? '' : /2|²/.test(power) ? 'square ' : 'cubic ';
  // "Meters per second squared", but "square meters".
  return /^(?:s|h|min|sec|ms)$/.test(symbol) && kind ? `${name} ${kind === 'square ' ? 'squared' : 'cubed'}` : kind + name;
}

/** Four digits in a row would be said as a year. */
export function withComma(amount: string): string {
  return amount.replace(/^(\d)(\d{3})(?!\d|,)/, '$1,$2');
}

/** Whether a fraction stands before its denominator here, and no whole number before it: "1/4 tsp", not "1 1/4 tsp" or "120/80". */
function isPartOfOne(before: string, denominator: string): boolean {
  const numerator = /(\d+)\/$/.exec(before)?.[1];
  return numerator !== undefined && Number(numerator) < Number(denominator) && !/\d[ -]\d+\/$/.test(before);
}

/** Whether a measure says what something is like: "a 10 kg bag". */
function isKind(before: string, behind: string): boolean {
  return (
    /(?<![\p{L}'’])an? $/iu.test(before) &&
    /^ \p{Ll}{3,}/u.test(behind) &&
    !/^ (?:and|per|for|with|from|plus|minus)\b/.test(behind)
  );
}

/** Whether "in" behind a number is a unit: behind feet, between two sides, at the end, or before what inches are counted of. */
function isInches(before: string, behind: string): boolean {
  if (/\d\s?(?:ft\.?|feet|foot|['’′])\s*$/.test(before)) return true;
  return /^(?:\.?\s*$|[.,;:!?)]|\s*[x×=]\s|\s+(?:by\s+\d|of\s|wide|long|tall|deep|thick|high|across|apart)\b)/.test(behind);
}

function measure(whole: string, ...found: (string | undefined)[]): string {
  const [amount = '', gap = '', symbol = '', power, over, overPower, stop, at, text = ''] = found;
  // Of "m 1 m 2 over r squared" neither is a meter.
  if (
    symbol.length === 1 &&
    /(?<!\p{L})\p{L} $/u.test(text.slice(0, Number(at))) &&
    /^ \d/.test(text.slice(Number(at) + whole.length))
  )
    return whole;
  if (DOUBTFUL.has(symbol) && !power && !over) {
    const [before, behind] = [text.slice(0, Number(at)), text.slice(Number(at) + whole.length)];
    const isSure = symbol === 's' ? gap !== '' || amount.includes('.') : stop !== undefined || isInches(before, behind);
    if (!isSure) return whole;
  }
  const isOne =
    isPartOfOne(text.slice(0, Number(at)), amount) ||
    isKind(text.slice(0, Number(at)), text.slice(Number(at) + whole.length)) ||
    amount === '1' ||
    gap === '-';
  const unit = named(symbol, power, isOne);
  const per = over === undefined ? '' : ` per ${named(over, overPower, true)}`;
  const isDenominator = /\d\/$/.test(text.slice(0, Number(at)));
  return `${isDenominator ? amount : withComma(amount)} ${unit}${per}`;
}

/** Of an angle or a place on the earth: 40°26′46″N, 51.5° N. */
const ANGLE = /(?<=\d)°(?:\s?(\d{1,2})\s?['′’](?:\s?(\d{1,2}(?:\.\d+)?)\s?["″”])?)?(?:\s?([NSEW])(?![\p{L}\p{N}]))?/gu;
const WINDS: Readonly<Record<string, string>> = { N: ' north', S: ' south', E: ' east', W: ' west' };

function angle(whole: string, minutes?: string, seconds?: string, wind?: string): string {
  if (minutes === undefined && wind === undefined) return whole;
  const parts = ` degrees${minutes === undefined ? '' : ` ${minutes} minutes`}${seconds === undefined ? '' : ` ${seconds} seconds`}`;
  return parts + (WINDS[wind ?? ''] ?? '');
}

const AREA = /(?<![\p{L}\p{N}/])(mm|cm|km|m|ft)(²|³)(?![\p{L}\p{N}/])/gu;

function heightOf(_: string, feet: string, inches: string): string {
  return `${feet} feet ${inches}${inches === '1' ? ' inch' : ' inches'}`;
}

/** What is measured ends here, or how it is measured follows; otherwise what it is of ("a 27\" screen"). */
const INCHES = /^(?:\s*$|\s?[.,;:!?)]|\s+(?:wide|long|tall|deep|thick|high|across|apart|or|and|to|is|of)\b)/;

const UNDER = new RegExp(String.raw`(?<=[\p{L}\d²³]) ?(?<!\p{L})(${SYMBOLS})⁻([¹²³])(?!\p{N})`, 'gu');

/** A sign of inches looks like a quotation mark: behind a number, where no quotation is open, it is one. */
function inInches(text: string): string {
  let isQuoted = false;
  return text.replace(/["″]/g, (mark, at: number) => {
    if (!isQuoted && /\d\s?$/.test(text.slice(0, at)))
      return INCHES.test(text.slice(at + 1)) && !/\b1\s?$/.test(text.slice(0, at)) ? ' inches' : ' inch';
    if (mark === '"') isQuoted = !isQuoted;
    return mark;
  });
}

/** "150 m3" and "m s⁻¹", as they are meant. */
export function withPowers(text: string): string {
  return text
    .replace(UNDER, (_, symbol: string, power: string) => `/${symbol}${power === '¹' ? '' : power}`)
    .replace(/(?<=\d\s?[ckm]?m)[23](?![\p{L}\p{N}])/gu, (power) => (power === '2' ? '²' : '³'));
}

export function spokenUnits(text: string): string {
  const written = withPowers(text)
    .replace(EACH, (_, of?: string) => ` per ${of === undefined ? '' : (EACH_NAMES[of] ?? named(of, undefined, true))}`)
    .replace(/(?<=\d)°\s(?=[CF](?![\p{L}\p{N}]))/gu, '°')
    .replace(ANGLE, angle)
    .replace(
      /(?<=\d(?:\s?%|°[CF]?))\s?[–-]\s?(?=\d)|(?<=\d ?([ckm]?m|k?g|ml|[lL]|lbs?|oz|ft|mi))(?:–|-(?=\d[\d.]* ?\1(?![a-z])))(?=\d)/g,
      ' to ',
    );
  return inInches(
    written
      .replace(/(?<![\w.,])(\d{1,3})['’′]\s?[x×]\s?(\d{1,3})['’′]/g, '$1 feet by $2 feet')
      .replace(HEIGHT, heightOf)
      .replace(
        /(?<=\d\s?)(sq|cu)\.?\s(ft|m|km|mi|in|yd|cm)\b\.?(?!\s*[=²³])/g,
        (_, kind: string, unit: string) => `${unit}${kind === 'sq' ? '²' : '³'}`,
      )
      .replace(/(?<![\w.,])(\d{1,2})\s?['’′](?=\s+(?:tall|high|long|wide|deep)\b)/g, '$1 feet')
      .replace(/(?<![\w.,])(\d{1,3})\s?h\s?(\d{1,2})\s?m(?:in)?(?![\p{L}\p{N}])/gu, '$1 h $2 min'),
  )
    .replace(MEASURE, measure)
    .replace(/(?<=Celsius|Fahrenheit)\/(?=\d)/g, ' or ')
    .replace(/(?<=\d (?:inch(?:es)?|feet|foot|yards?|(?:centi|milli)?meters?))\s?[x×]\s?(?=\d)/g, ' by ')
    .replace(AREA, (_, unit: string, power: string) => named(unit, power, false))
    .replace(RATE, (_, of: string, per: string, power?: string) => {
      return `${named(of, undefined, false)} per ${named(per, power, true)}`;
    });
}
