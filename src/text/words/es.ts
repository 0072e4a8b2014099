/** Spanish, of Spain and of America. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `dios mío, ay dios mío, ay dios, dios, madre mía, mi madre, por dios, virgen santa, santo cielo, cielos, caramba, caray, híjole, ostras, hostia, joder, no puede ser, quién lo diría, qué cosas, qué cosa, qué barbaridad, qué locura, qué pena, qué lástima, qué horror, qué maravilla, qué alegría, qué suerte`,
);
const PRAISE = phrases(
  `interesante, curioso, bonito, lindo, bueno, bien, genial, guay, chulo, chévere, padre, triste, raro, divertido, gracioso, fuerte, increíble, impresionante, fascinante, maravilloso, perfecto, horrible, terrible, loco, listo, sorprendente, alucinante, estupendo, fantástico, excelente, emocionante`,
);
const TALKING = phrases(
  'hablar, leer, contar, contarme, explicar, decir eso, cantar, responder, contestar, repetir, repetir eso, leer eso, hacer eso',
);

export const ES: WordLists = {
  knowsShortWords: true,
  sounds: /^(u+h*m*|e+h*m*|a+h+|o+h+|h+m*|m+h*m*|a+y+|u+f+)$/,
  stops: [
    ...phrases(
      `para, para ya, para un momento, para un segundo, párate, pare, pare ya, parar, para ahí, para de hablar, para de leer, para de una vez, deja de hablar, deja de leer, deja de decir eso,
     basta, basta ya, ya basta, basta de eso, ya está, ya está bien, ya vale, vale ya, ya fue, ya estuvo, ya no más, no más, no más por favor, con eso basta, con eso me basta, con eso es suficiente, es suficiente, suficiente,
     silencio, cállate, callate, calla, cállate ya, cállese, calle, callarse, cierra la boca, cierra el pico, chitón, shh, sh, chis, guarda silencio, no hables, no hables más,
     no sigas, no digas más, no digas nada, no digas nada más, ni una palabra más, detente, detenerse, deténgase, detén eso, alto, alto ahí, stop, quieto, quieta, pausa, haz una pausa, ponlo en pausa,
     espera, espere, espérate, espera un momento, espera un segundo, espera un poco, espera un minuto, espera un rato, espérame, aguarda, aguanta, un momento, un momentito, un segundo, un segundito, un minuto,
     dame un segundo, dame un momento, dame un minuto, cancela, cancelar, cancela eso, cancélalo, déjalo, déjalo ya, déjalo estar, deja, deja eso, olvídalo, da igual, no importa, es igual, nada,
     puedes parar, puedes callarte, puedes parar ya, puedes dejarlo, quieres parar, quieres callarte, te puedes callar, te quieres callar, podrías parar, podrías callarte, tranquilo, tranquila, corta, corta ya, corta el rollo, callarte, pararte, detenerte, guardar silencio, estar callado, estar callada, estarte callado, estarte callada, quedarte callado, pares, te calles, te detengas, te pares, guardes silencio, no hace falta que sigas, no hace falta que continúes, no hace falta seguir, no es necesario que sigas, no es necesario seguir`,
    ),
    ...behind(phrases('deja de, dejar de, dejes de, deje de, para de, pare de, parar de, basta de'), TALKING),
  ],
  goOn: /^[^\p{L}]*no\s+pare[ns]?(?:,?\s+por favor)?[^\p{L}]*$/iu,
  courtesies: [
    ...CALLS,
    ...phrases(
      `no, por favor, porfa, gracias, muchas gracias, perdón, perdona, perdone, disculpa, disculpe, lo siento, oye, oiga, hey, parley, ya, ahora, ahora mismo, bueno, pues, y, pero, que, ahí, aquí,
     hombre, mujer, mira, escucha, puedes, podrías, puede, podría, quieres, te importa, te importaría, le importa, le importaría, quiero que, necesito que, me gustaría que, te pido que, te he dicho que, te dije que, he dicho que, haz el favor de, hazme el favor de, me haces el favor de, un poco, venga, de una vez, de momento, por ahora, está bien, entonces, ay, amigo, tío`,
    ),
  ],
  meant: phrases(
    `no, hola, ayuda, por qué, porqué, qué, quién, cómo, cuándo, dónde, cuál, cuánto, cuánta, cuántos, cuántas, otra vez, de nuevo, repite, repítelo, repetir, más, menos, continuar, siguiente, anterior, atrás,
     más alto, más bajo, más fuerte, más despacio, más lento, más rápido, gracias, adiós, chao, hasta luego, por favor, perdón, quizás, quizá, tal vez, depende, nunca, siempre, hoy, mañana, ayer,
     uno, una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez`,
  ),
  fillers: phrases(
    `eh, em, ehm, este, esto, pues, bueno, a ver, o sea, ah, oh, uh, um, ay, uf, mm, mmm, hm, hmm, y, e, o, el, la, lo, a, de, que, es, un, yo, tú`,
  ),
  backchannels: [
    ...phrases(
      `sí, si, ajá, aja, mhm, mm hm, uh huh, ya, vale, ok, okay, okey, oka, bien, muy bien, claro, claro que sí, por supuesto, desde luego, entiendo, entendido, comprendo, ya veo, ya entiendo, ya entendí, ya lo entendí, ya sé, lo sé, te entiendo,
     exacto, exactamente, eso, eso es, así es, cierto, es cierto, es verdad, verdad, tienes razón, de acuerdo, perfecto, genial, estupendo, fantástico, excelente, buenísimo, bueno, qué bien, qué bueno, qué interesante, interesante, qué curioso,
     guau, wow, vaya, anda, no me digas, en serio, de verdad, ah sí, sigue, adelante, dale, listo, correcto, efectivamente, por cierto que sí, órale, ándale, sale, está bien, tal cual, totalmente, me parece bien, tiene sentido, eso tiene sentido, tiene mucho sentido, lo sabía, ya lo sabía, no lo sabía, no sabía eso, no tenía ni idea, no me lo puedo creer, no me lo creo, vale pues, pues vale, bueno pues, continúa, sigue por favor, por favor sigue, por favor continúa, no pares, no pares por favor, qué historia, es muy interesante, es increíble, es impresionante, es fascinante, es genial, es verdad que sí`,
    ),
    ...CALLS,
    ...behind(optional('muy, qué, qué cosa más, qué cosa tan, eso es muy, me parece, suena, suena muy'), PRAISE),
  ],
  assents: phrases(
    `sí, si, claro, claro que sí, por supuesto, desde luego, vale, ok, okay, de acuerdo, hazlo, adelante, dale, venga, está bien, perfecto, me parece bien, sí por favor, cómo no, correcto, exacto`,
  ),
  denials: phrases(
    `no, que no, no lo hagas, no hagas eso, mejor no, ahora no, para nada, de ninguna manera, ni hablar, prefiero que no, déjalo, nada`,
  ),
  openEndings: phrases(
    `y, e, o, u, ni, pero, sino, porque, que, de, del, la, el, los, las, un, una, unos, unas, a, al, en, con, sin, por, para, como, cuando, donde, si, mi, tu, su, mis, tus, sus, nuestro, nuestra,
     muy, tan, es, son, era, eran, fue, ha, han, he, hemos, se, me, te, le, nos, les, sobre, entre, hasta, desde, hacia, según, contra, durante, aunque, mientras, pues, entonces, este, esta, ese, esa, estos, estas, cada, cuyo, quien,
     quiero, quisiera, puedo, eh, em, ehm, um, o sea, yo, él, ella`,
  ),
  phraseStarts: phrases(
    'y, o, pero, porque, que, cuando, donde, mientras, si, como, con, sin, en, para, por, desde, hasta, entre, sobre, aunque',
  ),
};
