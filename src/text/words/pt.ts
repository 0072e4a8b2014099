/** Portuguese, above all of Brazil. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `meu deus, ai meu deus, meu deus do céu, deus do céu, nossa, nossa senhora, minha nossa, caramba, puxa, puxa vida, poxa, caraca, eita, credo, minha mãe, não acredito, não pode ser, não é possível, quem diria, que coisa, que loucura, que pena, que horror, que maravilha, que sorte, que tristeza`,
);
const PRAISE = phrases(
  `interessante, legal, bacana, bonito, lindo, bom, triste, estranho, curioso, engraçado, divertido, incrível, impressionante, fascinante, maravilhoso, surpreendente, demais, terrível, horrível, louco, ótimo, fofo, emocionante, lógico`,
);
const TALKING = phrases('falar, ler, contar, cantar, explicar, responder, repetir, dizer isso, ler isso, fazer isso');

export const PT: WordLists = {
  knowsShortWords: true,
  sounds: /^(u+h+m*|e+h+m*|a+h+|o+h+|h+u*m+|m+h*m*|h+ã+|a+i+|u+f+a*)$/,
  stops: [
    ...phrases(
      `para, pára, pare, parar, parou, para aí, pare aí, para já, para agora, pare agora, para com isso, pare com isso, para um pouco, para um momento, para um minuto, para de falar, pare de falar, para de ler, pare de ler, chega, já chega, chega disso, agora chega, chega de falar, basta, já basta,
     silêncio, faz silêncio, quieto, quieta, fica quieto, fica quieta, fique quieto, fique quieta, cala a boca, cale a boca, cala essa boca, cala te, cala, calado, calada, fecha a boca, psiu, shh, xiu,
     espera, espere, espera aí, espere aí, pera, pera aí, peraí, perai, espera um pouco, espera um pouquinho, espera um momento, espera um segundo, espera um minuto, espere um pouco, espere um momento, espere um minuto, um momento, um segundo, um minuto, um instante, um momentinho, um minutinho, um segundinho,
     só um momento, só um minuto, só um minutinho, só um segundo, só um instante, só um pouquinho, momento, aguarda, aguarde, aguenta aí, segura, segura aí, me dá um segundo, me dá um minuto, pausa, pausar, pausa aí, faz uma pausa, faça uma pausa, dá um tempo, stop, alto,
     cancela, cancelar, cancele, cancela isso, deixa, deixa pra lá, deixa para lá, deixa isso, deixa estar, esquece, esqueça, esquece isso, não importa, tanto faz, nada, é suficiente, suficiente, é o bastante, o bastante, tá bom assim, está bom assim, já está bom, já tá bom, já deu, deu, não fala mais, não fale mais, não diga mais nada, não diga nada,
     não continue, você pode parar, pode parar, pode parar aí, pode parar por aí, pode parar de falar, dá pra parar, dá para parar, quer parar, poderia parar, calma, calma aí, ficar quieto, ficar quieta, ficar calado, ficar calada, ficar em silêncio, calar a boca, se calar, fazer silêncio, fazer uma pausa, esperar um pouco, não precisa continuar, não é preciso continuar, não precisa, não precisa não, cale se, cala te, não precisa mais`,
    ),
    ...behind(phrases('para de, pare de, parar de, chega de, deixa de, deixe de'), TALKING),
  ],
  goOn: /^[^\p{L}]*não\s+p[aá]r[ae](?:,?\s+por favor)?[^\p{L}]*$/iu,
  courtesies: [
    ...CALLS,
    ...phrases(
      `não, por favor, por gentileza, obrigado, obrigada, muito obrigado, muito obrigada, valeu, brigado, desculpa, desculpe, me desculpa, me desculpe, com licença, sinto muito, ei, olha, olhe, escuta, ó, oh, parley, agora, já, bom, bem, então, e, mas, aí, aqui, você pode, você, pode, poderia, um pouco, gente, cara, moço, moça, por enquanto, por agora, logo, sim, tá, é, você poderia, poderia, você se importa de, você se importaria de, se importa de, se importaria de, quero que você, quero que, preciso que você, gostaria que você, eu disse, eu disse para, eu disse pra, eu falei para, eu falei pra, te peço para, faz o favor de, faça o favor de`,
    ),
  ],
  meant: phrases(
    `não, oi, olá, alô, bom dia, boa tarde, boa noite, ajuda, socorro, por que, por quê, porquê, o quê, o que, que, quê, quem, como, quando, onde, qual, quais, quanto, quanta, quantos, quantas, de novo, outra vez, mais uma vez, repete, repita, repetir, mais, menos, continuar, próximo, próxima, anterior, volta, voltar,
     mais alto, mais baixo, mais devagar, mais lento, mais rápido, obrigado, obrigada, tchau, adeus, até logo, por favor, desculpa, talvez, depende, nunca, sempre, hoje, amanhã, ontem, um, uma, dois, duas, três, quatro, cinco, seis, sete, oito, nove, dez`,
  ),
  fillers: phrases(
    `é, eh, hã, hum, hm, hmm, mm, mmm, ah, ai, oh, uh, ué, uai, bom, bem, então, tipo, assim, quer dizer, e, o, a, os, de, que, eu, ufa`,
  ),
  backchannels: [
    ...phrases(
      `sim, isso, isso aí, isso mesmo, é isso, é isso aí, aham, uhum, ahã, hum hum, hã hã, mhm, mm hm, tá, tá bom, tá certo, tá ok, está bem, está bom, tudo bem, ok, okay, okey, certo, certinho, entendi, entendo, compreendo, sei, ah sei, eu sei, claro, claro que sim, com certeza, sem dúvida, exato, exatamente, verdade, é verdade, é mesmo, mesmo, sério,
     jura, legal, bacana, ótimo, perfeito, beleza, maravilha, nossa, uau, puxa, que legal, que bom, interessante, que interessante, muito bem, muito bom, vai, vá em frente, vai em frente, pode continuar, pode falar, segue, prossiga, pois é, né, é, pode ser, correto, certamente, concordo, ah sim, ah tá, fechado, show, faz sentido, isso faz sentido, faz todo sentido, sabia, eu sabia, não sabia, eu não sabia, não sabia disso, não fazia ideia, tá bom então, então tá, então tá bom, tá então, ah é, continua, continue, não brinca, não me diga, não diga, continua por favor, por favor continua, por favor continue, é incrível, é impressionante, é fascinante, é maravilhoso`,
    ),
    ...CALLS,
    ...behind(optional('muito, que, tão, isso é muito, nossa que, bem, parece, que coisa'), PRAISE),
  ],
  assents: phrases(
    `sim, claro, claro que sim, com certeza, pode, pode sim, pode fazer, faça, faça isso, faz, faz isso, ok, okay, tá, tá bom, está bem, beleza, vai em frente, por favor sim, isso, perfeito, de acordo`,
  ),
  denials: phrases(
    `não, nao, não faça, não faça isso, não faz, melhor não, agora não, de jeito nenhum, nem pensar, prefiro que não, deixa, deixa pra lá, nada disso`,
  ),
  openEndings: phrases(
    `e, ou, nem, mas, porém, porque, que, de, do, da, dos, das, o, a, os, as, um, uma, uns, umas, ao, à, aos, em, no, na, nos, nas, num, numa, com, sem, por, pelo, pela, para, pra, pro, como, quando, onde, se, enquanto, embora, meu, minha, meus, minhas, teu, tua, seu, sua, nosso, nossa, muito, tão, é, são, era, eram, foi, está, tem, me, te, lhe, sobre, entre,
     até, desde, contra, durante, segundo, este, esta, esse, essa, aquele, aquela, cada, cujo, quem, então, também, tipo, hum, hã, quero, queria, gostaria, posso, eu, ele, ela, você`,
  ),
  phraseStarts: phrases(
    'e, ou, mas, porém, porque, que, quando, onde, enquanto, se, como, com, sem, em, para, por, desde, até, entre, sobre, embora',
  ),
};
