/** What stands around words in a text of a model's: code blocks, marks of lines, links, tags, footnotes, stage directions. */

/** A line that opens or closes a block of code: the fence, and at most a language. */
const FENCE = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?(?:`{3,}|~{3,})\s*[\w+#.-]*(?:\s*\{[^}]*\})?\s*$/;
/** A fence behind words, at the end of their line. */
const LATE_FENCE = /```\s*[\w+#.-]*\s*$/;

/** The text without its blocks of code, and whether one is still open behind it. A fence in the middle of a sentence is none. */
export function outsideCode(raw: string, inCode: boolean): { text: string; inCode: boolean } {
  let open = inCode;
  const outside: string[] = [];
  const lines = raw.split('\n');
  for (const [index, line] of lines.entries()) {
    const closedAt = open ? /```|^\s*~{3,}\s*$/.exec(line) : null;
    if (open && !closedAt) continue;
    const rest = closedAt ? line.slice(closedAt.index + closedAt[0].length) : line;
    if (!closedAt && FENCE.test(line)) {
      open = true;
      continue;
    }
    const text = rest.replace(/```([^`\n]+)```/g, ' $1 ');
    const isWhole = index < lines.length - 1;
    open = isWhole && LATE_FENCE.test(text);
    outside.push(open ? text.replace(LATE_FENCE, '') : text);
  }
  return { text: outside.join('\n'), inCode: open };
}

/** A row of a table. With a sign of its own between bars, or one letter close to both, it is a formula: "|a| + |b|". */
const ROW = /^\s*\|.*\|\s*$/;
const OPERATOR_CELL = /\|\s*[-+=<>*/]\s*\||^\s*\|[^\s|]{1,3}\|\s*$/;
/** A quotation; a line of nothing but a number is a comparison: "> 90 %". */
const QUOTE = /^\s*>+(?!\d|\s*[\d.,]+\s?(?:%|\p{L}{1,3})?[.!]?\s*$)\s?/u;

/** One line without what markdown puts at its start; rules, the lines under table heads and the places that links refer to are silent. */
export function withoutLineMarks(text: string): string {
  if (/^\s*([-*_=]\s*){3,}$/.test(text) || /^\s*\|?[\s:|-]*-{2,}[\s:|-]*$/.test(text)) return '';
  if (/^\s*\[[^\]^]+\]:\s+\S+(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*$/.test(text)) return '';
  const bare = text
    .replace(QUOTE, '')
    .replace(/^\s*(#{1,6}|[-*+•])\s+/, '')
    .replace(/^\s*\[[ xX]\]\s*/, '')
    .replace(/^\s*\[\^[^\]]+\]:\s*/, '')
    .replace(/^\s*[¹²³⁴-⁹†‡]+\s+(?=\p{L})/u, '');
  // Cells of a table row are said one after the other.
  return ROW.test(bare) && !OPERATOR_CELL.test(bare)
    ? bare
        .split('|')
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(', ')
    : bare;
}

/** Tags of HTML, with attributes if they have values: "a<b and c>d" has none. */
const TAG = /<\/?[a-z][a-z\d-]*(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))*\s*\/?>/gi;
/** A type of types, as in programs: "List<String>". */
const GENERIC =
  /(?<=\w)<((?:[A-Z]\w*|int|string|str|char|float|double|bool|number|any)(?:,\s*(?:[A-Z]\w*|int|string|str|char|float|double|bool|number|any))*)>(?!\w+<\/)/g;
/** A link's address in brackets, with brackets of its own, or cut by the end of the text. */
const LINK = /!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*(?:\)|$)/g;

/**
 * Stars and the like in pairs around what is stressed, as CommonMark has them: they stand close to it, and behind no letter or number. Alone between
 * two numbers they are signs.
 */
const STRESSED = /(?<![\p{L}\p{N}*_~\\])(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])([^\n]*?[^\s*_~\\])\1(?![*_~])/gu;
/** A part of a word: "un**believ**able". */
const STRESSED_PART = /(?<=\p{L}{2})(\*{1,3})(\p{L}{2,})\1/gu;
/** Code in a sentence, if there are words in it: signs alone are named. */
const CODE = /`(?=\S)([^`\n]*[\p{L}\p{N}][^`\n]*)(?<=\S)`/gu;

function withoutStress(text: string): string {
  const rest = text.replace(STRESSED, '$2').replace(STRESSED_PART, '$2');
  return rest === text ? text : withoutStress(rest);
}

/** Links are said by their words, what is stressed like the rest, tags and footnotes not at all, and what an entity stands for in its place. */
export function withoutMarkup(text: string): string {
  return withoutStress(text)
    .replace(/\[!?\[([^\]]*)\]\([^)]*\)\]\([^)]*\)/g, '$1')
    .replace(LINK, '$1')
    .replace(/\[([^\]\d][^\]]*)\]\[[^\]]*\]/g, '$1')
    .replace(/<(?:mailto:)?([a-z][a-z\d+.-]*:\/\/[^>\s]+|[\w.+-]+@[\w.-]+)>/gi, '$1')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/(?<=\p{L}{2}[.,;:!?]?)<sup>\[?\d{1,3}\]?<\/sup>/giu, '')
    .replace(/<sup>([^<]*)<\/sup>/gi, '^$1')
    .replace(/(?<=\p{L})~(\w{1,3})~/gu, '$1')
    .replace(/\^(\w{1,3})\^/g, '^$1')
    .replace(/==([^=\s](?:[^=]*[^=\s])?)==/g, '$1')
    .replace(GENERIC, (_, of: string) => ` of ${of.replace(/,\s*/g, ' and ')}`)
    .replace(/<\/?(?:sub|[biu]|em|strong|span|code|kbd|mark)>/gi, '')
    .replace(TAG, ' ')
    .replace(CODE, '$1')
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,6})|(\w{2,8}));/gi, entity);
}

