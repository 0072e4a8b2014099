/** French. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `mon dieu, oh mon dieu, bon dieu, seigneur, oh là là, oh la la, ah là là, là là, ça alors, ma parole, mince, mince alors, zut, punaise, purée, bon sang, ciel, tiens donc, tu parles, pas possible, c'est pas possible, ce n'est pas possible, c'est fou, c'est dingue, quelle histoire, quelle horreur, quelle chance, quel dommage, c'est dommage`,
);
const PRAISE = phrases(
  `intéressant, fascinant, incroyable, impressionnant, étonnant, surprenant, drôle, marrant, rigolo, triste, beau, joli, bon, bien, bizarre, curieux, logique, terrible, horrible, affreux, merveilleux, magnifique, super, génial, parfait, excellent, formidable, passionnant, chouette, cool, sympa, amusant`,
);
const TALKING = phrases(
  'parler, lire, compter, chanter, raconter, expliquer, répondre, répéter, dire ça, lire ça, faire ça, me parler',
);

export const FR: WordLists = {
  knowsShortWords: true,
  sounds: /^(h?e+u+h*|u+h+m*|e+h+m*|a+h+|o+h+|h+u*m+|m+h*m*|h+é+|b+a+h+|p+f+)$/,
  stops: [
    ...phrases(
      `stop, stop stop, arrête, arrêtez, arrêter, arrête toi, arrêtez vous, arrête ça, arrêtez ça, arrête de parler, arrêtez de parler, arrête de lire, arrête un peu, arrête maintenant, arrête là, arrête toi là, arrête une seconde, arrête un instant, on arrête, on arrête là,
     tais toi, taisez vous, tais toi un peu, silence, chut, la ferme, ferme la, ta gueule, boucle la, assez, c'est assez, c'en est assez, j'en ai assez, ça suffit, suffit, ça suffit comme ça, ça ira, ça ira comme ça, ça va comme ça, c'est bon, c'est bon comme ça, c'est bon là,
     attends, attendez, attends un peu, attends une seconde, attends deux secondes, attends une minute, attends deux minutes, attends un instant, attends un moment, attendez un instant, attendez une seconde, attendez un moment,
     une seconde, une petite seconde, une petite minute, une minute, un instant, un moment, un petit instant, un petit moment, minute, deux secondes, deux minutes, halte, halte là, pause, mets en pause, mettez en pause, fais une pause, faites une pause, donne moi une seconde, donne moi une minute,
     annule, annuler, annulez, annule ça, laisse tomber, laissez tomber, laisse, laisse ça, laisse moi, oublie, oublie ça, oubliez, peu importe, tant pis, ne parle plus, ne dis plus rien, ne dis rien, plus un mot, ne continue pas,
     tu peux arrêter, tu peux t'arrêter, tu peux te taire, peux tu arrêter, peux tu te taire, pourrais tu arrêter, pourrais tu te taire, vous pouvez arrêter, pouvez vous arrêter, pourriez vous arrêter, veux tu arrêter, veux tu te taire, du calme, calme toi, shh, d'arrêter, de t'arrêter, de vous arrêter, t'arrêter, vous arrêter, arrêtes, t'arrêtes, arrêtiez, te taire, vous taire, de te taire, de vous taire, te taises, vous taisiez, faire silence, faire une pause, attendre une seconde, attendre un instant, ça suffira, ça me suffit, ça va merci, pas la peine de continuer, ce n'est pas la peine de continuer, pas besoin de continuer`,
    ),
    ...behind(
      phrases("arrête de, arrêtez de, arrêter de, d'arrêter de, arrêtes de, arrêtiez de, cesse de, cessez de, cesser de"),
      TALKING,
    ),
  ],
  courtesies: [
    ...CALLS,
    ...phrases(
      `non, s'il te plaît, s'il vous plaît, s'il te plait, s'il vous plait, stp, merci, merci beaucoup, merci bien, pardon, désolé, désolée, je suis désolé, excuse moi, excusez moi, hé, eh, hey, parley, maintenant, tout de suite, bon, ben, bah, alors, et, mais, là, donc, voilà,
     écoute, écoutez, un peu, ça, oh, allez, tu peux, peux tu, pourrais tu, tu pourrais, vous pouvez, pouvez vous, pourriez vous, vous pourriez, tu veux bien, veux tu bien, vous voulez bien, voulez vous bien, est ce que, ça te dérange, ça te dérangerait, ça vous dérange, ça vous dérangerait, ça t'ennuie, ça t'ennuierait, je veux que tu, je voudrais que tu, j'aimerais que tu, je veux que vous, je voudrais que vous, je t'ai dit, je vous ai dit, je te demande, j'ai dit, je dis, oui, pour l'instant, pour le moment, ça va, doucement, attention, vraiment, enfin`,
    ),
  ],
  meant: phrases(
    `non, si, bonjour, bonsoir, salut, allô, aide, au secours, à l'aide, pourquoi, quoi, qui, comment, quand, où, combien, lequel, laquelle, quel, quelle, encore, encore une fois, répète, répétez, plus, moins, suivant, suivante, précédent, retour,
     plus fort, moins fort, plus vite, plus lentement, moins vite, merci, au revoir, à bientôt, pardon, peut être, ça dépend, jamais, toujours, aujourd'hui, demain, hier, un, une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix`,
  ),
  fillers: phrases(
    `euh, heu, euhm, hum, hem, bah, ben, bon, bof, pff, ah, oh, eh, hé, hein, hm, hmm, mm, mmm, alors, donc, et, le, la, les, de, je, tu, il, à, enfin, tiens, c'est, du coup, genre`,
  ),
  backchannels: [
    ...phrases(
      `oui, ouais, ouaip, mhm, mm hm, uh huh, d'accord, dac, ok, okay, okey, bien, très bien, c'est bien, bien sûr, bien entendu, je vois, je comprends, compris, j'ai compris, entendu, exact, exactement, tout à fait, absolument, c'est ça, c'est exact, c'est vrai, vrai, vraiment,
     ah bon, ah oui, ah d'accord, ah ouais, effectivement, en effet, certes, super, génial, parfait, cool, excellent, formidable, intéressant, c'est intéressant, très intéressant, ouah, waouh, wow, vas y, allez y, je t'écoute, je vous écoute, voilà, ça marche, ça roule, évidemment,
     carrément, bof, sans doute, tu as raison, c'est clair, clairement, bon, sérieux, sérieusement, aha, je sais, je le sais, je savais, je le savais, je ne savais pas, je l'ignorais, ça se tient, ça a du sens, mais oui, mais bien sûr, ben oui, ben voyons, bah oui, eh oui, eh bien, très bien alors, bon alors, pas mal, pas mal du tout, continue, continuez, continue s'il te plaît, n'arrête pas, ne t'arrête pas, sans blague, sans rire, dommage, c'est dommage, quel dommage, tu m'étonnes, quelle histoire`,
    ),
    ...CALLS,
    ...behind(
      optional(
        "très, trop, vraiment, c'est, c'est très, c'est trop, c'est vraiment, c'est tellement, que c'est, comme c'est, ça a l'air, plutôt, assez",
      ),
      PRAISE.filter((word) => word !== 'bon'),
    ),
  ],
  assents: phrases(
    `oui, ouais, ok, okay, d'accord, bien sûr, vas y, allez y, fais le, faites le, oui s'il te plaît, oui s'il vous plaît, avec plaisir, volontiers, parfait, absolument, tout à fait, entendu, si`,
  ),
  denials: phrases(
    `non, nan, pas maintenant, ne le fais pas, ne le faites pas, surtout pas, pas du tout, plutôt pas, mieux vaut pas, laisse, laissez, certainement pas, hors de question`,
  ),
  openEndings: phrases(
    `et, ou, ni, mais, car, donc, parce que, parce, que, qui, dont, de, du, des, d', la, le, les, l', un, une, à, au, aux, en, dans, avec, sans, pour, par, sur, sous, chez, vers, entre, comme, quand, lorsque, puisque, si, mon, ma, mes, ton, ta, tes, son, sa, ses, notre, votre, nos, vos, leur, leurs,
     très, trop, est, sont, était, étaient, a, ont, ai, avez, avons, se, me, te, ne, je, tu, il, elle, on, nous, ils, elles, ce, cet, cette, ces, chaque, quelque, quelques, depuis, jusque, pendant, contre, selon, alors, puis, afin, euh, heu, c'est, j'ai, qu'il, qu'elle, voudrais, veux, peux`,
  ),
  phraseStarts: phrases(
    'et, ou, mais, car, parce, que, qui, dont, quand, lorsque, si, comme, avec, sans, dans, pour, par, sur, depuis, jusque, pendant, puis',
  ),
};
