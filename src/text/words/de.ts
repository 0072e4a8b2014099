/** German, which is understood and not spoken. Prefixes that verbs leave behind ("an", "aus", "ein") end sentences. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `oh gott, mein gott, oh mein gott, ach gott, du meine güte, ach du meine güte, meine güte, du lieber himmel, um himmels willen, um gottes willen, ach du liebe zeit, ach herrje, oje, oh je, ach je, wahnsinn, donnerwetter, mensch, heiliger strohsack, sag bloß, was du nicht sagst, kaum zu glauben, nicht zu fassen, wer hätte das gedacht, ach nein`,
);
const PRAISE = phrases(
  `interessant, spannend, toll, super, schön, gut, prima, cool, krass, klasse, unglaublich, verrückt, beeindruckend, faszinierend, traurig, schade, lustig, witzig, schrecklich, furchtbar, wunderbar, großartig, fantastisch, perfekt, genial, erstaunlich, komisch, seltsam, schlimm, logisch, nett, praktisch`,
);
/** They stand between the two halves of a German verb, one or several. */
const MILDLY = optional(
  `bitte, jetzt, mal, doch, endlich, sofort, kurz, nun, einfach, bitte mal, bitte jetzt, bitte endlich, bitte sofort, bitte kurz, doch mal, doch bitte, doch endlich, doch bitte mal, doch jetzt, mal bitte, mal kurz, jetzt bitte, jetzt mal, jetzt endlich, jetzt doch, jetzt sofort, endlich mal`,
);
const TALKING = optional(
  'zu reden, zu sprechen, zu lesen, zu erzählen, zu zählen, zu singen, zu erklären, zu antworten, vorzulesen, zu quatschen, damit, mit dem reden, mit dem vorlesen',
);

