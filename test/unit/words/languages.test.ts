/** The rules of conversation in every language that has lists. */
import { describe, expect, it } from 'vitest';
import { filterTranscript } from '../../../src/text/transcript-filter.ts';
import { guessLanguage, likelyLanguage } from '../../../src/text/guess-language.ts';
import { LANGUAGES_WITH_LISTS, plainWords, wordLists } from '../../../src/text/words/word-lists.ts';
import { textForm } from '../../../src/turn/endpointing.ts';
import { judge } from '../../../src/turn/judgement.ts';

/** Something that is being said, and no question. */
const SAYING: Readonly<Record<string, string>> = {
  en: 'The capital of France is Paris.',
  es: 'La capital de Francia es París.',
  fr: 'La capitale de la France est Paris.',
  it: 'La capitale della Francia è Parigi.',
  pt: 'A capital da França é Paris.',
  hi: 'फ्रांस की राजधानी पेरिस है।',
  de: 'Die Hauptstadt von Frankreich ist Paris.',
  ja: 'フランスの首都はパリです。',
  zh: '法国的首都是巴黎。',
};
const over = (language: string, text: string) =>
  judge({ text, speechMs: 700, language, saying: SAYING[language] ?? '', confidence: 0.9 });

describe('an order to be quiet, in whatever words', () => {
  it.each([
    [
      'es',
      '¡Para!',
      'Cállate ya, por favor.',
      'Eh, vale, gracias, para ya.',
      'Espera un momento.',
      'Ya entendí, para.',
      'No, no, déjalo.',
      '¿Podrías parar, por favor?',
    ],
    [
      'fr',
      'Arrête !',
      'Euh, attends, s’il te plaît.',
      'Tais-toi maintenant.',
      'Ça suffit, merci.',
      'Non, laisse tomber.',
      'Ça va, arrête.',
      'Peux-tu arrêter, s’il te plaît ?',
    ],
    [
      'it',
      'Basta!',
      'Ehm, fermati, per favore.',
      'Stai zitto adesso.',
      'Aspetta un attimo, scusa.',
      'No, lascia perdere.',
      'Ok, grazie, va bene così.',
    ],
    [
      'pt',
      'Para!',
      'Espera aí, por favor.',
      'Tá bom, já chega, obrigado.',
      'Cala a boca.',
      'Só um minutinho.',
      'Você pode parar agora?',
    ],
    [
      'hi',
      'रुको!',
      'बस करो, प्लीज़।',
      'अरे, एक मिनट रुको।',
      'चुप हो जाओ।',
      'ruko',
      'Bas, thik hai.',
      'ठीक है, बंद करो।',
      'اچھا، بس کرو۔',
    ],
    [
      'de',
      'Stopp!',
      'Halt mal, bitte.',
      'Ähm, okay, das reicht, danke.',
      'Sei bitte mal still.',
      'Warte kurz.',
      'Kannst du bitte aufhören?',
    ],
    [
      'ja',
      '止めて。',
      'ちょっと待ってください。',
      'えっと、もういいです、ありがとう。',
      '静かにして。',
      'すみません、ストップ。',
    ],
    ['zh', '停！', '等一下。', '嗯，好了，谢谢。', '请安静一点。', '别说了！', '好的，不用了，谢谢你。'],
  ])('%s', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'stop']);
  });
});

