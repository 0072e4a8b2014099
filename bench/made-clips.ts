/** Questions, short answers and half sentences as people say them, in all spoken languages, made with the starter voice and kept below .cache. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import { ROOT } from '../test/browser/harness.ts';
import { soundOf } from '../test/browser/said-and-heard.ts';
import { decodeWav, encodeWav } from '../test/wav.ts';

/** Hz. */
const RATE = 16_000;
const FOLDER = path.join(ROOT, '.cache/endpointing');

type Set = {
  /** They take turns. */
  voices: readonly string[];
  /** Wants an answer at once. */
  whole: readonly string[];
  /** What is said before a pause for thought: the comma keeps the voice up. */
  unfinished: readonly string[];
};

const SETS: Readonly<Record<string, Set>> = {
  en: {
    voices: ['af_heart', 'am_michael', 'bf_emma', 'bm_george'],
    whole: [
      'What is this?',
      'Where are you from?',
      'Yes, please.',
      'Can you turn it on?',
      'I think so.',
      'Tomorrow at ten.',
      'What can you do?',
      'No, the other one.',
      'How long does it take?',
      'Who is he?',
      'Not today.',
      'Tell me a story about a lighthouse.',
    ],
    unfinished: [
      'I would like to know,',
      'Could you tell me when,',
      'I was in Paris, and,',
      'The thing is,',
      'Yes, but,',
      'If it rains tomorrow,',
      'Remind me to call my,',
      'Well, I have been thinking that,',
    ],
  },
  es: {
    voices: ['ef_dora', 'em_alex'],
    whole: ['¿Qué es esto?', 'Sí, por favor.', '¿De dónde eres?', 'Mañana a las diez.', '¿Puedes encenderla?'],
    unfinished: ['Me gustaría saber,', 'Si mañana llueve,', 'La cosa es que,', 'Sí, pero,'],
  },
  fr: {
    voices: ['ff_siwis'],
    whole: ['Qu’est-ce que c’est ?', 'Oui, s’il vous plaît.', 'D’où viens-tu ?', 'Demain à dix heures.', 'Quel âge as-tu ?'],
    unfinished: ['Je voudrais savoir,', 'S’il pleut demain,', 'Le problème, c’est que,', 'Oui, mais,'],
  },
  it: {
    voices: ['if_sara', 'im_nicola'],
    whole: ['Che cos’è questo?', 'Sì, grazie.', 'Di dove sei?', 'Domani alle dieci.', 'Quanto costa?'],
    unfinished: ['Vorrei sapere,', 'Se domani piove,', 'Il fatto è che,', 'Sì, ma,'],
  },
  pt: {
    voices: ['pf_dora', 'pm_alex'],
    whole: ['O que é isso?', 'Sim, por favor.', 'De onde você é?', 'Amanhã às dez.', 'Quanto custa?'],
    unfinished: ['Eu gostaria de saber,', 'Se chover amanhã,', 'O problema é que,', 'Sim, mas,'],
  },
  hi: {
    voices: ['hf_alpha', 'hm_omega'],
    whole: ['यह क्या है?', 'हाँ, ज़रूर।', 'आप कहाँ से हैं?', 'कल दस बजे।', 'कितना समय लगेगा?'],
    unfinished: ['मैं जानना चाहता हूँ कि,', 'अगर कल बारिश हुई,', 'बात यह है कि,', 'हाँ, लेकिन,'],
  },
};

/** `end`: where its speech ends, s. */
export type MadeClip = { file: string; text: string; language: string; isWhole: boolean; end: number };

/** Those of these languages ('all', or primary subtags with commas between them); what is there already is not made again. */
export async function madeClips(browser: Browser, languages: string): Promise<MadeClip[]> {
  const wanted = Object.entries(SETS).filter(([language]) => languages === 'all' || languages.split(',').includes(language));
  const planned = wanted.flatMap(([language, { voices, whole, unfinished }]) =>
    [...whole, ...unfinished].map((text, at) => {
      const voice = voices[at % voices.length] ?? '';
      const name = `${voice}-${text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')}`;
      return { file: path.join(FOLDER, `${name}.wav`), text, voice, language, isWhole: at < whole.length };
    }),
  );
  mkdirSync(FOLDER, { recursive: true });
  const missing = planned.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) {
    await buildPages();
    const pages = await servePages();
    try {
      // Kept one by one: what is made is not made again after a run that was ended.
      for await (const { sentence, samples } of soundOf({ browser, pagesUrl: pages.url }, missing))
        writeFileSync(sentence.file, encodeWav(samples, RATE));
    } finally {
      await pages.close();
    }
  }
  return planned.map(({ file, text, language, isWhole }) => ({
    file,
    text,
    language,
    isWhole,
    end: endOf(decodeWav(readFileSync(file))),
  }));
}

/** Behind the last 10 ms that are louder than breath (−40 dB), s. */
function endOf(samples: Float32Array): number {
  const loud = samples.findLastIndex((sample) => Math.abs(sample) > 0.01);
  return Math.ceil((loud / RATE) * 100) / 100;
}
