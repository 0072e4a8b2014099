/** German, which is understood and not spoken. Prefixes that verbs leave behind ("an", "aus", "ein") end sentences. */
import { phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

export const DE: WordLists = {
  knowsShortWords: false,
  sounds: /^(ä+h*m*|e+h+m*|ö+h*m*|u+h+m*|a+h+|o+h+|h+m*|m+h*m*|tja|puh|ach)$/,
  stops: phrases(
    `stopp, stop, stopp mal, stop mal, stopp jetzt, halt, halt mal, halt an, anhalten, hör auf, hör auf jetzt, hör mal auf, hör bitte auf, hör auf damit, hör auf zu reden, hör auf zu sprechen, hör auf zu lesen, hör auf zu erzählen, hören sie auf, hören sie bitte auf, aufhören, jetzt hör auf,
     schluss, schluss jetzt, schluss damit, jetzt ist schluss, aus, aus jetzt, ende, genug, jetzt ist genug, es ist genug, das ist genug, genug davon, genug jetzt, das reicht, das reicht jetzt, es reicht, jetzt reicht es, jetzt reicht's, reicht, reicht schon, reicht jetzt, mir reicht's, das genügt, genügt,
     ruhe, ruhe jetzt, gib ruhe, gebt ruhe, still, sei still, sei bitte still, sei bitte mal still, sei bitte ruhig, sei bitte leise, sei jetzt still, sei doch still, sei doch mal still, hör jetzt auf, hör doch auf, hör bitte auf damit, warte bitte mal, warte bitte kurz, seien sie still, sei ruhig, sei leise, sei mal still, sei mal leise, sei mal ruhig, leise, klappe, klappe zu, halt die klappe, halt den mund, halt den rand, halt's maul, halts maul, schnauze, schweig, schweigen sie, sei stumm, psst, pst, pscht, schh,
     warte, warte mal, warte bitte, warte kurz, warte doch, wart mal, warten sie, warten sie mal, warten sie bitte, warte einen moment, warte eine sekunde, warte einen augenblick, moment, moment mal, momentchen, einen moment, einen kleinen moment, kleinen moment, ein moment, einen augenblick, augenblick, augenblick mal, sekunde, eine sekunde, kurze pause, pause, mach pause, mach eine pause, mach mal pause, pausieren,
     abbrechen, abbruch, brich ab, brich das ab, vergiss es, lass es, lass das, lass mal, lass gut sein, lass stecken, egal, ist egal, ist mir egal, schon gut, ist schon gut, ist gut jetzt, nicht weiter, nicht mehr weiter, nicht weiterreden, red nicht weiter, rede nicht weiter, sag nichts mehr, kein wort mehr,
     du kannst aufhören, du kannst jetzt aufhören, kannst du aufhören, könntest du aufhören, würdest du aufhören, sie können aufhören, können sie aufhören, kannst du still sein, kannst du ruhig sein`,
  ),
  courtesies: phrases(
    `nein, nee, nö, bitte, bitte schön, danke, danke schön, dankeschön, danke dir, vielen dank, entschuldigung, entschuldige, entschuldigen sie, sorry, tut mir leid, verzeihung, pardon, hey, he, hallo, du, parley, jetzt, mal, kurz, doch, so, also, na, und, aber, da, hier, kannst du, könntest du, würdest du, sofort, endlich, eben, erst mal, erstmal, fürs erste, mensch, mann, oh gott`,
  ),
  meant: phrases(
    `nein, nee, nö, doch, hallo, hi, hilfe, warum, wieso, weshalb, was, wer, wie, wann, wo, wohin, woher, welche, welcher, welches, wie viel, wie viele, wieviel, nochmal, noch mal, noch einmal, wiederhole, wiederholen, mehr, weniger, weiter, nächste, nächster, nächstes, zurück, lauter, leiser, langsamer, schneller, danke, tschüss, auf wiedersehen, bitte, entschuldigung,
     vielleicht, nie, niemals, immer, heute, morgen, gestern, eins, zwei, zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn, also, so, man`,
  ),
  fillers: phrases('äh, ähm, ehm, eh, öh, öhm, hm, hmm, mm, mmm, ach, ah, oh, uh, uhm, tja, na, naja, na ja, puh'),
  backchannels: phrases(
    `ja, jaja, jo, jep, jupp, joa, mhm, mm hm, aha, ach so, achso, ach ja, ach was, okay, ok, okey, gut, sehr gut, alles klar, klar, na klar, ist klar, genau, stimmt, das stimmt, richtig, ganz genau, verstehe, ich verstehe, verstanden, kapiert, sicher, natürlich, selbstverständlich, absolut, toll, super, prima, schön, spitze, klasse, krass,
     interessant, sehr interessant, spannend, echt, wirklich, ehrlich, wow, mach weiter, red weiter, erzähl weiter, sprich weiter, in ordnung, eben, freilich, cool, weiß ich, ich weiß, na gut, einverstanden, logisch`,
  ),
  assents: phrases(
    `ja, jo, jawohl, jep, klar, na klar, klar doch, ja bitte, gern, gerne, sicher, natürlich, selbstverständlich, okay, ok, in ordnung, mach das, mach es, mach mal, tu das, tu es, einverstanden, auf jeden fall, unbedingt, los, passt, genau`,
  ),
  denials: phrases(
    `nein, nee, nö, ne, nicht, lass das, lass es, mach das nicht, tu das nicht, lieber nicht, besser nicht, jetzt nicht, auf keinen fall, keinesfalls, bloß nicht`,
  ),
  openEndings: phrases(
    `und, oder, aber, weil, dass, denn, sondern, wenn, als, ob, obwohl, während, nachdem, bevor, sobald, damit, der, die, den, dem, des, einen, einem, einer, eines, eine, mein, meine, meinen, meinem, meiner, dein, deine, deinen, deinem, deiner, seine, seinen, seinem, seiner, ihre, ihren, ihrem, ihrer, unser, unsere, unseren, euer, eure,
     im, am, zum, zur, vom, ins, ans, beim, von, für, ohne, gegen, durch, unter, zwischen, seit, wegen, trotz, bis, sehr, ganz, ich, wir, äh, ähm, öh, möchte, beziehungsweise, diese, dieser, diesen, diesem, jeden, jeder, jede, kein, keine, keinen`,
  ),
  phraseStarts: phrases(
    'und, oder, aber, weil, dass, denn, wenn, als, ob, obwohl, während, der, die, das, mit, ohne, in, auf, für, von, bei, nach, aus',
  ),
};