const ENTITIES: Readonly<Record<string, string>> = Object.fromEntries(
  `amp & lt < gt > quot " apos ' nbsp \u00a0 ndash – mdash — hellip … lsquo ‘ rsquo ’ ldquo “ rdquo ” laquo « raquo » bull • middot ·
   times × divide ÷ minus − plusmn ± deg ° frac12 ½ frac14 ¼ frac34 ¾ sup2 ² sup3 ³ le ≤ ge ≥ ne ≠ asymp ≈ infin ∞ radic √
   euro € pound £ yen ¥ cent ¢ sect § copy © reg ® trade ™ rarr → larr ← micro µ para ¶ dagger † shy \u00ad
   alpha α beta β gamma γ delta δ pi π sigma σ omega ω mu μ theta θ lambda λ
   eacute é egrave è ecirc ê agrave à acirc â ccedil ç ntilde ñ auml ä ouml ö uuml ü szlig ß oslash ø aring å aelig æ`
    .split(/[ \n]+/)
    .reduce<[string, string][]>((pairs, word, index, all) => {
      if (index % 2 === 1) pairs.push([all[index - 1] ?? '', word]);
      return pairs;
    }, []),
);

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
  if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  return ENTITIES[name ?? ''] ?? ENTITIES[name?.toLowerCase() ?? ''] ?? whole;
}

/** What points to a note: "[1]", "[^note]", "[citation needed]", "【3†source】", "¹", "†". */
const NOTE = String.raw`\[(?:\^[^\]\s]{1,20}|(?:[Nn]ote |n |fn )?[1-9]\d{0,2}(?:\s*[,–-]\s*\d{1,3})*|[a-zA-Z]|[Cc]itation needed|who\?|when\?)\]`;
/** In words: "[citation needed]", "[sic]". Where buttons are called so too ("[edit]"), only close behind a word. */
const REMARKS =
  /\s*\[(?:[\p{Ll} -]{2,40} needed|sic!?|who\?|when\?|where\?|which\?|why\?|how\?|(?:by|according to) whom\?|original research\??|(?:dubious|disputed|vague|neutrality)(?:\s[^\]]{0,30})?|failed verification|dead link|emphasis (?:added|mine)|cita requerida|réf\. (?:nécessaire|souhaitée)|senza fonte|carece de fontes|उद्धरण चाहिए)\]|(?<=\p{L})\[(?:edit|update|show|hide)\]/giu;
/** Behind these numbers in brackets are meant. */
const LISTED = String.raw`\b(?:arrays?|lists?|vectors?|tuples?|intervals?|ranges?|sets?|matrix|rows?|columns?|inputs?|outputs?|index|is|are|be|in|of|to|from|by|the|and|or|returns?|gives?|prints?|equals|becomes?|contains?|like|[Ss]ee|press|keys?|options?|steps?|items?|buttons?|choices?|numbers?|chapters?|pages?|figures?|tables?|types?|enter|select|choose|elements?|answers?)|[=:]`;
const NOTES = new RegExp(
  String.raw`(?<=[\p{L}\p{M}\p{N}]{2}|[.,;:!?)"”’'।॥。…])(?:${NOTE})+|(?<!${LISTED})\s+(?:${NOTE})+(?=\s*(?:[.,;:!?)।॥]|$)|\s+[\p{Ll}\p{Lo}])`,
  'gu',
);

