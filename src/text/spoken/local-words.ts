/** What signs and short forms are called in the languages that are spoken beside English. Names of months, units and most money are Intl's. */
import { primaryOf } from '../language.ts';

export type LocalWords = {
  /** For Intl. */
  tag: string;
  /** Whether its numbers are grouped by full stops and have a decimal comma; otherwise it is the other way round. */
  decimalComma: boolean;
  signs: Readonly<
    Record<
      | 'and'
      | 'or'
      | 'plus'
      | 'minus'
      | 'times'
      | 'over'
      | 'equals'
      | 'less'
      | 'greater'
      | 'atMost'
      | 'atLeast'
      | 'about'
      | 'moreThan'
      | 'lessThan'
      | 'noLess'
      | 'noMore'
      | 'notEqual'
      | 'percent'
      | 'perThousand'
      | 'degrees'
      | 'to'
      | 'number'
      | 'section'
      | 'at'
      | 'dot'
      | 'root'
      | 'squared'
      | 'cubed'
      | 'power'
      | 'infinity'
      | 'sharp',
      string
    >
  >;
  /** How one fraction or another is read; the rest is a number over another. */
  fractions: Readonly<Record<string, string>>;
  /** Clock time; `minute` from 0. What may stand behind it and is said already: " h". */
  time: (hour: number, minute: number) => string;
  behindTime?: RegExp;
  /** Of the day, for the clock of 12 hours. */
  morning: string;
  afternoon: string;
  /** Money that Intl calls by its country: sign, one, many. */
  money: Readonly<Record<string, readonly [one: string, many: string]>>;
  /** An amount with hundredths. */
  cents: (amount: string, money: string, hundredths: number) => string;
  /** Thousands and millions behind a sign of money, and how they are joined to its name. */
  scales: RegExp;
  ofMoney: (money: string, scale: string) => string;
  /** Units that Intl has no name for: symbol, one, many. */
  units: Readonly<Record<string, readonly [one: string, many: string]>>;
  square: (unit: string, isOne: boolean) => string;
  cubic: (unit: string, isOne: boolean) => string;
  /** Short forms, longest first, and what they are short for. */
  short: readonly (readonly [RegExp, string])[];
  /** The first of a month. */
  first: string;
  /** Words around a Roman numeral, and what becomes of its value; the numeral is the group `roman`. */
  roman: readonly (readonly [RegExp, (value: number) => string])[];
};

/** `\b` knows no letters with marks. */
const START = String.raw`(?<![\p{L}\p{M}\p{N}.])`;
const short = (form: string, long: string, flags = 'gu') => [new RegExp(START + form, flags), long] as const;
const NUMERAL = String.raw`(?<roman>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\p{N}])`;
const numbered = (before: string) => new RegExp(`${START}(?<before>${before}) ${NUMERAL}`, 'gu');
/** A name and two letters or more: one may be an initial. XL is a size. */
const REGNAL = new RegExp(String.raw`${START}(?<before>\p{Lu}\p{Ll}+) (?=[IVXL]{2})(?!(?:XXX?|XL)(?![IVXL]))${NUMERAL}`, 'gu');

