/** How well each language is spoken and heard: sentences said by the starter Kokoro, written down again by the starter Whisper. */
import { parseArgs } from 'node:util';
import { VOICES } from '../src/models/voices.ts';
import { consonantsOf } from '../src/text/consonants.ts';
import { primaryOf } from '../src/text/language.ts';
import { launch } from '../test/browser/harness.ts';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import { saidAndHeard, wordError, characterError } from '../test/browser/said-and-heard.ts';
import type { Surroundings } from './measure.ts';

/** A sentence as a model writes it; where it has numbers and signs, also the ways in which an ear may write it down. The nearest of them counts. */
type Spoken = string | readonly [written: string, ...heard: string[]];

/** What assistants say, by primary subtag: questions, explanations, numbers, units, money, times and dates. */
const SENTENCES: Readonly<Record<string, readonly Spoken[]>> = {
  en: [
    'The capital of France is Paris.',
    'Would you like to know what the weather will be like tomorrow?',
    'Bees make honey from the nectar of flowers.',
    'Of course, I can tell you a story about a lighthouse by the sea.',
    ['It is **14:30** now.', 'It is 14:30 now.', 'It is fourteen thirty now.'],
    ['The ticket costs $12.50.', 'The ticket costs $12.50.', 'The ticket costs twelve dollars and fifty cents.'],
    ['She was born on May 3, 1998.', 'She was born on May 3rd, 1998.', 'She was born on May 3, 1998.'],
    ['It is 20 °C with **30 %** humidity.', 'It is 20 degrees Celsius with 30% humidity.', 'It is 20°C with 30% humidity.'],
  ],
  es: [
    'La capital de Francia es París.',
    '¿Le gustaría saber qué tiempo hará mañana?',
    'Las abejas hacen miel con el néctar de las flores.',
    'Claro, puedo contarte una historia sobre un faro junto al mar.',
    ['Son las **14:30**.', 'Son las 14:30.', 'Son las catorce y treinta.', 'Son las 14 y 30.'],
    [
      'El billete cuesta 12,50 €.',
      'El billete cuesta 12,50 euros.',
      'El billete cuesta doce euros con cincuenta.',
      'El billete cuesta 12 euros con 50.',
    ],
    ['Nació el 3 de mayo de 1998.', 'Nació el 3 de mayo de 1998.', 'Nació el tres de mayo de 1998.'],
    [
      'Hoy hay 20 °C y un **30 %** de humedad.',
      'Hoy hay 20 grados Celsius y un 30% de humedad.',
      'Hoy hay 20°C y un 30% de humedad.',
    ],
  ],
  fr: [
    'Quelle est la capitale de la France ?',
    'Je voudrais savoir quel temps il fera demain.',
    'Les abeilles font du miel avec le nectar des fleurs.',
    'Bien sûr, je peux vous raconter une histoire de phare au bord de la mer.',
    ['Il est **14 h 30**.', 'Il est 14h30.', 'Il est 14 heures 30.', 'Il est quatorze heures trente.'],
    [
      'Le billet coûte 12,50 €.',
      'Le billet coûte 12,50 euros.',
      'Le billet coûte 12 euros 50.',
      'Le billet coûte douze euros cinquante.',
    ],
    ['Elle est née le 3 mai 1998.', 'Elle est née le 3 mai 1998.', 'Elle est née le trois mai 1998.'],
    [
      'Il fait 20 °C, avec **30 %** d’humidité.',
      "Il fait 20 degrés Celsius, avec 30% d'humidité.",
      "Il fait 20°C, avec 30% d'humidité.",
    ],
  ],
  it: [
    'La capitale della Francia è Parigi.',
    'Vorrebbe sapere che tempo farà domani?',
    'Le api fanno il miele con il nettare dei fiori.',
    'Certo, posso raccontarti una storia su un faro in riva al mare.',
    ['Sono le **14:30**.', 'Sono le 14:30.', 'Sono le quattordici e trenta.', 'Sono le 14 e 30.'],
    ['Costa **€ 20** al mese.', 'Costa 20 euro al mese.', 'Costa venti euro al mese.'],
    ['È nata il 3 maggio 1998.', 'È nata il 3 maggio 1998.', 'È nata il tre maggio 1998.'],
    [
      'Oggi ci sono 20 °C e il **30 %** di umidità.',
      'Oggi ci sono 20 gradi Celsius e il 30% di umidità.',
      'Oggi ci sono 20°C e il 30% di umidità.',
    ],
  ],
  pt: [
    'A capital da França é Paris.',
    'Você gostaria de saber como vai ser o tempo amanhã?',
    'As abelhas fazem mel com o néctar das flores.',
    'Claro, posso contar uma história sobre um farol à beira do mar.',
    ['São **14:30**.', 'São 14:30.', 'São 14h30.', 'São 14 horas e 30 minutos.', 'São quatorze e trinta.'],
    ['Custa R$ 20 por mês.', 'Custa 20 reais por mês.', 'Custa R$ 20 por mês.', 'Custa vinte reais por mês.'],
    ['Ela nasceu em 3 de maio de 1998.', 'Ela nasceu em 3 de maio de 1998.', 'Ela nasceu em três de maio de 1998.'],
    [
      'Hoje faz 20 °C, com **30 %** de umidade.',
      'Hoje faz 20 graus Celsius, com 30% de umidade.',
      'Hoje faz 20°C, com 30% de umidade.',
    ],
  ],
  hi: [
    'फ्रांस की राजधानी पेरिस है।',
    'क्या आप जानना चाहते हैं कि कल मौसम कैसा रहेगा?',
    'मधुमक्खियाँ फूलों के रस से शहद बनाती हैं।',
    'मैं आपको समुद्र के किनारे की एक कहानी सुना सकती हूँ।',
    'आज बहुत गर्मी है, पानी पीते रहिए।',
    'दिल्ली भारत की राजधानी है।',
  ],
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
      const sentences = (SENTENCES[code] ?? []).map((each) => (typeof each === 'string' ? ([each, each] as const) : each));
      const heard = await saidAndHeard(
        { browser, pagesUrl: pages.url },
        sentences.map(([text]) => ({ voice: id, text })),
        () => values.listen ?? code,
      );
      // Whisper base writes Hindi in Latin letters.
      const error =
        code === 'hi' ? (said: string, text: string) => characterError(consonantsOf(said), consonantsOf(text)) : wordError;
      const errors = heard.map(({ text }, at) => Math.min(...(sentences[at]?.slice(1) ?? []).map((said) => error(said, text))));
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