describe('an order to be quiet, put as a question, a wish or with a mild word in its middle', () => {
  it.each([
    ['en', 'Would you mind stopping?', 'Do you mind being quiet for a minute?', 'Can we stop here?', 'It’s okay, you can stop.'],
    [
      'en',
      'Please stop reading that.',
      'Stop answering, would you?',
      'I’d appreciate it if you stopped.',
      'That’s plenty, thanks.',
    ],
    ['es', '¿Te importaría parar?', '¿Podrías dejar de hablar?', 'Te he dicho que pares.', 'No hace falta que sigas.'],
    ['fr', 'Ça te dérangerait d’arrêter ?', 'Je veux que tu arrêtes.', 'Tu veux bien te taire ?', 'Est-ce que tu peux arrêter ?'],
    ['it', 'Ti dispiacerebbe fermarti?', 'Smettila di parlare.', 'Voglio che ti fermi.', 'Potresti stare zitto?'],
    ['pt', 'Você se importa de parar?', 'Poderia parar de falar?', 'Pode ficar quieto?', 'Não precisa continuar.'],
    [
      'de',
      'Hör bitte auf zu reden.',
      'Hör jetzt bitte auf.',
      'Sei endlich still.',
      'Ich will, dass du aufhörst.',
      'Halt bitte den Mund.',
    ],
    ['de', 'Kannst du mal aufhören zu reden?', 'Hören Sie bitte auf zu reden.', 'Mein Gott, hör auf.'],
    ['hi', 'क्या आप चुप रह सकते हैं?', 'हे भगवान, बस करो।', 'मैंने कहा रुको।'],
    ['ja', 'しゃべるのをやめて。', '少し黙って。', 'そこまででいいです。'],
    ['zh', '我说停。', '天哪，别说了。', '能不能别说了？'],
  ])('%s', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'stop']);
  });

  it.each([
    [
      'en',
      'Would you mind repeating that?',
      'How do I stop a nosebleed?',
      'Stop using metric.',
      'Do you mind stopping by the shop?',
    ],
    ['es', '¿Cómo paro una hemorragia nasal?', '¿Te importaría repetirlo?', '¿Dónde para el autobús?', '¿Para qué?'],
    ['fr', 'Comment arrêter un saignement de nez ?', 'Tu veux bien répéter ?', 'Où s’arrête le bus ?'],
    ['it', 'Come si ferma il sangue dal naso?', 'Ti dispiacerebbe ripetere?', 'Quanto basta?'],
    ['pt', 'Como paro um sangramento no nariz?', 'Você se importa de repetir?', 'Para que serve?'],
    ['de', 'Wie stoppe ich Nasenbluten?', 'Würdest du das bitte wiederholen?', 'Wann hört es auf?'],
    ['hi', 'नाक से खून कैसे रोकूँ?', 'बस कहाँ रुकती है?'],
    ['ja', '鼻血を止めるにはどうすればいいですか？', 'バスはどこに止まりますか？'],
    ['zh', '怎么止鼻血？', '公交车停在哪里？'],
  ])('%s, and what is none', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'turn']);
  });
});

describe('who calls out, agrees, praises or wants the answer to go on', () => {
  it.each([
    [
      'en',
      'Oh my god.',
      'Yes, yes, I know.',
      'All right then.',
      'Yes, of course.',
      'Good heavens!',
      'Please go on.',
      'Don’t stop.',
    ],
    [
      'es',
      '¡Dios mío!',
      'Sí, sí, ya lo sabía.',
      'Vale, pues.',
      '¡Qué bonito!',
      'Tiene sentido.',
      'Por favor, sigue.',
      'No pares.',
    ],
    [
      'fr',
      'Oh mon Dieu.',
      'Oui, oui, je sais.',
      'Très bien alors.',
      'C’est incroyable !',
      'Oh là là.',
      'Mais oui.',
      'N’arrête pas.',
    ],
    ['it', 'Oh mio Dio.', 'Sì, sì, lo so.', 'Va bene allora.', 'Che interessante!', 'Mamma mia!', 'Ha senso.', 'Non fermarti.'],
    ['pt', 'Meu Deus.', 'Sim, sim, eu sei.', 'Tá bom então.', 'Que incrível!', 'Caramba!', 'Faz sentido.'],
    ['hi', 'हे भगवान।', 'हाँ, हाँ, मुझे पता है।', 'ठीक है फिर।', 'बहुत दिलचस्प।', 'अरे वाह!', 'मत रुको।'],
    [
      'de',
      'Oh mein Gott.',
      'Ja, ja, ich weiß.',
      'Na gut dann.',
      'Das ist ja toll.',
      'Wahnsinn!',
      'Das ergibt Sinn.',
      'Hör nicht auf.',
    ],
    ['en', 'Oh, really?', 'Wow, are you serious?', 'Is that so?'],
    ['es', 'Ah, ¿sí?', '¿De verdad?', 'Vaya, ¿en serio?'],
    ['pt', 'Ah é?', 'Nossa, é mesmo?'],
    ['ja', 'なんてこった。', 'はい、はい、知っています。', '本当ですか？', 'うわー。', '続けてください。'],
    ['zh', '天哪。', '是的，是的，我知道。', '那好吧。', '真厉害！', '太有趣了。', '别停。'],
  ])('%s', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'filler']);
  });

  it.each([
    ['en', 'Yes.', 'Oh my god, is that true?', 'How sad is that?', 'Yes, I know, but why?', 'All right then, what is next?'],
    ['es', 'Sí, pero ¿por qué?', 'Qué bonito, ¿y Madrid?', '¿Es bueno?', '¿Es interesante?'],
    ['fr', 'Et alors ?', 'C’est bon pour la santé ?'],
    ['it', 'È buono?', 'Che bello è?'],
    ['pt', 'É bom?', 'É interessante?'],
    ['de', 'Ja, aber warum?', 'Oh Gott, und dann?'],
  ])('%s, and what is to be answered', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'turn']);
  });
});