const ES: LocalWords = {
  tag: 'es',
  decimalComma: true,
  signs: {
    and: 'y',
    or: 'o',
    plus: 'más',
    minus: 'menos',
    times: 'por',
    over: 'entre',
    equals: 'es igual a',
    less: 'es menor que',
    greater: 'es mayor que',
    atMost: 'es menor o igual que',
    atLeast: 'es mayor o igual que',
    about: 'aproximadamente',
    moreThan: 'más de',
    lessThan: 'menos de',
    noLess: 'al menos',
    noMore: 'como máximo',
    notEqual: 'es distinto de',
    percent: 'por ciento',
    perThousand: 'por mil',
    degrees: 'grados',
    to: 'a',
    number: 'número',
    section: 'sección',
    at: 'arroba',
    dot: 'punto',
    root: 'raíz cuadrada de',
    squared: 'al cuadrado',
    cubed: 'al cubo',
    power: 'elevado a',
    infinity: 'infinito',
    sharp: 'sharp',
  },
  fractions: {
    '1/2': 'un medio',
    '1/3': 'un tercio',
    '2/3': 'dos tercios',
    '1/4': 'un cuarto',
    '3/4': 'tres cuartos',
    '1/5': 'un quinto',
    '1/8': 'un octavo',
    '1/10': 'un décimo',
  },
  time: (hour, minute) => (minute === 0 ? `${String(hour)} en punto` : `${String(hour)} y ${String(minute)}`),
  behindTime: /\s?(?:h|hrs?|horas)\b\.?/,
  morning: 'de la mañana',
  afternoon: 'de la tarde',
  money: { $: ['dólar', 'dólares'], '₹': ['rupia', 'rupias'], R$: ['real', 'reales'], '£': ['libra', 'libras'] },
  cents: (amount, money, hundredths) => `${amount} ${money} con ${String(hundredths)}`,
  scales: /mil|mill(?:ón|ones)|bill(?:ón|ones)/,
  ofMoney: (money, scale) => (scale === 'mil' ? money : `de ${money}`),
  units: {
    mg: ['miligramo', 'miligramos'],
    Hz: ['hercio', 'hercios'],
    kHz: ['kilohercio', 'kilohercios'],
    MHz: ['megahercio', 'megahercios'],
    GHz: ['gigahercio', 'gigahercios'],
    W: ['vatio', 'vatios'],
    kW: ['kilovatio', 'kilovatios'],
    kWh: ['kilovatio hora', 'kilovatios hora'],
    V: ['voltio', 'voltios'],
    kcal: ['kilocaloría', 'kilocalorías'],
  },
  square: (unit, isOne) => `${unit} ${isOne ? 'cuadrado' : 'cuadrados'}`,
  cubic: (unit, isOne) => `${unit} ${isOne ? 'cúbico' : 'cúbicos'}`,
  short: [
    [/(?<=\d)\s?M€/g, ' millones de euros'],
    short(String.raw`Avda?\.(?=\s\p{Lu})`, 'avenida'),
    short(String.raw`II (?=Guerra Mundial)`, 'segunda '),
    short(String.raw`EE\.\s?UU\.`, 'Estados Unidos'),
    short(String.raw`p\.\s?ej\.`, 'por ejemplo', 'giu'),
    short(String.raw`a\.\s?C\.`, 'antes de Cristo'),
    short(String.raw`d\.\s?C\.`, 'después de Cristo'),
    short(String.raw`Sres\.`, 'señores'),
    short(String.raw`Sra\.`, 'señora'),
    short(String.raw`Srta\.`, 'señorita'),
    short(String.raw`Sr\.`, 'señor'),
    short(String.raw`Dra\.`, 'doctora'),
    short(String.raw`Dr\.`, 'doctor'),
    short(String.raw`Uds\.`, 'ustedes'),
    short(String.raw`Ud\.`, 'usted'),
    short(String.raw`Prof\.`, 'profesor'),
    short(String.raw`aprox\.`, 'aproximadamente', 'giu'),
    short(String.raw`(?:núm\.|n\.º|nº|n°)\s?(?=\d)`, 'número ', 'giu'),
    short(String.raw`págs?\.`, 'página', 'giu'),
    short(String.raw`tel\.`, 'teléfono', 'giu'),
    short(String.raw`etc\.(?!\s*$)`, 'etcétera', 'giu'),
    short(String.raw`etc(?=\.\s*$)`, 'etcétera', 'giu'),
    short(String.raw`y/o(?!\p{L})`, 'y o'),
  ],
  first: '1',
  roman: [
    [numbered('[Ss]iglos?|[Cc]apítulo|[Tt]omo|[Pp]arte|Guerra Mundial'), String],
    [REGNAL, String],
  ],
};

