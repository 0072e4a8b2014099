/** What Parley says of its own accord around tools, in the voice's language, and what counts as a yes. Pure. */
import { primaryOf } from '../text/language.ts';
import { madeOf, plainWords, wordLists } from '../text/words/word-lists.ts';
import { callInWords } from './call-words.ts';
import type { Args } from './tool.ts';

type Phrases = {
  readonly moment: string;
  readonly sorry: string;
  readonly question: string;
  readonly over: (time: string) => string;
};

/**
 * By primary subtag: the languages that voices speak. There is no “yes” in a question: the microphone may hear it.
 */
const PHRASES: Readonly<Record<string, Phrases>> = {
  en: {
    moment: 'One moment.',
    sorry: 'Sorry, that did not work.',
    question: 'Shall I do this?',
    over: (time) => `The timer for ${time} is over.`,
  },
  es: {
    moment: 'Un momento.',
    sorry: 'Lo siento, no ha funcionado.',
    question: '¿Lo hago?',
    over: (time) => `Ha terminado el temporizador de ${time}.`,
  },
  fr: {
    moment: 'Un instant.',
    sorry: 'Désolé, cela n’a pas marché.',
    question: 'Dois-je le faire ?',
    over: (time) => `Le minuteur de ${time} est terminé.`,
  },
  it: {
    moment: 'Un momento.',
    sorry: 'Mi dispiace, non ha funzionato.',
    question: 'Devo farlo?',
    over: (time) => `Il timer di ${time} è terminato.`,
  },
  pt: {
    moment: 'Um momento.',
    sorry: 'Desculpe, não funcionou.',
    question: 'Devo fazer isso?',
    over: (time) => `O temporizador de ${time} terminou.`,
  },
  hi: {
    moment: 'एक क्षण।',
    sorry: 'माफ़ कीजिए, यह नहीं हो पाया।',
    question: 'क्या मैं यह करूँ?',
    over: (time) => `${time} का टाइमर पूरा हो गया।`,
  },
};

/** In the language of a tag like `pt-BR`, or else in English. */
function phrasesIn(language: string): Phrases {
  return PHRASES[primaryOf(language)] ?? (PHRASES['en'] as Phrases);
}

/** Said when a tool takes longer than a moment. */
export function momentIn(language: string): string {
  return phrasesIn(language).moment;
}

/** Said when nothing came of it. */
export function sorryIn(language: string): string {
  return phrasesIn(language).sorry;
}

/** Asked before a tool is used. */
export function questionAbout(title: string, args: Args, language: string): string {
  return `${phrasesIn(language).question} ${callInWords(title, args)}?`;
}

/** Said when a timer for so many minutes is over. */
export function timerOverIn(language: string, minutes: number): string {
  const known = primaryOf(language) in PHRASES ? language : 'en';
  const [amount, unit] = minutes < 1 ? [Math.max(1, Math.round(minutes * 60)), 'second'] : [minutes, 'minute'];
  const [value, name] = unit === 'minute' && amount % 60 === 0 ? [amount / 60, 'hour'] : [amount, unit];
  return phrasesIn(known).over(new Intl.NumberFormat(known, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value));
}

/** What may stand around a yes or a no. */
const AROUND = ['please', 'thanks', 'thank you', 'parley', 'that', 'right', "that's right", 'oh', 'well'];

/** Whether these words are a yes and nothing else. What can't be told is none. */
export function isYes(text: string, language: string): boolean {
  const { assents = [], denials = [], courtesies } = wordLists(language);
  const around = courtesies.filter((each) => !denials.includes(each));
  return madeOf(plainWords(text), [...assents, ...around, ...AROUND], assents);
}

/** Whether these words are a no and nothing else. */
export function isNo(text: string, language: string): boolean {
  const { assents = [], denials = [], courtesies } = wordLists(language);
  const around = courtesies.filter((each) => !assents.includes(each));
  return madeOf(plainWords(text), [...denials, ...around, ...AROUND], denials);
}