/** Marks of footnotes are silent. A raised number behind a word is one; behind a single letter or a number it is a power. */
export function withoutNotes(text: string): string {
  return text
    .replace(/(?<=\[\d{1,3})\]\s?[–-]\s?\[(?=\d{1,3}\])/g, '–')
    .replace(/(?<=\[\d{1,3}),?\]\s?,\s?\[(?=\d{1,3}\])/g, ', ')
    .replace(/【[^】]*†[^】]*】/g, '')
    .replace(/\[\^[^\]\s]{1,20}\]/g, '')
    .replace(REMARKS, '')
    .replace(NOTES, '')
    .replace(
      /(?<=\p{L}{4}[.,;:!?"”’)]?|[.,;:!?"”’)])(?<!\((?:\p{L}|[^(),;]{0,30}[\d+*/=^−-][^(),;]{0,30})\))[¹²³⁴-⁹⁰]+(?![\p{L}\p{N}])/gu,
      '',
    )
    .replace(/(?<=[\p{L}.,;:!?])[†‡]+/gu, '');
}

/** What somebody does rather than says; of the first, the bare word is a direction too ("*sigh*"). */
const SOUNDS = words('sigh laugh chuckle smile grin pause wink giggle shrug cough gasp nod yawn sob snort groan gulp sniff hum');
const ACTS = words(
  `smirk clear whisper think ponder look lean take wave bow blush frown gesture roll raise tilt shake sing clap cry sniffle stretch scratch tap sip
   breathe inhale exhale stare gaze glance walk sit stand hug beam purr bark growl whistle adjust mutter mumble shiver hesitate rub cheer
   stammer wipe swallow point turn rustle flip type stroke moan pout squeal scoff tremble bounce dance`,
);
const MANNER = String.raw`(?:(?:an?|the|then|and)\s+)?(?:(?:\p{Ll}+ly|deep|long|short|brief|small|big|little|slight|warm|soft|nervous|awkward)\s+)*`;
const FORMS = [...SOUNDS.map((sound) => `${inflected(sound)}|${sound}`), ...ACTS.map(inflected), 'applause', 'laughter'].join(
  '|',
);
const DIRECTION = String.raw`${MANNER}(?:${FORMS})(?:[\s,][^*_()[\]\n]{0,60})?(?:[.!…]|\.{2,3})?`;
/** Between stars or brackets, where a sentence could begin or a breath be taken. */
const DIRECTIONS = new RegExp(
  String.raw`(?=[*_([])(?<=^\s*|\n\s*|[.!?…,;:—–-]["”’)]?\s*)(?:\*${DIRECTION}\*|_${DIRECTION}_|\(${DIRECTION}\)|\[${DIRECTION}\])(?:[.,](?=\s|$))?`,
  'giu',
);

/** Sounds and gestures of a body, put in brackets in the middle of a sentence: "Well (laughs) okay". Acts that may be meant ("(turning once)") are not among them. */
const THROAT = String.raw`clear(?:s|ing|ed)\s+(?:(?:his|her|my|their|its|the)\s+)?throat`;
const GESTURES = new RegExp(
  String.raw`\s*[(\[]\s*${MANNER}(?:${SOUNDS.map(inflected).join('|')}|pause|applause|laughter|${THROAT})(?:\s+(?:again|\p{Ll}+ly|a bit|a little|and\s+(?:${SOUNDS.map(inflected).join('|')}|${THROAT})))?[.!…]?\s*[)\]]`,
  'giu',
);

/** The same in the other languages that are spoken. */
const ELSEWHERE = String.raw`(?:risas|rires?|ride|risate|risos|(?:se\s)?(?:ríe|sonríe)|suspira|carraspea|bosteza|asiente|rit|soupire|sourit|tousse|bâille|ricanement|sospira|sorride|tossisce|sbadiglia|annuisce|ridacchia|ridendo|sorri|boceja|pigarreia|sorridendo|en\sriant|riendo|rindo|lacht|seufzt|lächelt|kichert|räuspert\ssich|हँसी|हंसी|(?:हँस|हंस|मुस्कुरा|आह\sभर)(?:ते|ती|ता)\s(?:हुए|हुई|है))(?:\s\p{L}+(?:mente|ment))?[.!…]?`;
const BRACKETED = new RegExp(String.raw`\s*(?:\(${ELSEWHERE}\)|\[${ELSEWHERE}\])`, 'giu');
const STARRED = new RegExp(String.raw`(?<=^\s*|[.!?…,।]["”’)]?\s*)(?:\*${ELSEWHERE}\*|_${ELSEWHERE}_)\s*`, 'giu');

