/** What signs and short forms are called in the languages that are spoken beside English. Names of months, units and most money are Intl's. */
import { primaryOf } from '../language.ts';
import { ES } from './local/es.ts';
import { FR } from './local/fr.ts';
import { HI } from './local/hi.ts';
import { IT } from './local/it.ts';
import { PT } from './local/pt.ts';

/** One of the things that are made of a text before it is said. */
export type Step = (text: string) => string;

export type LocalWords = {
  /** For Intl. */
  tag: string;
  /** Whether its numbers are grouped by full stops and have a decimal comma; otherwise it is the other way round. */
  decimalComma: boolean;
  /** Whether "1°" may be of a row, as "1º" is. */
  hasRows: boolean;
  signs: Readonly<
    Record<
      | 'and'
      | 'or'
      | 'plus'
      | 'minus'
      | 'times'
      | 'over'
      | 'equals'
      | 'less'
      | 'greater'
      | 'atMost'
      | 'atLeast'
      | 'about'
      | 'moreThan'
      | 'lessThan'
      | 'noLess'
      | 'noMore'
      | 'notEqual'
      | 'percent'
      | 'perThousand'
      | 'degrees'
      | 'to'
      | 'number'
      | 'section'
      | 'at'
      | 'dot'
      | 'root'
      | 'squared'
      | 'cubed'
      | 'power'
      | 'by'
      | 'per'
      | 'of'
      | 'plusMinus'
      | 'infinity'
      | 'sharp',
      string
    >
  >;
  /** How one fraction or another is read; the rest is a number over another. */
  fractions: Readonly<Record<string, string>>;
  /** A half of what the next word names, null where none follows; and a number and a half of it. */
  half: (noun: string | null) => string;
  andHalf: (whole: string, noun: string | null) => string;
  /** So many of ten. */
  outOf: (count: string, all: string) => string;
  /** Clock time; `minute` from 0. What may stand behind it and is said already: " h". */
  time: (hour: number, minute: number) => string;
  behindTime?: RegExp;
  /** Of the day, for the clock of 12 hours. */
  morning: string;
  afternoon: string;
  /** Money that Intl calls by its country: sign, one, many. */
  money: Readonly<Record<string, readonly [one: string, many: string]>>;
  /** Hundredths alone. */
  cent: readonly [one: string, many: string];
  /** An amount with hundredths. */
  cents: (amount: string, money: string, hundredths: number) => string;
  /** Thousands and millions behind a sign of money, and how they are joined to its name. */
  scales: RegExp;
  ofMoney: (money: string, scale: string) => string;
  /** Units that Intl has no name for: symbol, one, many. */
  units: Readonly<Record<string, readonly [one: string, many: string]>>;
  square: (unit: string, isOne: boolean) => string;
  cubic: (unit: string, isOne: boolean) => string;
  /** Short forms, longest first, and what they are short for. */
  short: readonly (readonly [RegExp, string])[];
  /** The first of a month. */
  first: string;
  /** Words around a Roman numeral, and what becomes of its value; the numeral is the group `roman`. */
  roman: readonly (readonly [RegExp, (value: number, before: string) => string])[];
};

const BY_LANGUAGE: ReadonlyMap<string, LocalWords> = new Map([
  ['es', ES],
  ['fr', FR],
  ['it', IT],
  ['pt', PT],
  ['hi', HI],
]);

/** Of a language by its tag; null for English, which has rules of its own, and for languages without a voice. */
export function wordsOfLanguage(tag: string): LocalWords | null {
  return BY_LANGUAGE.get(primaryOf(tag)) ?? null;
}
