/** French. */
import { phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

export const FR: WordLists = {
  knowsShortWords: true,
  sounds: /^(h?e+u+h*|u+h+m*|e+h+m*|a+h+|o+h+|h+u*m+|m+h*m*|h+é+|b+a+h+|p+f+)$/,
  stops: phrases(
    `stop, stop stop, arrête, arrêtez, arrêter, arrête toi, arrêtez vous, arrête ça, arrêtez ça, arrête de parler, arrêtez de parler, arrête de lire, arrête un peu, arrête maintenant, arrête là, arrête toi là, arrête une seconde, arrête un instant, on arrête, on arrête là,
     tais toi, taisez vous, tais toi un peu, silence, chut, la ferme, ferme la, ta gueule, boucle la, assez, c'est assez, c'en est assez, j'en ai assez, ça suffit, suffit, ça suffit comme ça, ça ira, ça ira comme ça, ça va comme ça, c'est bon, c'est bon comme ça, c'est bon là,
     attends, attendez, attends un peu, attends une seconde, attends deux secondes, attends une minute, attends deux minutes, attends un instant, attends un moment, attendez un instant, attendez une seconde, attendez un moment,
     une seconde, une minute, un instant, un moment, un petit instant, un petit moment, minute, deux secondes, deux minutes, halte, halte là, pause, mets en pause, mettez en pause, fais une pause, faites une pause, donne moi une seconde, donne moi une minute,
     annule, annuler, annulez, annule ça, laisse tomber, laissez tomber, laisse, laisse ça, laisse moi, oublie, oublie ça, oubliez, peu importe, tant pis, ne parle plus, ne dis plus rien, ne dis rien, plus un mot, ne continue pas,
     tu peux arrêter, tu peux t'arrêter, tu peux te taire, peux tu arrêter, peux tu te taire, pourrais tu arrêter, pourrais tu te taire, vous pouvez arrêter, pouvez vous arrêter, pourriez vous arrêter, veux tu arrêter, veux tu te taire, du calme, calme toi, shh`,
  ),
  courtesies: phrases(
    `non, s'il te plaît, s'il vous plaît, s'il te plait, s'il vous plait, stp, merci, merci beaucoup, merci bien, pardon, désolé, désolée, je suis désolé, excuse moi, excusez moi, hé, eh, hey, parley, maintenant, tout de suite, bon, ben, bah, alors, et, mais, là, donc, voilà,
     écoute, écoutez, un peu, ça, oh, allez, tu peux, peux tu, pourrais tu, pour l'instant, pour le moment, mon dieu, attention, vraiment, tout de suite, enfin`,
  ),
  meant: phrases(
    `non, si, bonjour, bonsoir, salut, allô, aide, au secours, à l'aide, pourquoi, quoi, qui, comment, quand, où, combien, lequel, laquelle, quel, quelle, encore, encore une fois, répète, répétez, plus, moins, continue, continuez, suivant, suivante, précédent, retour,
     plus fort, moins fort, plus vite, plus lentement, moins vite, merci, au revoir, à bientôt, pardon, peut être, ça dépend, jamais, toujours, aujourd'hui, demain, hier, un, une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix`,
  ),
  fillers: phrases(
    `euh, heu, euhm, hum, hem, bah, ben, bon, bof, pff, ah, oh, eh, hé, hein, hm, hmm, mm, mmm, alors, donc, et, le, la, les, de, je, tu, il, à, enfin, tiens, c'est, du coup, genre`,
  ),
  backchannels: phrases(
    `oui, ouais, ouaip, mhm, mm hm, uh huh, d'accord, dac, ok, okay, okey, bien, très bien, c'est bien, bien sûr, bien entendu, je vois, je comprends, compris, j'ai compris, entendu, exact, exactement, tout à fait, absolument, c'est ça, c'est exact, c'est vrai, vrai, vraiment,
     ah bon, ah oui, ah d'accord, ah ouais, effectivement, en effet, certes, super, génial, parfait, cool, excellent, formidable, intéressant, c'est intéressant, très intéressant, ouah, waouh, wow, vas y, allez y, je t'écoute, je vous écoute, voilà, ça marche, ça roule, évidemment,
     carrément, sans doute, tu as raison, c'est clair, clairement, bon, sérieux, sérieusement, aha`,
  ),
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
