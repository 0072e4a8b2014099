/** Where speech that is longer than Whisper's window is cut: in its pauses. Pure. */
import { TURN_SETTINGS } from '../../src/turn/settings.ts';
import { UNSPACED } from '../../src/text/words/word-lists.ts';

const SAMPLES_PER_MS = 16;
/** What Whisper takes at once. */
const WINDOW_SAMPLES = TURN_SETTINGS.transcriptWindowMs * SAMPLES_PER_MS;
/**
 * A piece is at least and at most so long. Shorter than the window, since the decoder wants some silence behind the speech; shorter pieces have
 * more seams, at which it knows less of what is being said.
 */
const SHORTEST_SAMPLES = TURN_SETTINGS.transcriptPieceMs * SAMPLES_PER_MS;
const LONGEST_SAMPLES = 27_000 * SAMPLES_PER_MS;
/** A pause is looked for in windows of 240 ms, longer than the closure of a consonant, every 20 ms. */
const PAUSE_SAMPLES = 3_840;
const HOP_SAMPLES = 320;
/** Loudness over the quietest window, as a power, up to which another is as quiet: 3 dB. Of these the last is taken. */
const AS_QUIET = 2;

/**
 * Pieces [from, to) of an utterance, 16 kHz mono, which make it up. All but the last stay the same when the utterance grows, so that nothing is
 * to be listened to twice.
 */
export function piecesOf(samples: Float32Array): [from: number, to: number][] {
  const pieces: [number, number][] = [];
  let from = 0;
  while (samples.length - from > WINDOW_SAMPLES) {
    const to = from + quietestAt(samples.subarray(from, from + LONGEST_SAMPLES));
    pieces.push([from, to]);
    from = to;
  }
  return [...pieces, [from, samples.length]];
}

/** The middle of the quietest moment that leaves a piece long enough. */
function quietestAt(samples: Float32Array): number {
  const hops = Array.from({ length: Math.floor(samples.length / HOP_SAMPLES) }, (_, hop) =>
    samples.subarray(hop * HOP_SAMPLES, (hop + 1) * HOP_SAMPLES).reduce((sum, sample) => sum + sample * sample, 0),
  );
  const wide = PAUSE_SAMPLES / HOP_SAMPLES;
  const powers: { at: number; power: number }[] = [];
  for (let hop = SHORTEST_SAMPLES / HOP_SAMPLES; hop + wide <= hops.length; hop += 1) {
    const power = hops.slice(hop, hop + wide).reduce((sum, each) => sum + each, 0);
    powers.push({ at: hop * HOP_SAMPLES + PAUSE_SAMPLES / 2, power });
  }
  const quietest = powers.reduce((least, { power }) => Math.min(least, power), Infinity);
  return powers.findLast(({ power }) => power <= quietest * AS_QUIET)?.at ?? samples.length;
}

/** Between these and those no space is written. */
const UNSPACED_END = new RegExp(`(?:${UNSPACED.source}|[。、！？])$`, 'u');

/** What was understood of the pieces, as one text. */
export function joinedText(texts: readonly string[]): string {
  return texts.filter(Boolean).reduce((all, text) => (all === '' || UNSPACED_END.test(all) ? all + text : `${all} ${text}`), '');
}