const FR: LocalWords = {
  tag: 'fr',
  decimalComma: true,
  signs: {
    and: 'et',
    or: 'ou',
    plus: 'plus',
    minus: 'moins',
    times: 'fois',
    over: 'sur',
    equals: 'égale',
    less: 'est inférieur à',
    greater: 'est supérieur à',
    atMost: 'est inférieur ou égal à',
    atLeast: 'est supérieur ou égal à',
    about: 'environ',
    moreThan: 'plus de',
    lessThan: 'moins de',
    noLess: 'au moins',
    noMore: 'au plus',
    notEqual: 'est différent de',
    percent: 'pour cent',
    perThousand: 'pour mille',
    degrees: 'degrés',
    to: 'à',
    number: 'numéro',
    section: 'paragraphe',
    at: 'arobase',
    dot: 'point',
    root: 'racine carrée de',
    squared: 'au carré',
    cubed: 'au cube',
    power: 'puissance',
    infinity: 'l’infini',
    sharp: 'sharp',
  },
  fractions: {
    '1/2': 'un demi',
    '1/3': 'un tiers',
    '2/3': 'deux tiers',
    '1/4': 'un quart',
    '3/4': 'trois quarts',
    '1/5': 'un cinquième',
    '1/8': 'un huitième',
    '1/10': 'un dixième',
  },
  time: (hour, minute) => `${String(hour)} ${hour < 2 ? 'heure' : 'heures'}${minute === 0 ? '' : ` ${String(minute)}`}`,
  behindTime: /\s?(?:h|heures?)\b/,
  morning: 'du matin',
  afternoon: 'de l’après-midi',
  money: { $: ['dollar', 'dollars'], '₹': ['roupie', 'roupies'], R$: ['real', 'reals'], '£': ['livre', 'livres'] },
  cents: (amount, money, hundredths) => `${amount} ${money} ${String(hundredths)}`,
  scales: /mille|millions?|milliards?/,
  ofMoney: (money, scale) => (scale === 'mille' ? money : /^[aeiouyé]/.test(money) ? `d’${money}` : `de ${money}`),
  units: {
    mg: ['milligramme', 'milligrammes'],
    Hz: ['hertz', 'hertz'],
    kHz: ['kilohertz', 'kilohertz'],
    MHz: ['mégahertz', 'mégahertz'],
    GHz: ['gigahertz', 'gigahertz'],
    W: ['watt', 'watts'],
    kW: ['kilowatt', 'kilowatts'],
    kWh: ['kilowattheure', 'kilowattheures'],
    V: ['volt', 'volts'],
    kcal: ['kilocalorie', 'kilocalories'],
    Go: ['gigaoctet', 'gigaoctets'],
    Mo: ['mégaoctet', 'mégaoctets'],
    ko: ['kilooctet', 'kilooctets'],
    To: ['téraoctet', 'téraoctets'],
  },
  square: (unit, isOne) => `${unit} ${isOne ? 'carré' : 'carrés'}`,
  cubic: (unit, isOne) => `${unit} ${isOne ? 'cube' : 'cubes'}`,
  short: [
    [/(?<=\d)\s?M€/g, ' millions d’euros'],
    short(String.raw`bd(?=\s\p{Lu})`, 'boulevard'),
    short(String.raw`av\.\s?J\.-C\.`, 'avant Jésus-Christ'),
    short(String.raw`apr\.\s?J\.-C\.`, 'après Jésus-Christ'),
    short(String.raw`p\.\s?ex\.`, 'par exemple', 'giu'),
    short(String.raw`c\.-à-d\.`, 'c’est-à-dire', 'giu'),
    short(String.raw`MM\.(?=\s\p{Lu})`, 'messieurs'),
    short(String.raw`M\.(?=\s\p{Lu}\p{Ll})`, 'monsieur'),
    short(String.raw`Mmes\.?(?!\p{L})`, 'mesdames'),
    short(String.raw`Mme\.?(?!\p{L})`, 'madame'),
    short(String.raw`Mlle(?!\p{L})`, 'mademoiselle'),
    short(String.raw`Dr\.?(?=\s\p{Lu})`, 'docteur'),
    short(String.raw`Pr\.?(?=\s\p{Lu})`, 'professeur'),
    short(String.raw`env\.`, 'environ', 'giu'),
    short(String.raw`(?:n°|no\.|nº)\s?(?=\d)`, 'numéro ', 'giu'),
    short(String.raw`p\.\s?(?=\d)`, 'page '),
    short(String.raw`tél\.`, 'téléphone', 'giu'),
    short(String.raw`etc\.(?!\s*$)`, 'et cetera', 'giu'),
    short(String.raw`etc(?=\.\s*$)`, 'et cetera', 'giu'),
    short(String.raw`et/ou(?!\p{L})`, 'et ou'),
  ],
  first: '1er',
  roman: [
    [
      new RegExp(String.raw`${START}(?<roman>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?:e|ème|ᵉ)(?= siècle)`, 'gu'),
      (value) => `${String(value)}e`,
    ],
    [numbered('[Cc]hapitre|[Tt]ome|[Pp]artie|[Aa]rticle'), String],
    [REGNAL, String],
  ],
};

const ITALIAN_ORDINALS =
  'zero primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo tredicesimo quattordicesimo quindicesimo sedicesimo diciassettesimo diciottesimo diciannovesimo ventesimo ventunesimo ventiduesimo ventitreesimo'.split(
    ' ',
  );
