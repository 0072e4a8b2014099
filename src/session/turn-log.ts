/** Where the time of the last turns went, and which models took it. No words. Pure. */
import { msg } from '../locales/words.ts';
import type { Backend, Role } from '../protocol/messages.ts';
import type { Marks } from '../turn/state.ts';
import { timingsOf } from './captions.ts';
import type { TurnTimings } from './view.ts';

/** A turn as it is logged. */
export type LoggedTurn = TurnTimings & {
  /** From the end of speech (or text sent) to when the answer was asked for, ms: it may be begun before the turn is committed. */
  askedAfterMs: number;
  /** What computed it. */
  models: readonly { role: Role; id: string; backend: Backend }[];
};

/** A stage of a turn, ms from the end of speech (or text sent). */
export type Stage = { name: StageName; fromMs: number; toMs: number };

/** Named as LiveKit names them. */
export type StageName = 'endOfUtteranceMs' | 'sttMs' | 'ttftMs' | 'ttsTtfbMs' | 'totalMs';

/** In the page’s language; abbreviations are the same in all. */
export const stageNames = (): Readonly<Record<StageName, string>> => ({
  endOfUtteranceMs: msg('End of utterance delay'),
  sttMs: 'STT',
  ttftMs: 'TTFT',
  ttsTtfbMs: 'TTS TTFB',
  totalMs: msg('Total'),
});

/** Turns that are kept: an hour of talk. */
export const MAX_TURNS = 50;

/** With this turn as it is now; the newest stays last. The same list where nothing of it is new. */
export function withTurn(
  log: readonly LoggedTurn[],
  turn: number,
  marks: Marks,
  models: LoggedTurn['models'],
): readonly LoggedTurn[] {
  const timings = timingsOf(turn, marks);
  const isAnything = timings.totalMs !== undefined || timings.ttftMs !== undefined;
  if (!isAnything) return log;
  const askedAfterMs = marks.generateAt - (marks.speechEndAt ?? marks.generateAt);
  const logged: LoggedTurn = { ...timings, askedAfterMs, models };
  const last = log.at(-1);
  const isSaid = last?.turn === turn && last.totalMs === logged.totalMs && last.ttsTtfbMs === logged.ttsTtfbMs;
  if (isSaid) return log;
  return [...log.filter((each) => each.turn !== turn), logged].slice(-MAX_TURNS);
}

/**
 * When each stage of a turn was under way. Of the voice only its length is known: it is drawn as late as it can have been, up to the first sound; and the
 * transcript up to when the answer was asked for.
 */
export function stagesOf({ endOfUtteranceMs, sttMs, ttftMs, ttsTtfbMs, totalMs, askedAfterMs }: LoggedTurn): Stage[] {
  const stages: Stage[] = [];
  const add = (name: StageName, fromMs: number, toMs: number) => stages.push({ name, fromMs, toMs });
  if (endOfUtteranceMs !== undefined) add('endOfUtteranceMs', 0, endOfUtteranceMs);
  if (sttMs !== undefined) add('sttMs', askedAfterMs - sttMs, askedAfterMs);
  if (ttftMs !== undefined) add('ttftMs', askedAfterMs, askedAfterMs + ttftMs);
  if (ttsTtfbMs !== undefined && totalMs !== undefined) add('ttsTtfbMs', totalMs - ttsTtfbMs, totalMs);
  if (totalMs !== undefined) add('totalMs', 0, totalMs);
  return stages;
}

/** The middle one of each stage's times, ms; of an even number the mean of the middle two. Stages without a time are missing. */
export function mediansOf(log: readonly LoggedTurn[]): Partial<Record<StageName, number>> {
  const medians = (Object.keys(stageNames()) as StageName[]).map((name) => {
    const times = log.flatMap((turn) => turn[name] ?? []).sort((one, other) => one - other);
    const middle = (times.length - 1) / 2;
    return [name, ((times[Math.floor(middle)] ?? NaN) + (times[Math.ceil(middle)] ?? NaN)) / 2] as const;
  });
  return Object.fromEntries(medians.filter(([, median]) => !Number.isNaN(median)));
}
