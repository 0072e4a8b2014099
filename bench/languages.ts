/** How well each language is spoken and heard: sentences said by the starter Kokoro, written down again by the starter Whisper. */
import { parseArgs } from 'node:util';
import { VOICES } from '../src/models/voices.ts';
import { primaryOf } from '../src/text/language.ts';
import { launch } from '../test/browser/harness.ts';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import { saidAndHeard, wordError, characterError } from '../test/browser/said-and-heard.ts';
import { latinOf } from '../test/latin.ts';
import type { Surroundings } from './measure.ts';

/** What assistants say, by primary subtag: written, and how it is heard where signs become words. */
const SENTENCES: Readonly<Record<string, readonly (string | [written: string, said: string])[]>> = {
  en: ['The capital of France is Paris.', 'Would you like to know what the weather will be like tomorrow?'],
  es: [
    'La capital de Francia es París.',
    ['Hoy hay 20 °C y un **30 %** de humedad.', 'Hoy hay 20 grados Celsius y un 30% de humedad.'],
  ],
  fr: ['Quelle est la capitale de la France ?', 'Je voudrais savoir quel temps il fera demain.'],
  it: ['La capitale della Francia è Parigi.', ['Costa **€ 20** al mese.', 'Costa 20 euro al mese.']],
  pt: ['A capital da França é Paris.', ['Custa R$ 20 por mês.', 'Custa 20 reais por mês.']],
  hi: ['फ्रांस की राजधानी पेरिस है।', 'क्या आप जानना चाहते हैं कि कल मौसम कैसा रहेगा?'],
};

/** `--listen auto` has Whisper find the language out; `--voice ID` says all of its language's sentences with that voice alone; `--all` with every voice. */
export async function languages(args: string[], { chromePath }: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { listen: { type: 'string' }, voice: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  await buildPages();
  const pages = await servePages();
  const browser = await launch(chromePath);
  try {
    const firsts = VOICES.filter(
      (voice, at) => VOICES.findIndex((other) => primaryOf(other.language) === primaryOf(voice.language)) === at,
    );
    const voices = values.voice ? VOICES.filter(({ id }) => id === values.voice) : values.all ? VOICES : firsts;
    for (const { id, language } of voices) {
      const code = primaryOf(language);
      const sentences = (SENTENCES[code] ?? []).map((each): [string, string] => (typeof each === 'string' ? [each, each] : each));
      const heard = await saidAndHeard(
        { browser, pagesUrl: pages.url },
        sentences.map(([text]) => ({ voice: id, text })),
        () => values.listen ?? code,
      );
      // Whisper base writes Hindi in Latin letters.
      const error = code === 'hi' ? (said: string, text: string) => characterError(latinOf(said), latinOf(text)) : wordError;
      const errors = heard.map(({ text }, at) => error(sentences[at]?.[1] ?? '', text));
      for (const [at, { text, language: found }] of heard.entries()) {
        console.log(
          `${id} [${found}] ${((errors[at] ?? 1) * 100).toFixed(0).padStart(3)} %  ${sentences[at]?.[1] ?? ''}\n${' '.repeat(id.length + 12)}${text}`,
        );
      }
      const mean = errors.reduce((sum, each) => sum + each, 0) / errors.length;
      console.log(`${id}: ${(mean * 100).toFixed(1)} % ${code === 'hi' ? 'of letters, in Latin ones' : 'of words'} wrong\n`);
    }
  } finally {
    await browser.close();
    await pages.close();
  }
}