const italianOrdinal = (value: number) => ITALIAN_ORDINALS[value] ?? String(value);

const IT: LocalWords = {
  tag: 'it',
  decimalComma: true,
  signs: {
    and: 'e',
    or: 'o',
    plus: 'più',
    minus: 'meno',
    times: 'per',
    over: 'diviso',
    equals: 'uguale',
    less: 'è minore di',
    greater: 'è maggiore di',
    atMost: 'è minore o uguale a',
    atLeast: 'è maggiore o uguale a',
    about: 'circa',
    moreThan: 'più di',
    lessThan: 'meno di',
    noLess: 'almeno',
    noMore: 'al massimo',
    notEqual: 'è diverso da',
    percent: 'per cento',
    perThousand: 'per mille',
    degrees: 'gradi',
    to: 'a',
    number: 'numero',
    section: 'paragrafo',
    at: 'chiocciola',
    dot: 'punto',
    root: 'radice quadrata di',
    squared: 'al quadrato',
    cubed: 'al cubo',
    power: 'alla potenza di',
    infinity: 'infinito',
    sharp: 'sharp',
  },
  fractions: {
    '1/2': 'un mezzo',
    '1/3': 'un terzo',
    '2/3': 'due terzi',
    '1/4': 'un quarto',
    '3/4': 'tre quarti',
    '1/5': 'un quinto',
    '1/8': 'un ottavo',
    '1/10': 'un decimo',
  },
  time: (hour, minute) => (minute === 0 ? String(hour) : `${String(hour)} e ${String(minute)}`),
  behindTime: /\s?(?:h|ore)\b/,
  morning: 'di mattina',
  afternoon: 'di pomeriggio',
  money: { $: ['dollaro', 'dollari'], '₹': ['rupia', 'rupie'], R$: ['real', 'real'], '£': ['sterlina', 'sterline'] },
  cents: (amount, money, hundredths) => `${amount} ${money} e ${String(hundredths)}`,
  scales: /mila|mille|milion[ei]|miliard[oi]/,
  ofMoney: (money, scale) => (/^mil(?:a|le)$/.test(scale) ? money : `di ${money}`),
  units: {
    mg: ['milligrammo', 'milligrammi'],
    Hz: ['hertz', 'hertz'],
    kHz: ['chilohertz', 'chilohertz'],
    MHz: ['megahertz', 'megahertz'],
    GHz: ['gigahertz', 'gigahertz'],
    W: ['watt', 'watt'],
    kW: ['chilowatt', 'chilowatt'],
    kWh: ['chilowattora', 'chilowattora'],
    V: ['volt', 'volt'],
    kcal: ['chilocaloria', 'chilocalorie'],
  },
  square: (unit, isOne) => `${unit} ${isOne ? 'quadrato' : 'quadrati'}`,
  cubic: (unit, isOne) => `${unit} ${isOne ? 'cubo' : 'cubi'}`,
  short: [
    [/(?<=\d)\s?M€/g, ' milioni di euro'],
    short(String.raw`II (?=[Gg]uerra [Mm]ondiale)`, 'seconda '),
    short(String.raw`a\.\s?C\.`, 'avanti Cristo'),
    short(String.raw`d\.\s?C\.`, 'dopo Cristo'),
    short(String.raw`Sig\.ra`, 'signora'),
    short(String.raw`Sig\.na`, 'signorina'),
    short(String.raw`Sigg\.`, 'signori'),
    short(String.raw`Sig\.`, 'signor'),
    short(String.raw`Dott\.ssa`, 'dottoressa'),
    short(String.raw`Dott\.`, 'dottor'),
    short(String.raw`Dr\.`, 'dottor'),
    short(String.raw`Prof\.ssa`, 'professoressa'),
    short(String.raw`Prof\.`, 'professor'),
    short(String.raw`(?:p\.\s?es\.|ad es\.|es\.)`, 'per esempio', 'giu'),
    short(String.raw`ecc\.(?!\s*$)`, 'eccetera', 'giu'),
    short(String.raw`ecc(?=\.\s*$)`, 'eccetera', 'giu'),
    short(String.raw`(?:n\.|n°|nº)\s?(?=\d)`, 'numero ', 'giu'),
    short(String.raw`pagg?\.\s?(?=\d)`, 'pagina ', 'giu'),
    short(String.raw`tel\.`, 'telefono', 'giu'),
    short(String.raw`e/o(?!\p{L})`, 'e o'),
  ],
  first: 'primo',
  roman: [
    [new RegExp(String.raw`${START}(?<roman>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?= secolo)`, 'gu'), italianOrdinal],
    [numbered('[Ss]ecolo|[Cc]apitolo|[Vv]olume|[Pp]arte'), italianOrdinal],
    [REGNAL, italianOrdinal],
  ],
};

