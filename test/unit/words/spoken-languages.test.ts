/** What is written, as a reader says it in the languages beside English; what eSpeak NG says right by itself stays as it is. */
import { describe, expect, it } from 'vitest';
import { ClauseSplitter } from '../../../src/text/clauses.ts';
import { sayable } from '../../../src/text/script.ts';
import { speakable } from '../../../src/text/speakable.ts';
import { voiceFor } from '../../../src/models/voices.ts';
import { kokoroPhonemes, piecesToPronounce } from '../../../workers/tts/ipa.ts';
import { languagePicker } from '../../../workers/stt/pick-language.ts';

const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  es: {
    '½ taza, 1/2 kilo, 1½ tazas, 9/10, 24/7, ±5': 'media taza, medio kilo, 1 taza y media, 9 de 10, 24 7, más o menos 5',
    'Isabel I, Carlos V, los siglos XV y XVI, la III edición': 'Isabel 1, Carlos 5, los siglos 15 y 16, la 3ª edición',
    'D. Juan, C/ Mayor, s. XX, el 1.º, el 3er piso': 'don Juan, calle Mayor, siglo 20, el 1º, el tercer piso',
    '1 h 30 min, 0,99 €, 10 cm x 5 cm, 2:1': '1 hora 30 minutos, 99 céntimos, 10 centímetros por 5 centímetros, 2 a 1',
    'Dice Juan 3:16, a las 3:16, tel. 600 123 456': 'Dice Juan 3, 16, a las 3 y 16, teléfono 6 0 0, 1 2 3, 4 5 6',
    '> 90 %': 'más de 90 por ciento',
    '3/4 kg, ½ l, 2 1/2 kg, 120/80 mmHg, 1 ¾ tazas':
      'tres cuartos de kilogramo, medio litro, 2 kilogramos y medio, 120 entre 80 milímetros de mercurio, 1 y tres cuartos tazas',
    '25 €/h, 0,90 €/persona, 30 mg/dl, en km/h, 20ºC':
      '25 euros por hora, 90 céntimos por persona, 30 miligramos por decilitro, en kilómetros por hora, 20 grados Celsius',
    'en Ajustes > Privacidad, A -> B, si x > 5, espera > 2 h':
      'en Ajustes, Privacidad, A a B, si x es mayor que 5, espera más de 2 horas',
    'siglos XV-XVI, fase II, el III Reich, IV Centenario, suero IV':
      'siglos 15 a 16, fase 2, el 3º Reich, 4º Centenario, suero IV',
    'c/ Luna, Av. Sol, Gral. Paz, 1 cda. de sal, c/u, el 5 sept. 1715':
      'calle Luna, avenida Sol, general Paz, 1 cucharada de sal, cada uno, el 5 septiembre 1715',
    'C/C++ y AC/DC, dijo que no. 5 son': 'C/C++ y AC DC, dijo que no. 5 son',
    'Python 3.12, 1,234.56, 3 x 4 m, 5 x 3, 1920x1080, 10 - 15 minutos':
      'Python 3 punto 12, 1234,56, 3 por 4 metros, 5 por 3, 1920 por 1080, 10 a 15 minutos',
    'a las 15.30 h, 20 CHF, 2 min. por lado, 5 vs. 3': 'a las 15 y 30, 20 francos suizos, 2 minutos por lado, 5 versus 3',
    '\\(x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\\), x₁ − 5':
      'x es igual a -b más o menos raíz cuadrada de b al cuadrado menos 4ac entre 2a, x1 menos 5',
    'El 2024-01-15 a las 14:30 y a las 15:00.': 'El 15 de enero de 2024 a las 14 y 30 y a las 15 en punto.',
    'Cuesta 3,50 €, unos $5 millones o US$ 20.': 'Cuesta 3 euros con 50, unos 5 millones de dólares o 20 dólares.',
    'A 60 km/h y -5 °C, 50 m², 3.14': 'A 60 kilómetros por hora y menos 5 grados Celsius, 50 metros cuadrados, 3,14',
    '5 + 3 = 8': '5 más 3 es igual a 8',
    'El siglo XXI y Luis XIV': 'El siglo 21 y Luis 14',
    'El Sr. García, EE. UU., nº 5, 20 %': 'El señor García, Estados Unidos, número 5, 20 por ciento',
    '**1.234.567** personas': '1234567 personas',
    'ana@correo.es': 'ana arroba correo punto es',
    '\\(\\frac{a}{b}\\)': 'a entre b',
    'a || b, 10⁻³, ≥ 18, >50': 'a o b, 10 elevado a menos 3, al menos 18, más de 50',
    'De 10 a.m.–5 p.m. en 192.168.1.1': 'De 10 de la mañana a 5 de la tarde en 192 punto 168 punto 1 punto 1',
    'tel. 91 123 45 67, talla XL': 'teléfono 91 123 45 67, talla XL',
    '(risas) Bueno. *Suspira.* La II Guerra Mundial (se ríe) en la Avda. Sol':
      'Bueno. La segunda Guerra Mundial en la avenida Sol',
    'Es así [cita requerida] y cuesta 3 M€.': 'Es así y cuesta 3 millones de euros.',
    'de 1990–1995, 1200-1250 y 8-10': 'de 1990 a 1995, 1200 a 1250 y 8 a 10',
  },
  fr: {
    'le 2e étage, la 1re fois, Napoléon Ier, la Ve République': 'le 2ème étage, la 1ère fois, Napoléon 1er, la 5ème République',
    'Mr Dupont, M. le maire, St-Denis, av. Foch, 1/2 tasse':
      'monsieur Dupont, monsieur le maire, Saint Denis, avenue Foch, une demi tasse',
    '2 Md€, 150 m3, il/elle, 24h/24, il fait 5° dehors':
      '2 milliards d’euros, 150 mètres cubes, il ou elle, 24 heures sur 24, il fait 5 degrés dehors',
    'le 01/02/2024 à 14h30': 'le 1er février 2024 à 14 heures 30',
    '3,50 €, 5 millions €, 1 234 567': '3 euros 50, 5 millions d’euros, 1234567',
    'au XVe siècle, Louis XIV': 'au 15ème siècle, Louis 14',
    '1 1/2 heure, 2 1/2 tasses, 1½ litre, 3/4 kg, 25 cl':
      '1 heure et demie, 2 tasses et demie, 1 litre et demi, trois quarts de kilogramme, 25 centilitres',
    'Smith et al. 2020, l’al. 2': 'Smith et al. 2020, l’alinéa 2',
    'le XVI arrondissement, stade IV, article L. 12, pp. 5-7': 'le 16ème arrondissement, stade 4, article L. 12, page 5 à 7',
    'le 1er sept. 1715, 2 c. à s. de sel, 0,60 €/pers., 300 km/s':
      'le 1er septembre 1715, 2 cuillères à soupe de sel, 60 centimes par personne, 300 kilomètres par seconde',
    '10 x 15 cm, 3 x 4, gratuit < 18 ans': '10 sur 15 centimètres, 3 fois 4, gratuit moins de 18 ans',
    'M. Dupont, Mme Martin, p. ex. n° 5': 'monsieur Dupont, madame Martin, par exemple numéro 5',
    '*Soupire* Bon (rires), Mme. Martin, bd Voltaire': 'Bon, madame Martin, boulevard Voltaire',
    'a || b, < 5 (≤ 18)': 'a ou b, moins de 5 (au plus 18)',
    '20 °C, 5 Go, 2 × 3': '20 degrés Celsius, 5 gigaoctets, 2 fois 3',
  },
  it: {
    'il 1° maggio, al 5° piano, 20°, 5° C': 'il 1º maggio, al 5º piano, 20 gradi, 5 gradi Celsius',
    'Elisabetta II, parte II, la II edizione': 'Elisabetta seconda, parte seconda, la 2ª edizione',
    'ore 14.30, 3 mln di euro, 80 mq, P.zza Navona': 'ore 14 e 30, 3 milioni di euro, 80 metri quadrati, piazza Navona',
    'il 1/2/2024 alle 14:30': 'il primo febbraio 2024 alle 14 e 30',
    'nel XV secolo Luigi XIV': 'nel quindicesimo secolo Luigi quattordicesimo',
    '€ 20, 20%, 60 km/h': '20 euro, 20 per cento, 60 chilometri orari',
    'S. Pietro, S. Maria, S. Antonio, S. Stefano, S. Berlusconi':
      'San Pietro, Santa Maria, Sant’Antonio, Santo Stefano, S. Berlusconi',
    'il IV posto, tipo II, Windows XI, sec. XV, cap. IV, cfr. p':
      'il 4º posto, tipo 2, Windows 11, secolo quindicesimo, capitolo quarto, confronta p',
    "3 biglietti per l’opera, 5 per l'anno": "3 biglietti per l’opera, 5 per l'anno",
    '1 1/2 tazze, 3/4 di litro, 6 : 2 = 3': '1 tazza e mezza, tre quarti di litro, 6 diviso 2 uguale 3',
    'la II guerra mondiale (risate), > 50 e 3 M€': 'la seconda guerra mondiale, più di 50 e 3 milioni di euro',
    'il Sig. Rossi, ecc.': 'il signor Rossi, eccetera.',
  },
  pt: {
    'R$ 3 mi, R$ 0,50, D. Pedro I, séculos XV e XVI': '3 milhões de reais, 50 centavos, dom Pedro 1, séculos 15 e 16',
    'séc. XX, artigo V, o III Reich, 15 de nov. de 1889': 'século 20, artigo 5, o 3º Reich, 15 de novembro de 1889',
    'George R. R. Martin, J. R. Silva': 'George R. R. Martin, J. R. Silva',
    'R. Augusta, S. Paulo, seg. a sex., 1 col. de sopa': 'rua Augusta, São Paulo, segunda a sexta, 1 colher de sopa',
    '½ kg, 1 1/2 xícaras, Vasco 3 x 1 Bahia': 'meio quilograma, 1 xícara e meia, Vasco 3 a 1 Bahia',
    'ele/ela, máx. 5, 1/2 xícara': 'ele ou ela, máximo 5, meia xícara',
    'D. Maria II, às 9h30min, 2 mi de pessoas': 'dona Maria 2, às 9 horas 30 minutos, 2 milhões de pessoas',
    'em 01/02/2024 às 14:30': 'em primeiro de fevereiro de 2024 às 14 horas e 30',
    'CPF 123.456.789-00, (11) 91234-5678': 'CPF 1 2 3, 4 5 6, 7 8 9, 0 0, 1 1, 9 1 2 3 4, 5 6 7 8',
    'a II Guerra Mundial, Av. Paulista (risos)': 'a segunda Guerra Mundial, avenida Paulista',
    'R$ 3,50 e 20%': '3 reais e 50 centavos e 20 por cento',
    'o Sr. Silva no século XV': 'o senhor Silva no século 15',
  },
  hi: {
    'x < 5 और a ≥ b, > 90%': 'x, 5 से कम और a, b से ज़्यादा या बराबर, 90 प्रतिशत से ज़्यादा',
    '1½ कप, 2 1/2, 3 1/2 घंटे, सेटिंग्स > गोपनीयता': 'डेढ़ कप, ढाई, साढ़े 3 घंटे, सेटिंग्स, गोपनीयता',
    '500 रु., Rs. 500, ₹1,00,000, ₹10/कप, 250 ग्रा': '500 रुपये, 500 रुपये, 100000 रुपये, 10 रुपये प्रति कप, 250 ग्राम',
    'फोन 98765 43210, पं. नेहरू, लागू हुआ [1]।': 'फोन 9 8 7 6 5, 4 3 2 1 0, पंडित नेहरू, लागू हुआ।',
    '₹५००, ३:३० बजे, लुई XIV': '500 रुपये, 3 बजकर 30 मिनट, लुई 14',
    '100 किमी/घंटा, सच है।[1]': '100 किलोमीटर प्रति घंटा, सच है।',
    '15/01/2024 को 3:30 बजे': '15 जनवरी 2024 को 3 बजकर 30 मिनट',
    '(हँसते हुए) ठीक, a || b, > 50': 'ठीक, a या b, 50 से ज़्यादा',
    '₹5 लाख, 20%, 12,34,567': '5 लाख रुपये, 20 प्रतिशत, 1234567',
    'डॉ. शर्मा, 5 + 3 = 8': 'डॉक्टर शर्मा, 5 प्लस 3 बराबर 8',
  },
};