function words(list: string): string[] {
  return list.split(/\s+/);
}

/** "sighs", "sighing", "sighed". */
function inflected(act: string): string {
  return act.endsWith('e') ? `${act.slice(0, -1)}(?:es|ing|ed)` : String.raw`${act}(?:e?s|\p{Ll}?ing|\p{Ll}?ed)`;
}

/** How a sentence is said, in front of it: "*in a whisper* Hi", "(softly) Hello". */
const MANNER_WORDS = String.raw`(?:(?:very|more|a bit|almost)\s)?(?:softly|quietly|gently|slowly|sadly|happily|excitedly|nervously|warmly|dramatically|sarcastically|cheerfully|thoughtfully|sheepishly|loudly|playfully|jokingly|angrily|calmly|brightly|kindly|firmly|solemnly|hesitantly|enthusiastically|mischievously|dryly)(?:\s(?:and|but)\s\p{Ll}+ly)?|(?:in|with) an? (?:\p{Ll}+,? )*(?:whisper|voice|tone|sigh|smile|grin|laugh|wink|accent|shrug)|voice \p{Ll}+|under (?:his|her|my|their) breath|whispering`;
const MANNERS = new RegExp(
  String.raw`(?<=^\s*|[.!?…]["”’)]?\s+)(?:\*(?:${MANNER_WORDS})\*|\((?:${MANNER_WORDS})\))(?=\s+["“]?\p{Lu})`,
  'gu',
);

/** Stage directions are not said: "*sighs* Well", "(laughs)". A word that is stressed in its sentence is none. */
export function withoutDirections(text: string): string {
  if (!/[*_([]/.test(text)) return text;
  return withoutOpenings(text).replace(MANNERS, '').replace(GESTURES, '').replace(BRACKETED, '').replace(STARRED, '');
}

/** At the beginning of a sentence, and where a breath is taken. */
function withoutOpenings(text: string): string {
  // Behind one there may be another.
  const rest = text.replace(DIRECTIONS, ' ');
  return rest === text ? text : withoutOpenings(rest);
}

/** Emoji and what they are put together with: skin, joiners, variants, keycaps, the invisible letters of flags. */
const EMOJI =
  /\p{Extended_Pictographic}|[✓✗✘★☆☐☒▪▫■□●○◆◇▲△▼▽▶◀]|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\u20E3|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}]/gu;

export function withoutEmoji(text: string): string {
  return text.replace(EMOJI, ' ');
}

/** Letters and digits that only look otherwise (𝐛𝐨𝐥𝐝, ℝ, Ａ１) are those that they are like; so are hyphens that hold a line together, and fractions in one sign. Joints of words that can't be seen go. */
export function plainLetters(text: string): string {
  return text
    .replace(
      /[\u{1D400}-\u{1D7FF}\u2102\u2115\u2119\u211A\u211D\u2124\u2113\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/gu,
      (letter) => letter.normalize('NFKC'),
    )
    .replace(/[\u2010\u2011]/g, '-')
    .replace(
      /(?:(\d)\s?)?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])/g,
      (_, whole: string | undefined, part: string) => (whole ? `${whole} ` : '') + part.normalize('NFKC'),
    )
    .replace(/\u2044/g, '/')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/g, '');
}

/** A place in menus, which no sign of mathematics joins: "Settings > Privacy". */
const PLACE = String.raw`["“]?(?:\p{Lu}|\p{Lo})[\p{L}\p{M}\p{N}&-]+(?: \p{Lu}[\p{L}\p{M}\p{N}&-]+){0,3}["”]?`;
const PATH = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}])(?:\p{Lu}|\p{Lo})[\p{L}\p{M}]{2,}["”]?(?:\s[>›→]\s${PLACE})+(?![\p{L}\p{N}])`,
  'gu',
);

/** The way through menus, with a breath at each. One sign alone that begins a sentence compares: "Quality > Quantity"; one arrow leads from here to there. */
export function spokenPaths(text: string): string {
  return text.replace(PATH, (path: string, at: number, all: string) => {
    const [first, ...others] = path.match(/\s[>›→]\s/g) ?? [];
    const isWithin = first?.trim() !== '→' && /\p{L}\p{M}*[\s:"“]+$/u.test(all.slice(0, at));
    return others.length > 0 || isWithin || /^\p{Lo}.*>/u.test(path) ? path.replace(/\s[>›→]\s/g, ', ') : path;
  });
}
