/** From what a model writes to what a voice can say. Captions keep the original. */
import { spokenAddresses, spokenDigits } from './spoken/addresses.ts';
import { spokenDates, spokenTimes } from './spoken/dates.ts';
import { spokenSigns } from './spoken/formulas.ts';
import { spokenFractions } from './spoken/fractions.ts';
import { spokenLatex } from './spoken/latex.ts';
import {
  outsideCode,
  plainLetters,
  spokenPaths,
  withoutDirections,
  withoutEmoji,
  withoutLineMarks,
  withoutMarkup,
  withoutNotes,
} from './spoken/markup.ts';
import { stepsOf } from './spoken/local.ts';
import { wordsOfLanguage, type Step } from './spoken/local-words.ts';
import { spokenNames } from './spoken/names.ts';
import { spokenCounts, spokenMoney, withCommas } from './spoken/numbers.ts';
import { spokenUnits } from './spoken/units.ts';

/** Text for the voice, '' for what has no sound; and whether a code block is still open behind it. */
export type Speakable = { spoken: string; inCode: boolean };

/**
 * Turns a clause of raw model text (markdown, emoji, URLs, tables) into words of a language, that of the voice. Code blocks are silent: `inCode`
 * carries that a block was opened in an earlier clause.
 */
export function speakable(raw: string, inCode = false, language = 'en'): Speakable {
  const outside = outsideCode(raw, inCode);
  const words = wordsOfLanguage(language);
  const steps = words === null ? STEPS : [...MARKUP, ...stepsOf(words), withoutSigns(words.signs)];
  const text = steps.reduce((said, step) => step(said), outside.text);
  return { spoken: /[\p{L}\p{N}]/u.test(text) ? text : '', inCode: outside.inCode };
}

/** Emoji in letters: ":-)", ";P". */
const EMOTICON = /(?<=\s|^)[:;]['’]?-?[)(DPp](?=[\s.,!?]|$)/g;

/** What stands around words in any language. */
const MARKUP: readonly Step[] = [
  plainLetters,
  (text) => text.split('\n').map(withoutLineMarks).map(withoutDirections).join(' '),
  withoutMarkup,
  withoutNotes,
  spokenPaths,
];
/** ":smile:", as chats write an emoji. */
const EMOJI_NAME = /(?<=\s|^):[a-z][a-z_]{2,}[a-z\d]:(?=[\s.,!?]|$)/g;
const withoutFaces: Step = (text) => withoutEmoji(text).replace(EMOTICON, ' ').replace(EMOJI_NAME, ' ');

/** What is said of an English text, in this order: what an address or a formula is made of means something else elsewhere. */
const STEPS: readonly Step[] = [
  spokenLatex,
  ...MARKUP,
  spokenAddresses,
  withoutFaces,
  spokenDates,
  withCommas,
  spokenDigits,
  spokenNames,
  spokenMoney,
  spokenTimes,
  spokenUnits,
  spokenCounts,
  spokenFractions,
  spokenSigns,
  withoutSigns({ and: 'and', or: 'or', equals: 'equals' }),
];

/** Signs that are left have no sound, or are said as words. */
function withoutSigns({ and, or, equals }: { and: string; or: string; equals: string }): Step {
  return (text) =>
    text
      .replace(/(?<=[\p{L}\p{M}\p{N})\]'"])\s*\|\|\s*(?=[\p{L}\p{N}(!'"])/gu, ` ${or} `)
      .replace(/[*`~|\\^{}[\]<>#]+/g, ' ')
      // "AC/DC", "TCP/IP": nobody says their stroke.
      .replace(/(?<=(?<![\p{L}\p{N}/])(?:\p{Lu}{2,4}|[IN](?=\/[OA]\b)))\/(?=\p{Lu}{1,4}(?![\p{L}\p{N}/]))/gu, ' ')
      .replace(/(^|\s)_+|_+(?=\s|$|[.,;:!?])/g, '$1')
      .replace(/_/g, ' ')
      // "AT&T", "R&D": eSpeak knows them.
      .replace(/\s*&+\s*/g, (sign, at: number, all: string) =>
        sign === '&' && /\p{Lu}$/u.test(all.slice(0, at)) && /^\p{Lu}/u.test(all.slice(at + 1)) ? sign : ` ${and} `,
      )
      // A dash is a breath; eSpeak would go on as if nothing were there.
      .replace(/(?<=\S)\s+(?:-{1,3}|–)\s+(?=\S)|(?<=\p{L})--(?=\p{L})/gu, ' — ')
      .replace(/\s+=\s+/g, ` ${equals} `)
      .replace(/(?<=[\p{L}\p{N})])=(?=[\p{L}\p{N}(−-])/gu, ` ${equals} `)
      .replace(/\s+([.,;:!?])(?![\p{L}\p{N}])/gu, '$1')
      .replace(/\s+/g, ' ')
      .trim();
}
