/** From what a model writes to what a voice can say. Captions keep the original. */

/** Text for the voice, '' for what has no sound; and whether a code block is still open behind it. */
export type Speakable = { spoken: string; inCode: boolean };

/**
 * Turns a clause of raw model text (markdown, emoji, URLs, tables) into words. Code blocks are silent: `inCode` carries that a block
 * was opened in an earlier clause.
 */
export function speakable(raw: string, inCode = false): Speakable {
  let open = inCode;
  const outside: string[] = [];
  for (const [index, part] of raw.split('```').entries()) {
    if (index > 0) open = !open;
    // The language behind an opening fence goes with the block.
    if (!open) outside.push(part);
  }
  return { spoken: words(outside.join(' ')), inCode: open };
}

/** Emoji and what they are put together with: skin, joiners, variants, keycaps, the invisible letters of flags. */
const EMOJI =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\u20E3|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}]/gu;

function words(markdown: string): string {
  const text = markdown
    .split('\n')
    .map(line)
    .join(' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<([a-z][a-z\d+.-]*:\/\/[^>\s]+)>/gi, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/(?:\b[a-z][a-z\d+.-]*)?:\/\/(?:www\.)?([^\s/?#)]*)[^\s)]*/gi, (_, host: string) => spokenHost(host))
    .replace(/(?<![a-z\d])www\.([^\s/?#)]*)[^\s)]*/gi, (_, host: string) => spokenHost(host))
    .replace(EMOJI, ' ')
    .replace(/(\d)\s*\*\s*(?=\d)/g, '$1 times ')
    .replace(/\s*(?:→|-+>|=+>)\s*/g, ' to ')
    .replace(/[*`~|\\^{}[\]<>#]+/g, ' ')
    .replace(/(^|\s)_+|_+(?=\s|$|[.,;:!?])/g, '$1')
    .replace(/_/g, ' ')
    .replace(/\s*&\s*/g, ' and ')
    .replace(/\s+=\s+/g, ' equals ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(text) ? text : '';
}

/** One line without what markdown puts at its start; rules and the lines under table heads are silent. */
function line(text: string): string {
  if (/^\s*([-*_=]\s*){3,}$/.test(text) || /^\s*\|?[\s:|-]*-{2,}[\s:|-]*$/.test(text)) return '';
  const bare = text
    .replace(/^\s*>+\s?/, '')
    .replace(/^\s*(#{1,6}|[-*+•])\s+/, '')
    .replace(/^\s*\[[ xX]\]\s*/, '');
  // Cells of a table row are said one after the other.
  return /^\s*\|.*\|\s*$/.test(bare)
    ? bare
        .split('|')
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(', ')
    : bare;
}

function spokenHost(host: string): string {
  return host.replace(/[.,;:!?]+$/, '').replace(/\./g, ' dot ');
}