const PT: LocalWords = {
  tag: 'pt-BR',
  decimalComma: true,
  signs: {
    and: 'e',
    or: 'ou',
    plus: 'mais',
    minus: 'menos',
    times: 'vezes',
    over: 'dividido por',
    equals: 'é igual a',
    less: 'é menor que',
    greater: 'é maior que',
    atMost: 'é menor ou igual a',
    atLeast: 'é maior ou igual a',
    about: 'aproximadamente',
    moreThan: 'mais de',
    lessThan: 'menos de',
    noLess: 'pelo menos',
    noMore: 'no máximo',
    notEqual: 'é diferente de',
    percent: 'por cento',
    perThousand: 'por mil',
    degrees: 'graus',
    to: 'a',
    number: 'número',
    section: 'seção',
    at: 'arroba',
    dot: 'ponto',
    root: 'raiz quadrada de',
    squared: 'ao quadrado',
    cubed: 'ao cubo',
    power: 'elevado a',
    infinity: 'infinito',
    sharp: 'sharp',
  },
  fractions: {
    '1/2': 'meio',
    '1/3': 'um terço',
    '2/3': 'dois terços',
    '1/4': 'um quarto',
    '3/4': 'três quartos',
    '1/5': 'um quinto',
    '1/8': 'um oitavo',
    '1/10': 'um décimo',
  },
  time: (hour, minute) => `${String(hour)} ${hour < 2 ? 'hora' : 'horas'}${minute === 0 ? '' : ` e ${String(minute)}`}`,
  behindTime: /\s?(?:h|hs|horas?)\b/,
  morning: 'da manhã',
  afternoon: 'da tarde',
  money: { $: ['dólar', 'dólares'], '₹': ['rúpia', 'rúpias'], R$: ['real', 'reais'], '£': ['libra', 'libras'] },
  cents: (amount, money, hundredths) => `${amount} ${money} e ${String(hundredths)} ${hundredths === 1 ? 'centavo' : 'centavos'}`,
  scales: /mil|milh(?:ão|ões)|bilh(?:ão|ões)/,
  ofMoney: (money, scale) => (scale === 'mil' ? money : `de ${money}`),
  units: {
    mg: ['miligrama', 'miligramas'],
    Hz: ['hertz', 'hertz'],
    kHz: ['quilohertz', 'quilohertz'],
    MHz: ['mega-hertz', 'mega-hertz'],
    GHz: ['giga-hertz', 'giga-hertz'],
    W: ['watt', 'watts'],
    kW: ['quilowatt', 'quilowatts'],
    kWh: ['quilowatt-hora', 'quilowatts-hora'],
    V: ['volt', 'volts'],
    kcal: ['quilocaloria', 'quilocalorias'],
  },
  square: (unit, isOne) => `${unit} ${isOne ? 'quadrado' : 'quadrados'}`,
  cubic: (unit, isOne) => `${unit} ${isOne ? 'cúbico' : 'cúbicos'}`,
  short: [
    [/(?<=\d)\s?M€/g, ' milhões de euros'],
    short(String.raw`Av\.(?=\s\p{Lu})`, 'avenida'),
    short(String.raw`II (?=Guerra Mundial)`, 'segunda '),
    short(String.raw`p\.\s?ex\.`, 'por exemplo', 'giu'),
    short(String.raw`a\.\s?C\.`, 'antes de Cristo'),
    short(String.raw`d\.\s?C\.`, 'depois de Cristo'),
    short(String.raw`Srta\.`, 'senhorita'),
    short(String.raw`Sra\.`, 'senhora'),
    short(String.raw`Sr\.`, 'senhor'),
    short(String.raw`Dra\.`, 'doutora'),
    short(String.raw`Dr\.`, 'doutor'),
    short(String.raw`Profa\.`, 'professora'),
    short(String.raw`Prof\.`, 'professor'),
    short(String.raw`aprox\.`, 'aproximadamente', 'giu'),
    short(String.raw`(?:nº|n°|n\.º)\s?(?=\d)`, 'número ', 'giu'),
    short(String.raw`págs?\.`, 'página', 'giu'),
    short(String.raw`tel\.`, 'telefone', 'giu'),
    short(String.raw`etc\.(?!\s*$)`, 'et cetera', 'giu'),
    short(String.raw`etc(?=\.\s*$)`, 'et cetera', 'giu'),
    short(String.raw`e/ou(?!\p{L})`, 'e ou'),
  ],
  first: 'primeiro',
  roman: [
    [numbered('[Ss]éculos?|[Cc]apítulo|[Vv]olume|[Pp]arte|Guerra Mundial'), String],
    [REGNAL, String],
  ],
};

