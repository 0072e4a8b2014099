/** Titles, streets, numerals and other short forms of names as they are said. kokoro-js knows Mr., Mrs., Ms. and Dr. */

/** What is counted in Roman numerals: "World War II" is two. */
const NUMBERED =
  /\b(War|Type|Chapter|Part|Act|Scene|Volume|Vol\.|Book|Phase|Stage|Level|Class|Grade|Title|Article|Section|Episode|Bowl|Fantasy|Apollo|Gemini|Saturn|Rocky|Rambo|Jaws|Wars|Civilization|Pentium|Symphony|Opus|Mark|Generation|Appendix|Figure|Table|Tier|Factor|Group|Category|Division|Zone|Unit|Schedule|Windows|[Nn]erve|Fighter|Gate|Evil|Empires|Souls|Kings|Hearts|Quest|Auto|Trek|Diablo|Apple|Kombat|Amendment|Photosystem|Mk\.?|Pt\.)\s+(?!(?<=Generation\s+)X\b)([IVXL]+)\b/g;
/** The same in small letters; "the part I like" is none. */
const NUMBERED_SMALL =
  /\b(war|type|class|phase|stage|grade|level|part|chapter|volume|act|scene|book|group|category|figure|table|section|tier|factor|article|complex|photosystem)\s+((?=[IVXL]{2}|V\b)(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\b/g;
/** In small letters, as on the first pages of a book: "Act V, Scene ii", "page xiv". */
const SMALL =
  /\b((?:[Aa]ct|[Ss]cene|[Cc]hapter|[Pp]art|[Vv]olume|[Bb]ook|[Pp]ages?|[Ss]ection|[Tt]ype|[Ss]tep|[Ff]igure)\.?)\s+((?=[ivxl]{2})(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\b/g;
/** A year: no word of English is made of so many of these letters in this order. */
const YEAR = /\b(?=[MDCLXVI]{4})M{1,2}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b/g;
/** A place in the Bible, which looks like a time: "Psalm 23:1-6". Of books that are called like people, what can be a time is left to kokoro-js: "John 3:16". */
const VERSE =
  /\b(Genesis|Exodus|Leviticus|Deuteronomy|Nehemiah|Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|Lamentations|Ezekiel|Hosea|Habakkuk|Zechariah|Malachi|Romans|Galatians|Ephesians|Philippians|Colossians|Hebrews|Revelation|Surah|Quran|[123] \p{Lu}\p{Ll}+|(?:Joshua|Judges|Ruth|Ezra|Esther|Job|Daniel|Joel|Amos|Jonah|Micah|Matthew|Mark|Luke|John|Acts|Titus|James|Peter|Jude)(?! (?:1?\d|2[0-3]):[0-5]\d(?![–-]?\d))) (\d{1,3}):(\d{1,3})(?:[-–](\d{1,3}))?(?![\d:]|\s?[ap]\.?m\b)/gu;
/** "Type I and II", once the first is a number. */
const NUMBERED_TOO = /(?<=\p{Lu}\p{Ll}+s? \d+(?:, (?:\d+|[IVXL]+))*,? (?:and|or|to|through) )([IVXL]+)\b/gu;
/** One letter that is no word, of a ruler: "King George V". Before another name it is an initial. */
const REGNAL_ONE = /(?<!\p{L})(\p{Lu}\p{Ll}+) ([VX])(?![\p{L}\p{N}]|\.?\s\p{Lu})/gu;
/** "Elizabeth I and II". */
const REGNAL_TOO = /(?<= the \d+(?:st|nd|rd|th) (?:and|or|to) )([IVX]+)\b/gu;
/** A name with a numeral of two letters or more: "Louis XIV" is the fourteenth. One letter may be a word, or a name. */
const REGNAL = /\b(\p{Lu}\p{Ll}+)\s+((?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\p{N}])/gu;
/** The first of a name, which looks like the speaker. */
const FIRST =
  /\b((?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan) \p{Lu}\p{Ll}+|Elizabeth|Charles|George|James|Francis|Napoleon|William|Henry|Nicholas|Peter|Alexander|Leopold|Frederick|Otto|Darius|Ramses|Catherine|Mary|Edward|Richard|Wilhelm) I(?=[,.;:)’']|\s+(?:was|of|died|ruled|became|reigned|had|ascended|in|at|on|to|from|as|by|with|until|during|after|before|who|whose|and)\b|\s*$)/gu;
const CENTURY = /\b([IVX]+)(?:st|nd|rd|th)?(?= (?:[Cc]entur(?:y|ies)|Amendment|Olympi(?:c|ad)s?|Corps|Legion|Congress)\b)/g;
const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

/** Of capital letters I to M. */
export function romanValue(numeral: string): number {
  const values = Array.from(numeral, (letter) => ROMAN[letter] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** `14th`. */
function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[ORDINALS.select(number)];
  return `${String(number)}${ending}`;
}

/** No ruler had these numbers; they are sizes and chromosomes. */
const NOBODYS = /^(?:XX|XXX|XL|L)$/;
/** Numerals that are short for something else too, as in "IV fluids", are rulers' only behind one of their names. */
const AMBIGUOUS = /^IV$/;
const RULERS =
  /^(?:Henry|Edward|George|William|James|Charles|Philip|Felipe|Louis|Ivan|Pius|Paul|Adrian|Alexander|Sixtus|Innocent|Urban|Eugene|Clement|Martin|Nicholas|Otto|Peter|Ferdinand|Alfonso|John|Haakon|Magnus|Leo|Constantine|Amenhotep|Thutmose|Ramess?es|Murad|Mehmed|Mustafa|Baldwin|Robert|Malcolm|Casimir|Frederick|Friedrich|Christian|Gustav|Carl|Wilhelm|Heinrich|Ludwig|Rudolf|Leopold|Albert|Antiochus|Ptolemy|Cleopatra|Mithridates|Romanos|Michael|Stephen|Andrew|Benedict|Gregory|Boniface|Celestine|Honorius|Juan|Pedro|Carlos|Enrique|Umberto|Amadeus|Emanuel|Manuel|Sancho|Richard)$/;
/** They begin sentences, not reigns. */
const NO_NAME =
  /^(?:The|This|That|These|Those|An|In|On|And|Or|Of|At|By|See|From|For|With|To|Is|Are|Has|Have|My|Your|His|Her|Our|Their|If|When|But)$/;

const TITLE_BEFORE = /(?:King|Queen|Pope|Emperor|Tsar|Czar|Sultan|Prince|Duke) $/;

function isRegnal(name: string, numeral: string, before: string): boolean {
  if (NOBODYS.test(numeral) || NO_NAME.test(name)) return false;
  if (!AMBIGUOUS.test(numeral) || RULERS.test(name)) return true;
  return TITLE_BEFORE.test(before) || /\p{Lu}\p{Ll}+ $/u.test(before);
}

/** Before a name. */
const TITLES: Readonly<Record<string, string>> = {
  Mt: 'Mount',
  Ft: 'Fort',
  Gen: 'General',
  Sen: 'Senator',
  Rep: 'Representative',
  Gov: 'Governor',
  Lt: 'Lieutenant',
  Capt: 'Captain',
  Sgt: 'Sergeant',
  Col: 'Colonel',
  Maj: 'Major',
  Cmdr: 'Commander',
  Adm: 'Admiral',
  Brig: 'Brigadier',
  Supt: 'Superintendent',
  Prof: 'Professor',
  Rev: 'Reverend',
  Hon: 'Honorable',
  Pres: 'President',
  Pvt: 'Private',
  Cpl: 'Corporal',
  Fr: 'Father',
};
const TITLE = new RegExp(String.raw`\b(${Object.keys(TITLES).join('|')})\.(?=[ \u00a0]\p{Lu})`, 'gu');
/** Behind a name. */
const STREETS: Readonly<Record<string, string>> = {
  St: 'Street',
  Ave: 'Avenue',
  Blvd: 'Boulevard',
  Rd: 'Road',
  Ln: 'Lane',
  Hwy: 'Highway',
  Dr: 'Drive',
  Ct: 'Court',
  Pl: 'Place',
  Sq: 'Square',
  Pkwy: 'Parkway',
};
/** Before "Dr." it is a doctor, though no name follows. */
const NO_STREET = '(?:The|A|My|Your|His|Her|Our|Their|This|That|Thanks?|Hello|Hi|Hey|Dear|Yes|No)';
/** With a house's number in front it is a street whatever follows; without one, not before another name ("St. Louis"). */
const HOUSE = new RegExp(
  String.raw`(?<=\b\d+\p{L}?(?:[ ](?:\p{Lu}\p{Ll}+|[NSEW]{1,2}\.?|\d+(?:st|nd|rd|th))){1,3}[ ])(${Object.keys(STREETS).join('|')})\b(\.?)(?=([\s\S]?[\s\S]?))`,
  'gu',
);
const STREET = new RegExp(
  String.raw`(?<=(?:\b(?!${NO_STREET} )\p{Lu}\p{Ll}+(?:['’]s)?|\d(?:st|nd|rd|th)) )(St|Ave|Blvd|Rd|Ln|Hwy|Pkwy|(?<=\p{Ll} \p{Lu}\p{Ll}+ )Dr|Dr(?=\.\s\p{Ll}))\b(\.?)(?=((?:[,;:!?)]|$|\s+\p{Ll}|\s*$)?))`,
  'gu',
);
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\b(e\.g|i\.e)\.,/gi, '$1.'],
  [/(?<!\p{Lu}\p{Ll}+ )\b[Vv](?:er)?\.\s?(?=\d)/gu, 'version '],
  [/\bvs?\.(?=\s)/g, 'versus'],
  [/\bvs(?=\s\p{L})/gu, 'versus'],
  [/\bapprox\.(?=\s)/gi, 'approximately'],
  [/\bNos?\.\s?(?=\d)/g, 'number '],
  [/\b[Vv]ol\.\s?(?=\d)/g, 'volume '],
  [/\b[Cc]h\.\s?(?=\d)/g, 'chapter '],
  [/\b[Ff]ig\.\s?(?=\d)/g, 'figure '],
  [/\b[Ff]igs\.\s?(?=\d)/g, 'figures '],
  [/\bpp\.\s?(?=\d)/g, 'pages '],
  [/\b[Ss]ec\.\s?(?=\d)/g, 'section '],
  [/\bmin\.\s?(?=\d)/gi, 'minimum '],
  [/\bmax\.\s?(?=\d)/gi, 'maximum '],
  [/\bavg\.\s?(?=\d)/gi, 'average '],
  [/\bp\.\s?(?=\d)/g, 'page '],
  [/\b(?:ca|circa|c)\.\s?(?=\d{3,4}\b)/g, 'circa '],
  [/\best\.\s?(?=\d{4}\b)/gi, 'established '],
  [/\b[Ee]q\.\s?(?=\(?\d)/g, 'equation '],
  [/\bApt\.?\s?(?=#?\d)/g, 'apartment '],
  [/\bSte\.\s?(?=#?\d)/g, 'suite '],
  [/\b[Ee]xt\.\s?(?=\d)/g, 'extension '],
  [/\b[Aa]rt\.\s?(?=\d)/g, 'article '],
  [/\b[Pp]ara\.\s?(?=\d)/g, 'paragraph '],
  [/\bOp\.\s?(?=\d)/g, 'opus '],
  [/(?<=,\s)no\.\s?(?=\d)/g, 'number '],
  [/\bMk\.?\s(?=\d)/g, 'Mark '],
  [/\bPt\.(?=\s\p{Lu}\p{Ll})/gu, 'Point'],
  [/\bPt\.\s(?=\d)/g, 'part '],
  [/\bHwy\.?\s?(?=\d)/g, 'Highway '],
  [/\bRte?\.\s?(?=\d)/g, 'Route '],
  [/\bRm\.\s?(?=#?\d)/g, 'room '],
  [/(?<=\b\d{1,2}(?:st|nd|rd|th) )c\.(?=\s\p{Ll}|[,;)])/gu, 'century'],
  [/(?<=(?:&|and) )Co\.(?=,|\s\p{Ll})/gu, 'Company'],
  [/\bb\/c(?=\s)/g, 'because'],
  [/\bJr\./g, 'Junior'],
  [/\bSr\./g, 'Senior'],
  [/\bInc\.(?=[,\s]|$)/g, 'Incorporated'],
  [/\bLtd\.(?=[,\s]|$)/g, 'Limited'],
  [/\bCorp\.(?=[,\s]|$)/g, 'Corporation'],
  [/\bDept\.(?=\s)/g, 'Department'],
  [/\bUTC([+−-])(?=\d)/g, 'UTC $1'],
];

export function spokenNames(text: string): string {
  const named = text
    .replace(/\bWW(I{1,3})\b/g, (_, numeral: string) => `World War ${String(numeral.length)}`)
    .replace(CENTURY, (_, numeral: string) => ordinal(romanValue(numeral)))
    .replace(FIRST, '$1 the 1st')
    .replace(YEAR, (numeral) => String(romanValue(numeral)))
    .replace(SMALL, (_, what: string, numeral: string) => `${what} ${String(romanValue(numeral.toUpperCase()))}`)
    .replace(
      VERSE,
      (_, book: string, chapter: string, verse: string, last?: string) =>
        `${book} ${chapter}, verse${last ? 's' : ''} ${verse}${last ? ` to ${last}` : ''}`,
    )
    .replace(NUMBERED, (_, what: string, numeral: string) => `${what} ${String(romanValue(numeral))}`)
    .replace(NUMBERED_SMALL, (_, what: string, numeral: string) => `${what} ${String(romanValue(numeral))}`)
    .replace(NUMBERED_TOO, (_, numeral: string) => String(romanValue(numeral)))
    .replace(REGNAL, (whole, name: string, numeral: string, at: number, all: string) =>
      isRegnal(name, numeral, all.slice(0, at)) ? `${name} the ${ordinal(romanValue(numeral))}` : whole,
    )
    .replace(REGNAL_ONE, (whole, name: string, numeral: string, at: number, all: string) => {
      const isRuler = RULERS.test(name) && name !== 'Malcolm';
      return isRuler || TITLE_BEFORE.test(all.slice(0, at)) ? `${name} the ${ordinal(romanValue(numeral))}` : whole;
    })
    .replace(REGNAL_TOO, (_, numeral: string) => `the ${ordinal(romanValue(numeral))}`)
    .replace(TITLE, (_, title: string) => TITLES[title] ?? title)
    .replace(HOUSE, (_, street: string, stop: string, next: string) => (STREETS[street] ?? street) + kept(stop, next))
    .replace(STREET, (whole, street: string, stop: string, next: string, at: number, all: string) => {
      const rest = all.slice(at + whole.length);
      const isName = (street === 'St' || street === 'Dr') && next === '' && /^\s+\p{Lu}/u.test(rest);
      if (isName && !/\d(?:st|nd|rd|th) $/.test(all.slice(0, at))) return whole;
      return (STREETS[street] ?? street) + kept(stop, rest.slice(0, 2));
    });
  return SHORT.reduce((so, [short, long]) => {
    return so.replace(short, (whole: string, ...groups: unknown[]) => {
      const first = typeof groups[0] === 'string' ? groups[0] : '';
      const at = groups.find((each) => typeof each === 'number') ?? 0;
      const ends = whole.endsWith('.') && /^(?:\s*$|\s+\p{Lu})/u.test(so.slice(at + whole.length)) && /^[JSILC]/.test(whole);
      return long.replace('$1', first) + (ends && so.slice(at + whole.length).trim() === '' ? '.' : '');
    });
  }, named);
}

/** The full stop of a short form ends the sentence too where nothing, or a new one, follows. */
function kept(stop: string, next: string): string {
  return stop === '.' && (/^\s*$/.test(next) || /^\s\p{Lu}/u.test(next)) ? '.' : '';
}
