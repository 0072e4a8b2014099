/** Dates and times of day as they are said. Years and times like 3:05 are left to kokoro-js, which knows them. */

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
const MONTH = String.raw`(?:0?[1-9]|1[0-2])`;
/** The year comes first (2024-01-15, 2024/1/15), with a time behind it or without. */
const YEAR_FIRST = new RegExp(
  String.raw`(?<![\d/.-])([12]\d{3})([-/.])(${MONTH})\2(${DAY})(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-]|\.\d)`,
  'g',
);
/** The year comes last: 1/15/2024, 15.01.2024, 15/01/24. */
const YEAR_LAST = new RegExp(String.raw`(?<![\d/.-])(${DAY})([-/.])(${DAY})\2([12]\d{3}|(?<=/)\d{2})(?![\d/-]|\.\d)`, 'g');
const YEAR_MONTH = /(?<![\d/.-])([12]\d{3})-(0[1-9])(?![\d/-]|\.\d)/g;
const MONTH_DAY = new RegExp(
  String.raw`(?<=\b(?:on|by|until|since|before|after) )(${MONTH})/(${DAY})(?![\d/]|\.\d|\s+(?:of|cup|mile|inch|hour|century)|\s*[=%])`,
  'gi',
);
const SHORT_MONTH = /\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?=[ \u00a0]\d|,? \d{4}\b)/g;
const SHORT_MONTH_BEHIND =
  /(?<=\d(?:st|nd|rd|th)?(?: of)?[ \u00a0])(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\.(?=[ ,]))?/g;
const SHORT_DAYS = 'Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun';
/** Between two days. */
const AND_DAY = String.raw`\.?(?:[-–—]|\s?[,/&]\s?|\s(?:and|or|to|through|till|until)\s)`;
const SHORT_DAY = new RegExp(
  String.raw`\b(${SHORT_DAYS})\b\.?(?=,? (?:${MONTHS.join('|')}|\d{1,2} (?:${MONTHS.join('|')}))\b)|\b(${SHORT_DAYS})\b(?=${AND_DAY}(?:${SHORT_DAYS})\b)\.?|(?<=\b(?:${SHORT_DAYS}|\w+day)${AND_DAY})(${SHORT_DAYS})\b(?:\.(?=[\s,;]))?`,
  'g',
);
const MONTH_RANGE =
  /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?[–-](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b/g;
const TO_MONTH = new RegExp(String.raw`(?<=\d(?:st|nd|rd|th)?)(?:-|\s?–\s?)(?=(?:${MONTHS.join('|')}) \d)`, 'g');
const DAY_RANGE = new RegExp(
  String.raw`\b(${[...DAYS, ...MONTHS].join('|')})[-–](?=(?:${[...DAYS, ...MONTHS].join('|')})\b)`,
  'g',
);

function dated(year: string, month: number, day: number): string {
  return `${MONTHS[month - 1] ?? ''} ${String(day)}, ${year}`;
}

/** Of two numbers the first is the month, as in America, where it can be. */
function yearLast(whole: string, first: string, mark: string, second: string, year: string): string {
  const dayFirst = mark === '.' || Number(first) > 12;
  const [month, day] = dayFirst ? [Number(second), Number(first)] : [Number(first), Number(second)];
  if (month > 12) return whole;
  const century = Number(year) < 50 ? '20' : '19';
  return dated(year.length === 2 ? century + year : year, month, day);
}

function long(names: readonly string[], short: string): string {
  return names.find((name) => name.startsWith(short.slice(0, 3))) ?? short;
}

/** A span of time in its units: "1:23:45". */
function span(_: string, hours: string, minutes: string, seconds: string): string {
  const parts = (
    [
      [hours, 'hour'],
      [minutes, 'minute'],
      [seconds, 'second'],
    ] as const
  )
    .map(([count, unit]) => [Number(count), unit] as const)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${String(count)} ${unit}${count === 1 ? '' : 's'}`);
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}` : (parts[0] ?? 'zero seconds');
}

/** A time by the clock of 24 hours; kokoro-js knows those up to 12:59. */
function time(whole: string, hour: string, minute: string): string {
  if (Number(hour) > 23) return whole;
  if (Number(hour) >= 1 && Number(hour) <= 12) return `${String(Number(hour))}:${minute}`;
  if (Number(hour) === 0) return `12:${minute} AM`;
  if (minute === '00') return `${hour} hundred`;
  return minute.startsWith('0') ? `${hour} oh ${minute.slice(1)}` : `${hour} ${minute}`;
}

export function spokenDates(text: string): string {
  return text
    .replace(YEAR_FIRST, (_, year: string, _mark: string, month: string, day: string, at?: string) => {
      return dated(year, Number(month), Number(day)) + (at ? ` at ${at}` : '');
    })
    .replace(YEAR_LAST, yearLast)
    .replace(MONTH_DAY, (_, month: string, day: string) => `${MONTHS[Number(month) - 1] ?? ''} ${String(Number(day))}`)
    .replace(YEAR_MONTH, (_, year: string, month: string) => `${MONTHS[Number(month) - 1] ?? ''} ${year}`)
    .replace(SHORT_MONTH, (_, month: string) => long(MONTHS, month))
    .replace(SHORT_MONTH_BEHIND, (_, month: string) => long(MONTHS, month))
    .replace(SHORT_DAY, (_, ...days: (string | undefined)[]) => long(DAYS, days[0] ?? days[1] ?? days[2] ?? ''))
    .replace(MONTH_RANGE, (_, from: string, to: string) => `${long(MONTHS, from)} to ${long(MONTHS, to)}`)
    .replace(TO_MONTH, ' to ')
    .replace(/(?<=day)\/(?=\w+day\b)/g, ', ')
    .replace(DAY_RANGE, '$1 to ');
}

export function spokenTimes(text: string): string {
  return text
    .replace(/(?<=\d)(?=[ap]\.?m\b)/gi, ' ')
    .replace(/(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:]|\.\d)/g, span)
    .replace(/(?<![\d:.])\d{1,2}(?::\d{1,2}){2}(?![\d:]|\.\d)|(?<![\d:.])\d+\.\d+:\d+(?![\d:]|\.\d)/g, (ratio) =>
      ratio.replaceAll(':', ' to '),
    )
    .replace(
      /(?<=\d:\d\d|[ap]m|\d\s?[ap]\.\s?m\.|\d|\bnoon|\bmidnight)\s?[–—-]\s?(?=\d{1,2}(?::\d\d|\s?[ap]\.?m)|noon\b|midnight\b)/gi,
      ' to ',
    )
    .replace(/(?<![\d:.])([01]?\d|2\d):([0-5]\d)(?![\d:]|\.\d)/g, time)
    .replace(/(?<![\d:.])(\d+):(\d{1,3}(?:,?\d{3})*)(?![\d:\p{L}]|\.\d)/gu, (whole, first: string, second: string) =>
      /^[0-5]\d$/.test(second) && first.length <= 2 && Number(first) <= 24 ? whole : `${first} to ${second}`,
    );
}
