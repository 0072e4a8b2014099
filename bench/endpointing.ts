/** Is the end of a turn seen soon, and not seen where there is none? Whole and cut recordings through the real pipeline. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { requiredSilenceMs, textForm, turnEndProbability, type EndEvidence } from '../src/turn/endpointing.ts';
import type { TurnEvent } from '../src/turn/events.ts';
import type { RecordedStep } from '../src/turn/recording.ts';
import { App, CLIPS, launch } from '../test/browser/harness.ts';
import { madeClips } from './made-clips.ts';
import { percentile, type Surroundings } from './measure.ts';

/** One recording: speech ends at `end`, an unfinished version at `cut`, both in seconds. */
type Clip = { clip: string; end: number; cut: number; cutComplete: boolean };

/** An unfinished turn that is committed within this silence counts as cut off, ms. */
const CUT_OFF_MS = 1_000;
/** A whole turn that is not committed by then is given up, ms: above the hard cap. */
const PATIENCE_MS = 4_000;

type Seen = {
  /** Silence after which the turn was committed, ms; null when it was not. */
  delayMs: number | null;
  /** What the rules knew. */
  finished: number | null;
  text: string | null;
  language: string;
  confidence: number | null;
  fallDb: number | null;
};

/**
 * `--manifest clips.json` (test/audio/endpointing), `--limit N` clips only. `--made all` (or `es,fr`) in place of them: questions, short answers and half
 * sentences, made with the starter's voices (made-clips.ts).
 */
export async function endpointing(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      manifest: { type: 'string', default: path.join(CLIPS, 'endpointing/clips.json') },
      limit: { type: 'string', default: 'Infinity' },
      made: { type: 'string' },
    },
  });
  if (values.made !== undefined) {
    await ofMadeClips(values.made, Number(values.limit), { chromePath, appUrl });
    return;
  }
  const clips = (JSON.parse(readFileSync(values.manifest, 'utf8')) as Clip[]).slice(0, Number(values.limit));
  const folder = path.dirname(path.resolve(values.manifest));
  const browser = await launch(chromePath);
  const whole: Seen[] = [];
  const unfinished: Seen[] = [];
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const { clip, end, cut, cutComplete } of clips) {
      const file = path.join(folder, clip);
      const first = await listen(app, file, end, PATIENCE_MS);
      const second = await listen(app, file, cut, CUT_OFF_MS + 200);
      whole.push(first);
      if (!cutComplete) unfinished.push(second);
      console.log(`${clip.padEnd(36)} whole ${show(first)}   ${cutComplete ? 'complete' : 'unfinished'} ${show(second)}`);
    }
  } finally {
    await browser.close();
  }
  printTable(whole, unfinished);
}

async function ofMadeClips(languages: string, limit: number, { chromePath, appUrl }: Surroundings): Promise<void> {
  const browser = await launch(chromePath);
  const seen: { isWhole: boolean; language: string; seen: Seen }[] = [];
  try {
    const clips = (await madeClips(browser, languages)).slice(0, limit);
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const { file, text, language, isWhole, end } of clips) {
      await app.page.evaluate((to) => document.querySelector('parley-assistant')?.control?.change({ language: to }), language);
      const heard = await listen(app, file, end, isWhole ? PATIENCE_MS : CUT_OFF_MS + 200, language);
      seen.push({ isWhole, language, seen: heard });
      console.log(`${language} ${text.padEnd(38)} ${isWhole ? 'whole     ' : 'unfinished'} ${show(heard)} ${heard.text ?? '–'}`);
    }
  } finally {
    await browser.close();
  }
  for (const language of new Set(['en', ...seen.map((each) => each.language)])) {
    const own = seen.filter((each) => each.language === language);
    if (own.length === 0) continue;
    console.log(`\n${language}`);
    printTable(
      own.filter(({ isWhole }) => isWhole).map((each) => each.seen),
      own.filter(({ isWhole }) => !isWhole).map((each) => each.seen),
    );
  }
}

