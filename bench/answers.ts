/** What the assistant says in each spoken language while a bench makes noise. */

/** `story`: half a minute. `ending`: two sentences, of which the last comes back as an echo. */
export type Answer = { story: string; ending: string };

/** By primary subtag. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  en: {
    story:
      'There was once a lighthouse on a rock far out at sea. Every evening an old man climbed the stairs and lit the lamp. One night a storm came from the west, and the waves rose as high as houses. A small ship had lost its way between the rocks. The old man saw its light and rang the great bell until morning. When the sun rose, the ship lay safe in the harbour, and the sailors brought him bread and apples.',
    ending: 'The lamp burned until the sun came up. Then all the sailors went back home.',
  },
  es: {
    story:
      'Había una vez un faro sobre una roca en medio del mar. Cada tarde un viejo subía la escalera y encendía la lámpara. Una noche llegó una tormenta del oeste, y las olas eran altas como casas. Un barco pequeño se había perdido entre las rocas. El viejo vio su luz y tocó la gran campana hasta la mañana. Cuando salió el sol, el barco estaba a salvo en el puerto, y los marineros le llevaron pan y manzanas.',
    ending: 'La lámpara ardió hasta que salió el sol. Después todos los marineros volvieron a casa.',
  },
  fr: {
    story:
      'Il était une fois un phare sur un rocher au milieu de la mer. Chaque soir un vieil homme montait l’escalier et allumait la lampe. Une nuit, une tempête arriva de l’ouest, et les vagues étaient hautes comme des maisons. Un petit bateau s’était perdu entre les rochers. Le vieil homme vit sa lumière et sonna la grande cloche jusqu’au matin. Quand le soleil se leva, le bateau était à l’abri dans le port, et les marins lui apportèrent du pain et des pommes.',
    ending: 'La lampe brûla jusqu’au lever du soleil. Ensuite tous les marins rentrèrent à la maison.',
  },
  it: {
    story:
      'C’era una volta un faro su uno scoglio in mezzo al mare. Ogni sera un vecchio saliva le scale e accendeva la lampada. Una notte arrivò una tempesta da ovest, e le onde erano alte come case. Una piccola nave si era persa tra gli scogli. Il vecchio vide la sua luce e suonò la grande campana fino al mattino. Quando sorse il sole, la nave era al sicuro nel porto, e i marinai gli portarono pane e mele.',
    ending: 'La lampada rimase accesa fino all’alba. Poi tutti i marinai tornarono a casa.',
  },
  pt: {
    story:
      'Era uma vez um farol sobre uma rocha no meio do mar. Toda tarde um velho subia a escada e acendia a lâmpada. Uma noite chegou uma tempestade do oeste, e as ondas eram altas como casas. Um pequeno barco tinha se perdido entre as rochas. O velho viu a sua luz e tocou o grande sino até de manhã. Quando o sol nasceu, o barco estava seguro no porto, e os marinheiros levaram pão e maçãs para ele.',
    ending: 'A lâmpada ficou acesa até o nascer do sol. Depois todos os marinheiros voltaram para casa.',
  },
  hi: {
    story:
      'समुद्र के बीच एक चट्टान पर एक पुराना प्रकाश स्तंभ था। हर शाम एक बूढ़ा आदमी सीढ़ियाँ चढ़कर दीपक जलाता था। एक रात पश्चिम से तूफ़ान आया, और लहरें घरों जितनी ऊँची थीं। एक छोटा जहाज़ चट्टानों के बीच रास्ता भूल गया था। बूढ़े आदमी ने उसकी रोशनी देखी और सुबह तक बड़ी घंटी बजाई। जब सूरज निकला, तो जहाज़ बंदरगाह में सुरक्षित था, और नाविक उसके लिए रोटी और सेब लाए।',
    ending: 'दीपक सुबह तक जलता रहा। फिर सब नाविक अपने घर लौट गए।',
  },
};