it.each([
  ['ko', '아니요', '네', '왜?'],
  ['ru', 'Нет', 'Да', 'Кто?'],
  ['ar', 'لا', 'نعم', 'قف'],
  ['th', 'ไม่', 'ใช่', 'หยุด'],
  ['tr', 'Hayır', 'Dur', 'Kim?'],
  ['pl', 'Nie', 'Tak', 'Co?'],
])('a language without lists loses no short word: %s', (language, ...said) => {
  for (const text of said) {
    expect([text, judge({ text, speechMs: 300, language, saying: 'Paris.', confidence: 0.85 })]).toEqual([text, 'turn']);
    expect([text, judge({ text, speechMs: 300, language, saying: null, confidence: 0.5 })]).toEqual([text, 'turn']);
  }
});

describe('who says that they listen', () => {
  it.each([
    ['es', 'Ajá.', 'Sí, sí, claro.', 'Vale, vale.', 'Ya veo, qué interesante.'],
    ['fr', 'D’accord.', 'Oui, oui, bien sûr.', 'Ah bon ?', 'Je vois, très bien.'],
    ['it', 'Certo.', 'Sì, sì, ho capito.', 'Ah, davvero?', 'Va bene, esatto.'],
    ['pt', 'Aham.', 'Tá bom, entendi.', 'Sim, claro, com certeza.', 'É mesmo?'],
    ['hi', 'हाँ।', 'अच्छा, ठीक है।', 'जी हाँ, समझ गया।', 'Haan, theek hai.', 'ہاں، ٹھیک ہے۔'],
    ['de', 'Genau.', 'Ja, ja, klar.', 'Ach so, verstehe.', 'Mhm, stimmt.'],
    ['ja', 'うん、うん。', 'なるほど。', 'そうですね、わかりました。', 'へえ、すごい。'],
    ['zh', '嗯嗯。', '对对对。', '好的，明白了。', '哦，原来如此。'],
  ])('%s', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'filler']);
  });
});

describe('yes is a sign of listening over an answer, and an answer into the end of a question or right behind it', () => {
  it.each([
    ['en', 'Would you like to hear more?', 'Yeah.', 'Sure, of course.', 'Okay.', 'Mm-hmm, yeah.'],
    ['es', '¿Quieres saber más?', 'Sí.', 'Claro que sí.', 'Vale, sí.', 'Eh, sí.'],
    ['fr', 'Voulez-vous en savoir plus ?', 'Oui.', 'Ouais, bien sûr.', 'D’accord.', 'Euh, oui.'],
    ['it', 'Vuoi sapere di più?', 'Sì.', 'Certo.', 'Va bene, sì.', 'Ehm, sì.'],
    ['pt', 'Quer saber mais?', 'Sim.', 'Claro.', 'Tá bom, sim.', 'Hum, sim.'],
    ['hi', 'क्या आप और जानना चाहते हैं?', 'हाँ।', 'जी हाँ, ठीक है।', 'Haan.', 'ہاں جی۔'],
    ['de', 'Möchtest du mehr hören?', 'Ja.', 'Ja, klar.', 'Na klar.', 'Ähm, ja.'],
    ['ja', 'もっと聞きたいですか？', 'はい。', 'うん。', 'はい、お願いします。'],
    ['ja', 'もっと聞きたいですか。', 'はい。', 'うん、いいよ。'],
    ['zh', '您想听更多吗？', '好的。', '嗯，好。', '是的。'],
    ['zh', '您想听更多吗。', '好的。', '是的。', '嗯。'],
    ['fr', 'On continue ?', 'Bof.'],
  ])('%s: %s', (language, question, ...said) => {
    const whole = `${SAYING[language] ?? 'The lighthouse stood by the sea.'} `;
    for (const text of said) {
      for (const [speechMs, confidence] of [
        [320, 0.45],
        [900, 0.8],
      ] as const) {
        const heard = { text, speechMs, confidence, language };
        expect([text, judge({ ...heard, saying: whole + question })]).toEqual([text, 'turn']);
        expect([text, judge({ ...heard, saying: null, ended: { text: whole + question, isStill: true } })]).toEqual([
          text,
          'turn',
        ]);
      }
    }
  });

  it.each(LANGUAGES_WITH_LISTS)('%s: each word of its lists', (language) => {
    const { backchannels, fillers, meant } = wordLists(language);
    const saying = SAYING[language] ?? 'The lighthouse stood by the sea.';
    for (const text of backchannels.filter((word) => !fillers.includes(word) && !meant.includes(word)))
      expect([text, judge({ text, speechMs: 500, confidence: 0.6, language, saying })]).toEqual([text, 'filler']);
  });
});

