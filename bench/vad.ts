/** Does Parley listen while it works? How late frames of the microphone are judged, how long the page's thread is blocked, and how smoothly it moves. */
import { parseArgs } from 'node:util';
import { App, launch } from '../test/browser/harness.ts';
import { percentile, type Surroundings } from './measure.ts';
import { seen, watch, type Watched } from './watch-page.ts';

/** Two frames: a lag above it delays an interruption by what an ear notices. */
const LAG_LIMIT_MS = 32;
/** Half a picture more than there is time for at 60 a second: one was left out. */
const LEFT_OUT_MS = 25;
/** For so long after it is told to say a clip, ms, the page's thread may be busy with the harness, which decodes it there. */
const HARNESS_MS = 300;

/** Loads everything while the microphone is open, then answers `--turns` spoken questions, with `--llm` (smollm2-135m). */
export async function vad(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { turns: { type: 'string', default: '6' }, llm: { type: 'string', default: 'smollm2-135m' } },
  });
  const browser = await launch(chromePath);
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: values.llm, hub: '' }, prepare: watch });
    // Frames are judged as soon as ears and VAD are there; the other models are still being loaded then.
    await app.press();
    await app.until(({ models }) => models.length > 0 && models.every(({ state }) => state === 'ready'), 'every model');
    const loadedAt = await app.now();
    print('while models load', await seen(app.page), 0, loadedAt);
    const toldAt: number[] = [];
    for (let turn = 0; turn < Number(values.turns); turn += 1) {
      toldAt.push(await app.now());
      await app.ask(['capital-of-france', 'days-in-a-week', 'colour-of-sky'][turn % 3] ?? '');
      await app.answer();
    }
    const { tasks, ...others } = await seen(app.page);
    const isHarness = ({ at, ms }: { at: number; ms: number }) =>
      toldAt.some((told) => at + ms >= told && at < told + HARNESS_MS);
    const own = tasks.filter((task) => !isHarness(task));
    print('while turns are answered', { ...others, tasks: own }, loadedAt, await app.now());
    console.log(`and of the harness, decoding what it says: ${String(tasks.length - own.length)}`);
  } finally {
    await browser.close();
  }
}

function print(phase: string, { lags, tasks, pictures }: Watched, from: number, to: number): void {
  const inPhase = ({ at }: { at: number }) => at >= from && at < to;
  const lagMs = lags.filter(inPhase).map((each) => each.lagMs);
  const taskMs = tasks.filter(inPhase).map((each) => each.ms);
  const share = lagMs.filter((ms) => ms > LAG_LIMIT_MS).length / lagMs.length;
  console.log(`\n${phase}, ${((to - from) / 1000).toFixed(0)} s`);
  console.log(
    `VAD frame lag, worst of three frames: p50 ${ms(percentile(lagMs, 0.5))}   p99 ${ms(percentile(lagMs, 0.99))}   most ${ms(Math.max(...lagMs))}` +
      `   above ${String(LAG_LIMIT_MS)} ms: ${(100 * share).toFixed(1)} %   (n ${String(lagMs.length)})`,
  );
  console.log(
    `page's thread, tasks of more than 50 ms: ${String(taskMs.length)}${taskMs.length > 0 ? `, ${taskMs.map(ms).join(', ')}` : ''}`,
  );
  const gapMs = pictures.filter(inPhase).map((each) => each.ms);
  if (gapMs.length === 0) return;
  const all = gapMs.reduce((sum, each) => sum + each, 0);
  const late = gapMs.filter((each) => each > LEFT_OUT_MS).length;
  console.log(
    `while it speaks, ${(all / 1000).toFixed(0)} s: ${((1000 * gapMs.length) / all).toFixed(1)} pictures a second, ` +
      `${((100 * late) / gapMs.length).toFixed(1)} % after more than ${String(LEFT_OUT_MS)} ms, most ${ms(Math.max(...gapMs))}`,
  );
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