describe.each(Object.entries(CASES))('%s', (language, cases) => {
  it.each(Object.entries(cases))('%s', (written, said) => {
    expect(speakable(written, false, language).spoken).toBe(said);
    // What was said is not said otherwise.
    expect(speakable(said, false, language).spoken).toBe(said);
  });
});

it('English rules are not heard in other languages', () => {
  for (const language of Object.keys(CASES)) {
    const { spoken } = speakable('5 + 3 = 8, 10 %, 3 km & $4.50, 1/2, #5, a@b.com', false, language);
    expect(spoken).not.toMatch(/\b(?:plus|equals|percent|dollars?|and|half|number|at|dot|kilometers)\b(?! \d)/);
  }
});

it('a voice reads its own script', () => {
  expect(sayable('फ्रांस की राजधानी', 'hi')).toBe('फ्रांस की राजधानी');
  expect(sayable('फ्रांस की राजधानी', 'es')).toBe('');
  expect(sayable('Google और WhatsApp', 'hi')).toBe('Google और WhatsApp');
  expect(sayable('你好世界', 'fr')).toBe('');
});

it('sentences end where they do in each language', () => {
  const clauses = (text: string, language: string) => {
    const splitter = new ClauseSplitter(280, language);
    return [...splitter.push(text), ...splitter.end()].map((clause) => clause.text.trim());
  };
  const spanish = ['La Sra. García vive en Madrid desde el año pasado.', 'Dice que no.', 'Vive muy bien.'];
  expect(clauses(spanish.join(' '), 'es')).toEqual(spanish);
  const hindi = ['फ्रांस की राजधानी पेरिस है।', 'वहाँ डॉ. शर्मा रहते हैं।'];
  expect(clauses(hindi.join(' '), 'hi')).toEqual(hindi);
  expect(clauses("« C'est prêt ! » dit-il. Le 1er sept. 1715, l'art. 5 (voir p. 2) : oui.", 'fr')).toHaveLength(2);
  expect(clauses('Es de 300 km/s. El otro va a 5 m. Bien está todo.', 'es')).toHaveLength(3);
  expect(clauses('Vous aimez la France ? Moi aussi, beaucoup.', 'fr')).toEqual([
    'Vous aimez la France ?',
    'Moi aussi, beaucoup.',
  ]);
});

