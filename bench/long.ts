/** A long conversation: what a turn costs at its beginning and at its end, and what has piled up between. */
import { parseArgs } from 'node:util';
import { App, launch } from '../test/browser/harness.ts';
import { routeStandins } from '../test/browser/standins.ts';
import { Counter, count, type Census } from './census.ts';
import { measureInMemory } from './long-in-memory.ts';
import { percentile, type Surroundings } from './measure.ts';

/** What may be more at the end: nothing where it is a count, and this share of what was there where it is an amount. */
const MOST_GROWTH = 0.05;

/** Share of the turns of which a beginning and an end are made. */
const EDGE = 0.1;
/** Turns before the beginning: the models are loaded, code is compiled, and the page has as many captions as it shows. */
const WARM_UP = 60;

/** `--turns` (1,000) in Chromium, three of them with pictures, then `--in-memory` (10,000) without a page or models; 0 for none. */
export async function long(args: string[], surroundings: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { turns: { type: 'string', default: '1000' }, 'in-memory': { type: 'string', default: '10000' } },
  });
  const [turns, inMemory] = [Number(values.turns), Number(values['in-memory'])];
  if (turns > 0) await measurePage(turns, surroundings);
  if (inMemory > 0) await measureInMemory(inMemory, printGrowth);
}

async function measurePage(turns: number, { chromePath, appUrl }: Surroundings): Promise<void> {
  const browser = await launch(chromePath);
  try {
    const app = await App.open({
      browser,
      url: appUrl,
      query: { llm: 'tiny-gemma3-vision', hub: '', speed: '2' },
      // A recorded loudspeaker would itself pile up.
      realDevices: true,
      prepare: async (page) => {
        await count(page);
        await routeStandins(page);
      },
    });
    const counter = await Counter.of(app.page);
    const edge = Math.max(1, Math.round(turns * EDGE));
    for (let turn = 0; turn < WARM_UP; turn += 1) await ask(app);
    const begin = await counter.take();
    const early = await askMeasured(app, counter, edge);
    const afterEarly = await counter.take();
    for (let turn = 0; turn < 3; turn += 1) await askWithPicture(app);
    for (let turn = WARM_UP + 2 * edge + 3; turn < turns; turn += 1) await ask(app);
    const beforeLate = await counter.take();
    const late = await askMeasured(app, counter, edge);
    const end = await counter.take();

    console.log(
      `\n${String(turns)} turns in Chromium, the ${String(edge)} after the first ${String(WARM_UP)} and the last ${String(edge)}`,
    );
    for (const name of ['workers', 'ports', 'audioNodes', 'objectUrls'] as const) printCount(name, begin[name], end[name]);
    printGrowth('heap, kB', begin.heapBytes / 1e3, end.heapBytes / 1e3);
    printGrowth('DOM nodes', begin.domNodes, end.domNodes);
    printGrowth('listeners', begin.listeners, end.listeners);
    printGrowth('written a turn, characters', writtenIn(begin, afterEarly) / edge, writtenIn(beforeLate, end) / edge);
    printGrowth('page thread a turn, ms of processor time', percentile(early, 0.5), percentile(late, 0.5));
    printGrowth('page thread a token, ms of processor time', perToken(early, begin, afterEarly), perToken(late, beforeLate, end));
  } finally {
    await browser.close();
  }
}

/** Processor time of the page's thread for each of so many turns, ms. */
async function askMeasured(app: App, counter: Counter, turns: number): Promise<number[]> {
  const times: number[] = [];
  let before = await counter.taskMs();
  for (let turn = 0; turn < turns; turn += 1) {
    await ask(app);
    const after = await counter.taskMs();
    times.push(after - before);
    before = after;
  }
  return times;
}

/** Asks, and waits until the answer was heard to its end. In the page, since asking it again and again from here would cost it time. */
async function ask(app: App): Promise<void> {
  await app.page.evaluate(async () => {
    const control = document.querySelector('parley-assistant')?.control;
    if (!control) throw new Error('The page has no conversation.');
    const { slices } = control;
    const newest = () => slices.captions.value.said.at(-1);
    const before = newest()?.id;
    const done = new AbortController();
    const answered = new Promise<void>((resolve) => {
      const look = () => {
        const last = newest();
        if (last?.who === 'assistant' && last.id !== before && slices.phase.value === 'ready') resolve();
      };
      slices.captions.subscribe(look, done);
      slices.phase.subscribe(look, done);
    });
    void control.sendText('What do you see?');
    await answered;
    done.abort();
  });
}

async function askWithPicture(app: App): Promise<void> {
  const setCamera = (on: boolean) =>
    app.page.evaluate((wanted) => document.querySelector('parley-assistant')?.control?.setCamera(wanted), on);
  await setCamera(true);
  await app.until(({ camera }) => camera === 'on', 'the camera');
  await ask(app);
  await setCamera(false);
}

function writtenIn(from: Census, to: Census): number {
  return to.written - from.written;
}

/** Of the turns as a whole: most of what the page does in a turn it does for a token. */
function perToken(times: readonly number[], from: Census, to: Census): number {
  return (percentile(times, 0.5) * times.length) / (to.tokens - from.tokens);
}

function printCount(name: string, begin: number, end: number): void {
  print(name, String(begin), String(end), end <= begin);
}

function printGrowth(name: string, begin: number, end: number): void {
  const growth = end / begin - 1;
  print(name, begin.toFixed(begin < 10 ? 3 : 0), end.toFixed(begin < 10 ? 3 : 0), growth <= MOST_GROWTH, growth);
}

function print(name: string, begin: string, end: string, holds: boolean, growth?: number): void {
  const share = growth === undefined ? '' : `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`;
  console.log(
    `${name.padEnd(44)} ${begin.padStart(9)} → ${end.padStart(9)} ${share.padStart(9)}   ${holds ? 'holds' : 'DOES NOT HOLD'}`,
  );
}