/** Plays a clip up to `seconds`, where speech ends, and waits for the commit. */
async function listen(app: App, file: string, seconds: number, patienceMs: number, language = 'en'): Promise<Seen> {
  const known = (await app.recording()).steps.length;
  const origin = await app.page.evaluate(() => performance.timeOrigin);
  const { startAt } = await app.say(file, seconds);
  const endAt = origin + startAt + seconds * 1000;
  const committed = () =>
    app.page.evaluate(
      () => document.querySelector('parley-assistant')?.control?.view.captions.some(({ who }) => who === 'user') ?? false,
    );
  let delayMs: number | null = null;
  for (let waited = 0; delayMs === null && waited < PATIENCE_MS; waited = origin + (await app.now()) - endAt) {
    if (await committed()) delayMs = origin + (await app.now()) - endAt;
    // Once it is not cut off, only the words are still of interest.
    else if (waited > patienceMs && (await app.recording()).steps.slice(known).some(isTranscript)) break;
    else await app.page.waitForTimeout(10);
  }
  const events = (await app.recording()).steps.slice(known).flatMap((step) => ('event' in step ? [step.event] : []));
  const last = <Kind extends TurnEvent['kind']>(kind: Kind) =>
    events.findLast((event): event is Extract<TurnEvent, { kind: Kind }> => event.kind === kind);
  await app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
  await app.page.waitForTimeout(400);
  const { text = null, confidence = null } = last('transcript') ?? {};
  const fallDb = last('pause')?.fallDb ?? null;
  return { delayMs, finished: last('finished')?.probability ?? null, text, language, confidence, fallDb };
}

function evidenceOf({ text, language, finished, confidence, fallDb }: Seen): EndEvidence {
  return { text: text ?? '', language, finished, confidence, fallDb };
}

function isTranscript(step: RecordedStep): boolean {
  return 'event' in step && step.event.kind === 'transcript';
}

function show(seen: Seen): string {
  const { delayMs, finished, text, confidence, fallDb } = seen;
  const delay = delayMs === null ? '    –' : `${String(Math.round(delayMs)).padStart(5)} ms`;
  const words = text === null ? '–' : `${textForm(text, seen.language, finished, fallDb)} (${confidence?.toFixed(2) ?? '–'})`;
  const over = turnEndProbability(evidenceOf(seen))?.toFixed(2) ?? '  – ';
  return `${delay.padEnd(8)} over ${over} sound ${finished?.toFixed(2) ?? '  – '} fall ${fallDb?.toFixed(0).padStart(3) ?? '  –'} dB text ${words}`.padEnd(
    72,
  );
}

function printTable(whole: readonly Seen[], unfinished: readonly Seen[]): void {
  const early = ({ delayMs }: Seen) => delayMs !== null && delayMs < CUT_OFF_MS;
  const percent = (count: number, of: number) =>
    `${String(count)} of ${String(of)} (${((100 * count) / Math.max(1, of)).toFixed(1)} %)`;
  const delays = whole.flatMap(({ delayMs }) => delayMs ?? []);
  console.log(`\n                  committed within ${String(CUT_OFF_MS)} ms    later or not`);
  for (const [name, seen] of [
    ['whole', whole],
    ['unfinished', unfinished],
  ] as const) {
    const count = seen.filter(early).length;
    console.log(`${name.padEnd(18)}${percent(count, seen.length).padEnd(28)}${percent(seen.length - count, seen.length)}`);
  }
  console.log(
    `\nend of speech → committed, whole: p50 ${percentile(delays, 0.5).toFixed(0)} ms, p90 ${percentile(delays, 0.9).toFixed(0)} ms`,
  );
  console.log('The same without the time that the models took here: what the rules ask for, by how sure it must be');
  for (const sure of [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]) {
    const asked = (seen: Seen) => requiredSilenceMs(evidenceOf(seen), sure);
    const cut = unfinished.filter((seen) => asked(seen) < CUT_OFF_MS).length;
    console.log(
      `  over > ${sure.toFixed(2)}   p50 ${percentile(whole.map(asked), 0.5).toFixed(0)} ms   cut off ${percent(cut, unfinished.length)}`,
    );
  }
}