const HI: LocalWords = {
  tag: 'hi-u-nu-latn',
  decimalComma: false,
  signs: {
    and: 'और',
    or: 'या',
    plus: 'प्लस',
    minus: 'माइनस',
    times: 'गुणा',
    over: 'बटा',
    equals: 'बराबर',
    less: 'से कम',
    greater: 'से ज़्यादा',
    atMost: 'से कम या बराबर',
    atLeast: 'से ज़्यादा या बराबर',
    about: 'लगभग',
    moreThan: '… से ज़्यादा',
    lessThan: '… से कम',
    noLess: 'कम से कम',
    noMore: 'ज़्यादा से ज़्यादा',
    notEqual: 'बराबर नहीं',
    percent: 'प्रतिशत',
    perThousand: 'प्रति हज़ार',
    degrees: 'डिग्री',
    to: 'से',
    number: 'नंबर',
    section: 'धारा',
    at: 'एट',
    dot: 'डॉट',
    root: 'वर्गमूल',
    squared: 'का वर्ग',
    cubed: 'का घन',
    power: 'की घात',
    infinity: 'अनंत',
    sharp: 'शार्प',
  },
  fractions: { '1/2': 'आधा', '1/3': 'एक तिहाई', '2/3': 'दो तिहाई', '1/4': 'एक चौथाई', '3/4': 'तीन चौथाई' },
  time: (hour, minute) => (minute === 0 ? `${String(hour)} बजे` : `${String(hour)} बजकर ${String(minute)} मिनट`),
  behindTime: /\s?बजे/,
  morning: 'सुबह',
  afternoon: 'शाम',
  money: { $: ['डॉलर', 'डॉलर'], '₹': ['रुपया', 'रुपये'], R$: ['रियाल', 'रियाल'], '£': ['पाउंड', 'पाउंड'], '€': ['यूरो', 'यूरो'] },
  cents: (amount, money, hundredths) => `${amount} ${money} ${String(hundredths)} पैसे`,
  scales: /हज़ार|हजार|लाख|करोड़|अरब|मिलियन|बिलियन/,
  ofMoney: (money) => money,
  units: {
    mg: ['मिलीग्राम', 'मिलीग्राम'],
    Hz: ['हर्ट्ज़', 'हर्ट्ज़'],
    kHz: ['किलोहर्ट्ज़', 'किलोहर्ट्ज़'],
    MHz: ['मेगाहर्ट्ज़', 'मेगाहर्ट्ज़'],
    GHz: ['गीगाहर्ट्ज़', 'गीगाहर्ट्ज़'],
    W: ['वाट', 'वाट'],
    kW: ['किलोवाट', 'किलोवाट'],
    kWh: ['किलोवाट घंटा', 'किलोवाट घंटे'],
    V: ['वोल्ट', 'वोल्ट'],
  },
  square: (unit) => `वर्ग ${unit}`,
  cubic: (unit) => `घन ${unit}`,
  short: [
    short(String.raw`डॉ\.`, 'डॉक्टर'),
    short(String.raw`प्रो\.`, 'प्रोफ़ेसर'),
    short(String.raw`ई\.\s?पू\.`, 'ईसा पूर्व'),
    short(String.raw`रु\.?\s?(?=\d)`, '₹'),
    short(String.raw`सं\.\s?(?=\d)`, 'संख्या '),
  ],
  first: '1',
  roman: [[REGNAL, String]],
};

const BY_LANGUAGE: ReadonlyMap<string, LocalWords> = new Map([
  ['es', ES],
  ['fr', FR],
  ['it', IT],
  ['pt', PT],
  ['hi', HI],
]);

/** Of a language by its tag; null for English, which has rules of its own, and for languages without a voice. */
export function wordsOfLanguage(tag: string): LocalWords | null {
  return BY_LANGUAGE.get(primaryOf(tag)) ?? null;
}