it.each([
  ['en', 'Would you like Paris or Rome?', 'Rome.', 'Paris, please.'],
  ['es', '¿Prefieres París o Roma?', 'Roma.'],
  ['fr', 'Paris ou Rome ?', 'Rome.'],
  ['pt', 'Paris ou Roma?', 'Roma.'],
  ['hi', 'पेरिस या रोम?', 'रोम।'],
  ['de', 'Paris oder Rom?', 'Rom.'],
  ['ja', 'パリとローマ、どちらがいいですか？', 'ローマ。'],
])('a short word is an answer where it was asked for, and not where nothing was: %s, %s', (language, saying, ...said) => {
  for (const text of said)
    expect([text, judge({ text, speechMs: 400, language, saying, confidence: 0.7, echoed: true })]).toEqual([text, 'turn']);
  const hum = judge({ text: said[0] ?? '', speechMs: 400, language, saying: 'La la la.', confidence: 0.7 });
  expect(hum).toBe(wordLists(language).knowsShortWords ? 'filler' : 'turn');
});

describe('what is to be answered', () => {
  it.each([
    ['es', '¿Y la de España?', 'No.', 'Para mañana necesito un paraguas.', 'Espera, ¿y Madrid?', '¿Cómo paro una hemorragia?'],
    ['fr', 'Et celle de l’Espagne ?', 'Non.', 'Arrête-toi à Lyon et raconte.', 'Attends, et Madrid ?', 'Pourquoi ?'],
    ['it', 'E quella della Spagna?', 'No.', 'Basta un litro di latte?', 'Aspetta, e Madrid?', 'Perché?'],
    ['pt', 'E a da Espanha?', 'Não.', 'Para onde vamos amanhã?', 'Espera, e Madri?', 'Por quê?'],
    ['hi', 'और स्पेन की?', 'नहीं।', 'बस कितने बजे आती है?', 'क्यों?'],
    ['de', 'Und die von Spanien?', 'Nein.', 'Halt an der nächsten Stadt und erzähl davon.', 'Warte, und Madrid?', 'Warum?'],
    ['ja', 'マドリードはどこ？', 'いいえ。', '止めるにはどうすればいい？', 'なぜ？'],
    ['zh', '那西班牙呢？', '不是。', '停车场在哪里？', '为什么？'],
  ])('%s', (language, ...said) => {
    for (const text of said) expect([text, over(language, text)]).toEqual([text, 'turn']);
  });
});

describe('where a sentence goes on', () => {
  it.each([
    ['es', 'Quería ir a la estación y', 'Quiero dos billetes.'],
    ['fr', 'Je voulais aller à la gare et', 'Je voudrais deux billets.'],
    ['it', 'Volevo andare alla stazione e', 'Vorrei due biglietti.'],
    ['pt', 'Eu queria ir para a estação e', 'Eu quero duas passagens.'],
    ['hi', 'मैं स्टेशन जाना चाहता था और', 'मुझे दो टिकट चाहिए।'],
    ['de', 'Ich wollte zum Bahnhof und', 'Mach bitte das Licht an.'],
    ['ja', '駅に行きたいけど', '切符を二枚ください。'],
    ['zh', '我想去车站，但是', '我要两张票。'],
  ])('%s', (language, open, whole) => {
    expect(textForm(open, language)).toBe('open');
    expect(textForm(whole, language)).toBe('whole');
  });
});

it('lists are in the form in which they are compared, and nothing is an order to be quiet and a sign of listening at once', () => {
  for (const language of LANGUAGES_WITH_LISTS) {
    const lists = wordLists(language);
    const all = Object.values(lists).flatMap((list) => (Array.isArray(list) ? (list as string[]) : []));
    for (const phrase of all) expect([language, plainWords(phrase)]).toEqual([language, phrase]);
    expect(
      lists.stops.filter((phrase) => lists.backchannels.includes(phrase)),
      language,
    ).toEqual([]);
    // An order to be quiet is found among what may stand around it.
    expect(
      lists.stops.filter((phrase) => lists.courtesies.includes(phrase)),
      language,
    ).toEqual([]);
  }
});