export const DE: WordLists = {
  knowsShortWords: false,
  sounds: /^(ä+h*m*|e+h+m*|ö+h*m*|u+h+m*|a+h+|o+h+|h+m*|m+h*m*|tja|puh|ach)$/,
  stops: [
    ...phrases(
      `stopp, stop, stopp mal, stop mal, stopp jetzt, halt, halt mal, halt an, anhalten, hör auf jetzt, jetzt hör auf,
     schluss, schluss jetzt, schluss damit, jetzt ist schluss, aus, aus jetzt, ende, genug, jetzt ist genug, es ist genug, das ist genug, genug davon, genug jetzt, das reicht, das reicht jetzt, es reicht, jetzt reicht es, jetzt reicht's, reicht, reicht schon, reicht jetzt, mir reicht's, das genügt, genügt,
     ruhe, ruhe jetzt, gib ruhe, gebt ruhe, still, leise, klappe, klappe zu, halt's maul, halts maul, schnauze, schweig, schweigen sie, sei stumm, psst, pst, pscht, schh,
     wart mal, warte einen moment, warte eine sekunde, warte einen augenblick, moment, moment mal, momentchen, einen moment, einen kleinen moment, kleinen moment, ein moment, einen augenblick, augenblick, augenblick mal, sekunde, eine sekunde, kurze pause, pause, mach pause, mach eine pause, mach mal pause, pausieren,
     abbrechen, abbruch, brich ab, brich das ab, vergiss es, lass es, lass das, lass mal, lass gut sein, lass stecken, egal, ist egal, ist mir egal, schon gut, ist schon gut, ist gut jetzt, ist gut, nicht weiter, nicht mehr weiter, nicht weiterreden, nicht mehr weiterreden, nicht mehr reden, red nicht weiter, rede nicht weiter, sag nichts mehr, kein wort mehr,
     du kannst aufhören, du kannst jetzt aufhören, kannst du aufhören, könntest du aufhören, würdest du aufhören, sie können aufhören, können sie aufhören, still sein, ruhig sein, leise sein, schweigen, den mund halten, still bist, ruhig bist, den mund hältst, aufhörst`,
    ),
    ...behind(phrases('hör, hören sie, hört'), MILDLY, ['auf'], TALKING),
    ...behind(phrases('aufhören, aufzuhören, aufhörst, stoppen, zu stoppen'), TALKING),
    ...behind(phrases('zu reden, zu sprechen, zu lesen, zu erzählen, vorzulesen'), phrases('aufhören, aufzuhören')),
    ...behind(phrases('sei, seien sie, seid'), MILDLY, phrases('still, ruhig, leise')),
    ...behind(phrases('halt, halte, halten sie'), MILDLY, phrases('den mund, die klappe, den rand, den schnabel')),
    ...behind(phrases('warte, warten sie'), MILDLY),
  ],
  courtesies: [
    ...CALLS,
    ...phrases(
      `nein, nee, nö, bitte, bitte schön, danke, danke schön, dankeschön, danke dir, vielen dank, entschuldigung, entschuldige, entschuldigen sie, sorry, tut mir leid, verzeihung, pardon, hey, he, hallo, du, parley, jetzt, mal, kurz, doch, so, also, na, und, aber, da, hier, kannst du, könntest du, würdest du, willst du, können sie, könnten sie, würden sie, macht es dir etwas aus, würde es dir etwas ausmachen, würde es ihnen etwas ausmachen, ich will dass du, ich möchte dass du, ich möchte dass sie, ich habe gesagt, ich sagte, ich hab gesagt, ich bitte dich, tu mir den gefallen und, sofort, endlich, eben, einfach, erst mal, erstmal, fürs erste, mann`,
    ),
  ],
  meant: phrases(
    `nein, nee, nö, doch, hallo, hi, hilfe, warum, wieso, weshalb, was, wer, wie, wann, wo, wohin, woher, welche, welcher, welches, wie viel, wie viele, wieviel, nochmal, noch mal, noch einmal, wiederhole, wiederholen, mehr, weniger, weiter, nächste, nächster, nächstes, zurück, lauter, leiser, langsamer, schneller, danke, tschüss, auf wiedersehen, bitte, entschuldigung,
     vielleicht, nie, niemals, immer, heute, morgen, gestern, eins, zwei, zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn, also, so, man`,
  ),
  fillers: phrases('äh, ähm, ehm, eh, öh, öhm, hm, hmm, mm, mmm, ach, ah, oh, uh, uhm, tja, na, naja, na ja, puh'),
  backchannels: [
    ...phrases(
      `ja, jaja, jo, jep, jupp, joa, mhm, mm hm, aha, ach so, achso, ach ja, ach was, okay, ok, okey, gut, sehr gut, alles klar, klar, na klar, ist klar, genau, stimmt, das stimmt, richtig, ganz genau, verstehe, ich verstehe, verstanden, kapiert, sicher, natürlich, selbstverständlich, absolut, toll, super, prima, schön, spitze, klasse, krass,
     interessant, sehr interessant, spannend, echt, wirklich, ehrlich, wow, mach weiter, red weiter, erzähl weiter, sprich weiter, in ordnung, eben, freilich, cool, weiß ich, ich weiß, na gut, einverstanden, das weiß ich, wusste ich, das wusste ich, wusste ich nicht, wusste ich gar nicht, das wusste ich nicht, das wusste ich gar nicht, keine ahnung gehabt, ergibt sinn, das ergibt sinn, macht sinn, das macht sinn, das leuchtet ein, nicht schlecht, gar nicht schlecht, na dann, na gut dann, gut dann, okay dann, also gut, ja gut, ja doch, ja eben, echt jetzt, im ernst, ernsthaft, bitte weiter, bitte mach weiter, weiter so, na so was, so was, na sowas, sowas, gut zu wissen, soso, tatsächlich, hör nicht auf, nicht aufhören`,
    ),
    ...CALLS,
    ...behind(
      optional(
        'wie, sehr, echt, wirklich, total, ganz, so, ziemlich, das ist, das ist ja, das ist sehr, das ist echt, das ist wirklich, das ist aber, das ist ja sehr, ist ja, klingt, das klingt',
      ),
      PRAISE,
    ),
  ],
  assents: phrases(
    `ja, jo, jawohl, jep, klar, na klar, klar doch, ja bitte, gern, gerne, sicher, natürlich, selbstverständlich, okay, ok, in ordnung, mach das, mach es, mach mal, tu das, tu es, einverstanden, auf jeden fall, unbedingt, los, passt, genau`,
  ),
  denials: phrases(
    `nein, nee, nö, ne, nicht, lass das, lass es, mach das nicht, tu das nicht, lieber nicht, besser nicht, jetzt nicht, auf keinen fall, keinesfalls, bloß nicht`,
  ),
  openEndings: phrases(
    `und, oder, aber, weil, dass, denn, sondern, wenn, als, ob, obwohl, während, nachdem, bevor, sobald, damit, der, die, den, dem, des, einen, einem, einer, eines, eine, mein, meine, meinen, meinem, meiner, dein, deine, deinen, deinem, deiner, seine, seinen, seinem, seiner, ihre, ihren, ihrem, ihrer, unser, unsere, unseren, euer, eure,
     im, in, am, zum, zur, vom, ins, ans, beim, von, für, ohne, gegen, durch, unter, zwischen, seit, wegen, trotz, bis, sehr, ganz, ich, wir, äh, ähm, öh, möchte, beziehungsweise, diese, dieser, diesen, diesem, jeden, jeder, jede, kein, keine, keinen`,
  ),
  phraseStarts: phrases(
    'und, oder, aber, weil, dass, denn, wenn, als, ob, obwohl, während, der, die, das, mit, ohne, in, auf, für, von, bei, nach, aus',
  ),
};
