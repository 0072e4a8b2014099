/** Italian. */
import { behind, optional, phrases } from './phrases.ts';
import type { WordLists } from './word-lists.ts';

/** Called out at what is heard, good or bad. */
const CALLS = phrases(
  `mio dio, oh mio dio, dio mio, oddio, mamma mia, madonna, madonna mia, santo cielo, accidenti, caspita, cavolo, per carità, che roba, che storia, che peccato, che fortuna, che meraviglia, che orrore, che tristezza, non ci credo, ma pensa, pensa un po, non è possibile, chi l'avrebbe detto`,
);
const PRAISE = phrases(
  `interessante, bello, buono, triste, strano, curioso, divertente, incredibile, impressionante, affascinante, meraviglioso, sorprendente, pazzesco, assurdo, terribile, orribile, forte, carino, figo, logico, simpatico`,
);
const TALKING = phrases('parlare, leggere, contare, cantare, raccontare, spiegare, rispondere, ripetere, dirlo, farlo');

export const IT: WordLists = {
  knowsShortWords: true,
  sounds: /^(u+h+m*|e+h+m*|a+h+|o+h+|h+m*|m+h*m*|u+f+a*)$/,
  stops: [
    ...phrases(
      `basta, basta così, basta parlare, basta adesso, adesso basta, ora basta, e basta, basta leggere, stop, fermo, ferma, fermi, fermati, fermati lì, fermati un attimo, ferma lì, si fermi, fermatevi, alt, smettila, smetti, smetti di parlare, smetti di leggere, smettere, la smetti, la smetta, smettetela, piantala, finiscila,
     zitto, zitta, zitti, stai zitto, stai zitta, sta zitto, sta zitta, stia zitto, stai buono, chiudi la bocca, chiudi il becco, taci, silenzio, fai silenzio, shh, ssh, sst, sss,
     aspetta, aspetti, aspettate, aspetta un attimo, aspetta un momento, aspetta un secondo, aspetta un minuto, aspetta un po, aspetti un attimo, aspetti un momento, un attimo, un attimino, un momento, un secondo, un minuto, attendi, attenda, attimo, momento, dammi un attimo, dammi un secondo, dammi un minuto,
     pausa, metti in pausa, fai una pausa, annulla, annullare, cancella, lascia perdere, lascia stare, lasci perdere, lascia, dimenticalo, non importa, fa niente, non fa niente, niente, pazienza, può bastare, mi basta, mi basta così, è abbastanza, abbastanza, è sufficiente, sufficiente, va bene così, così va bene, così basta,
     non parlare, non parlare più, non dire altro, non dire niente, non continuare, non andare avanti, puoi fermarti, puoi smettere, ti puoi fermare, puoi stare zitto, puoi stare zitta, vuoi smetterla, potresti fermarti, potresti smettere, calma, calmati, fermarti, smetterla, stare zitto, stare zitta, tacere, fare silenzio, fare una pausa, aspettare un attimo, ti fermi, ti fermassi, la smettessi, tu smetta, stia zitto, stia zitta, non serve che continui, non serve continuare, non c'è bisogno che continui, non c'è bisogno di continuare, non occorre continuare`,
    ),
    ...behind(phrases('smetti di, smettila di, smettere di, smetterla di, la smetti di, basta, finiscila di'), TALKING),
  ],
  courtesies: [
    ...CALLS,
    ...phrases(
      `no, per favore, per piacere, per cortesia, ti prego, la prego, grazie, grazie mille, molte grazie, scusa, scusami, scusi, mi scusi, mi dispiace, ehi, oh, senti, senta, ascolta, parley, ora, adesso, subito, dai, allora, beh, e, ma, lì, là, qui, un po, puoi, potresti, può, potrebbe, vuoi, anche, sì, ti dispiace, ti dispiacerebbe, le dispiace, le dispiacerebbe, ti spiace, ti spiacerebbe, voglio che, vorrei che, ho detto, ti ho detto di, ti chiedo di, fammi il favore di, mi fai il favore di, dunque, ecco, per ora, per adesso`,
    ),
  ],
  meant: phrases(
    `no, ciao, salve, pronto, buongiorno, buonasera, aiuto, perché, cosa, che cosa, che, chi, come, quando, dove, quale, quali, quanto, quanta, quanti, quante, ancora, di nuovo, un'altra volta, ripeti, ripetere, più, meno, prossimo, prossima, avanti, indietro,
     più forte, più piano, più lento, più lentamente, più veloce, grazie, arrivederci, prego, scusa, forse, dipende, boh, mai, sempre, oggi, domani, ieri, uno, una, due, tre, quattro, cinque, sei, sette, otto, nove, dieci`,
  ),
  fillers: phrases(
    `eh, ehm, em, beh, be, mah, allora, cioè, ecco, insomma, dunque, tipo, ah, oh, uh, uhm, um, uffa, hm, hmm, mm, mmm, e, è, il, la, lo, un, a, di, io, tu`,
  ),
  backchannels: [
    ...phrases(
      `sì, si, mhm, mm hm, aha, uh huh, ok, okay, okey, va bene, bene, molto bene, benissimo, certo, certamente, chiaro, è chiaro, capito, ho capito, capisco, d'accordo, esatto, esattamente, giusto, infatti, appunto, già, vero, è vero, verissimo, davvero, sul serio, ah sì, ah ecco, ah ok, ma dai, dai, ma va, interessante, molto interessante, che bello, bello,
     perfetto, ottimo, fantastico, grande, wow, vai, vai pure, vai avanti, vada avanti, continua pure, prosegui, ovvio, ovviamente, naturalmente, eh sì, eh già, ecco, hai ragione, sicuro, sicuramente, assolutamente, lo so, ti seguo, ti ascolto, lo sapevo, non lo sapevo, non ne avevo idea, ha senso, ha molto senso, va bene allora, bene allora, beh sì, ah certo, continua, continua per favore, per favore continua, non fermarti, non smettere, è incredibile, è impressionante, è affascinante, è fantastico, è pazzesco, è bellissimo, bellissimo, interessantissimo`,
    ),
    ...CALLS,
    ...behind(optional('molto, che, davvero, proprio, così, che cosa, sembra, questo è molto'), PRAISE),
  ],
  assents: phrases(
    `sì, si, certo, certamente, va bene, ok, okay, d'accordo, fallo, fai pure, faccia pure, vai, procedi, volentieri, sicuro, senz'altro, perfetto, esatto, come no, sì grazie`,
  ),
  denials: phrases(
    `no, non farlo, non lo fare, meglio di no, non ora, non adesso, assolutamente no, per niente, lascia stare, lascia perdere, preferirei di no`,
  ),
  openEndings: phrases(
    `e, ed, o, oppure, ma, però, perché, che, di, del, dello, della, dei, degli, delle, a, al, allo, alla, ai, agli, alle, da, dal, dalla, in, nel, nella, nei, nelle, con, col, su, sul, sulla, per, tra, fra, il, lo, la, i, gli, le, un, uno, una, un', come, quando, dove, se, mentre, mio, mia, miei, mie, tuo, tua, suo, sua, nostro, nostra,
     molto, è, sono, era, erano, ho, ha, hanno, mi, ti, si, ci, vi, ne, non, questo, questa, quel, quella, quello, ogni, senza, verso, durante, dopo, prima, anche, quindi, allora, cioè, ehm, eh, vorrei, voglio, posso, io, lui, lei, c'è`,
  ),
  phraseStarts: phrases(
    'e, o, ma, però, perché, che, quando, dove, se, mentre, come, con, senza, in, per, da, su, tra, fra, anche, quindi',
  ),
};