it('a language is told by its letters or its small words, and not guessed at from one', () => {
  const said: readonly (readonly [string | null, string])[] = [
    ['es', '¿Cuál es la capital de Francia?'],
    ['fr', 'Quelle est la capitale de la France ?'],
    ['it', 'Qual è la capitale della Francia?'],
    ['pt', 'Qual é a capital da França?'],
    ['hi', 'फ्रांस की राजधानी क्या है?'],
    ['en', 'What is the capital of France?'],
    ['de', 'Was ist die Hauptstadt von Frankreich?'],
    ['ja', 'フランスの首都は？'],
    ['zh', '法国的首都是哪里？'],
    [null, 'No.'],
    [null, 'Paris?'],
    [null, '👍 42'],
    // What conversations begin with has few small words.
    ['en', 'How are you?'],
    ['en', 'Thank you!'],
    ['en', 'Hello!'],
    ['es', 'Buenos días.'],
    ['es', 'Cuéntame un chiste.'],
    ['fr', 'Bonjour !'],
    ['fr', 'Raconte une blague.'],
    ['fr', 'Qu’est-ce que c’est ?'],
    ['it', 'Ciao, come stai?'],
    ['pt', 'Oi, tudo bem?'],
    ['de', 'Wie heißt du?'],
    // Whatever it is written in is told by that.
    ['ru', 'Привет, как дела?'],
    ['uk', 'Як її звати?'],
    ['ar', 'مرحبا، ما هي عاصمة فرنسا؟'],
    ['fa', 'پایتخت فرانسه کجاست؟'],
    ['el', 'Γεια σου'],
    ['he', 'שלום'],
    ['th', 'สวัสดีครับ'],
    ['ja', 'iPhoneの値段はいくらですか?'],
    // One word of it does not.
    ['en', 'What does 東京 mean?'],
    ['en', 'How large is the angle α?'],
    ['fr', 'Que veut dire « привет » dans ta langue et la mienne ?'],
  ];
  for (const [language, text] of said) expect([text, guessLanguage(text)]).toEqual([text, language]);
  // What tells nothing is in the language before it, unless nobody writes that so.
  for (const [before, text, language] of [
    ['es', 'Paris?', 'es'],
    ['pt-BR', 'Qual é a capital da França?', 'pt-BR'],
    ['ja', 'Paris?', 'en'],
    ['hi', 'Sushi.', 'en'],
    ['ja', '👍', 'ja'],
    ['zh-Hant', '42', 'zh-Hant'],
    ['ja', 'Bonjour !', 'fr'],
  ] as const)
    expect([text, likelyLanguage(text, before)]).toEqual([text, language]);
});

it('subtitles’ phrases are known in each', () => {
  for (const [language, text] of [
    ['es', '¡Suscríbete al canal!'],
    ['it', 'Sottotitoli creati dalla comunità Amara.org'],
    ['pt', 'Legendas pela comunidade Amara.org'],
    ['hi', 'देखने के लिए धन्यवाद।'],
    ['tr', 'İzlediğiniz için teşekkür ederim.'],
    ['en', 'Thank you so much for watching!'],
  ] as const)
    expect(filterTranscript(text, 200, language)).toBe('');
});

it('an order to go on is none to be quiet, unless a mark parts them', () => {
  expect(['Não para.', 'Não pare, por favor!', 'Não, para.', 'Não! Pare!'].map((text) => over('pt', text))).toEqual([
    'filler',
    'filler',
    'stop',
    'stop',
  ]);
  expect(['No pare.', 'No, pare.'].map((text) => over('es', text))).toEqual(['filler', 'stop']);
});

it('a listener may laugh, and ask to go on, in one word', () => {
  expect(over('en', 'Hahahahahahaha!')).toBe('filler');
  expect(over('es', 'Jajaja.')).toBe('filler');
  expect(over('en', 'Hi, hi.')).toBe('turn');
  for (const [language, text] of [
    ['en', 'Continue.'],
    ['es', 'Continúa.'],
    ['fr', 'Continue.'],
    ['zh', '继续'],
  ] as const)
    expect(over(language, text)).toBe('filler');
});

it('sums are no loops, and stock phrases come one behind the other', () => {
  const sum = 'What is 5 times 5 times 5 times 5 times 5?';
  expect(filterTranscript(sum, 4_000, 'en')).toBe(sum);
  expect(filterTranscript('It is red. It is red. It is red. It is red.', 4_000, 'en')).toBe('It is red.');
  expect(filterTranscript('Thank you for watching and see you in the next video.', 500, 'en')).toBe('');
  expect(filterTranscript('ご視聴ありがとうございました。チャンネル登録お願いします。', 500, 'ja')).toBe('');
  expect(filterTranscript('Untertitelung. BR 2018', 300, 'de')).toBe('');
  expect(filterTranscript('Thank you for the music.', 700, 'en')).toBe('Thank you for the music.');
});