describe('phonemes', () => {
  it('of eSpeak NG become those of Kokoro', () => {
    expect(kokoroPhonemes('ˈo_tʃ_o\nv_ˈeɪ_ŋ_t_ʊ')).toBe('ˈoʧo vˈAŋtʊ');
    expect(kokoroPhonemes('(en)_w_ɒ_t_s ˈa_p_(hi)')).toBe('wɒts ˈap');
    expect(kokoroPhonemes('l_a- s_ˈʌ_r._s_ə_ʈʰ')).toBe('la sˈʌɽsəʈʰ');
  });

  it('are asked for between marks, but not within a number', () => {
    const pieces = (text: string) => piecesToPronounce(text).map(({ text: piece, isMark }) => (isMark ? `[${piece}]` : piece));
    expect(pieces('¿Cuesta 3,5 euros? «Sí», a las 14:30.')).toEqual([
      'Cuesta 3,5 euros',
      '[? ]',
      '[“]',
      'Sí',
      '[”, ]',
      'a las 14:30',
      '[.]',
    ]);
    expect(pieces('France ? Oui.')).toEqual(['France', '[? ]', 'Oui', '[.]']);
    expect(pieces('पेरिस है।')).toEqual(['पेरिस है', '[.]']);
  });
});

describe('who speaks', () => {
  it('is a voice of the language, the chosen one if it speaks it', () => {
    expect(voiceFor('es', 'af_heart')?.id).toBe('ef_dora');
    expect(voiceFor('es-MX', 'em_alex')?.id).toBe('em_alex');
    expect(voiceFor('pt', '')?.id).toBe('pf_dora');
    expect(voiceFor('en', 'em_alex')?.id).toBe('af_heart');
    expect(voiceFor('en-GB', '')?.language).toBe('en-GB');
    expect(voiceFor('de', 'af_heart')).toBeNull();
    expect(voiceFor('constructor', 'af_heart')).toBeNull();
  });
});

describe('which language it is', () => {
  const heard = (likelihoods: Record<string, number>) => new Map(Object.entries(likelihoods));

  it('is the likeliest, the one before where there is doubt', () => {
    expect(languagePicker(null, ['en-US'])(heard({ es: 0.9, en: 0.05 }))).toBe('es');
    expect(languagePicker('es', ['en-US'])(heard({ es: 0.3, en: 0.4 }))).toBe('es');
    expect(languagePicker('es', ['en-US'])(heard({ es: 0.02, en: 0.9 }))).toBe('en');
    expect(languagePicker(null, [])(heard({ ur: 0.5, hi: 0.4 }))).toBe('hi');
    expect(languagePicker(null, [])(heard({ de: 0.9, nl: 0.05 }))).toBe('de');
  });
});
