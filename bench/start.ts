/** How long until Parley is there: page open → every model ready, question typed → first text, first sound; and the engines alone. */
import { parseArgs } from 'node:util';
import { App, launch } from '../test/browser/harness.ts';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import type { Surroundings } from './measure.ts';
import { seen, watch } from './watch-page.ts';

const QUESTION = 'What is the capital of France?';
/** Big enough to be compared; the other two are loaded by code of Parley's own. */
const BIG = ['stt', 'llm', 'tts'] as const;

/** ms from the navigation on, but for `textMs` and `soundMs`, which count from the question on. */
type Visit = { ready: Record<string, number>; loadMs: Record<string, number>; textMs: number; soundMs: number };

/** A first visit in a new profile, a second one, and the bare engines, with the starter set. */
export async function start(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  parseArgs({ args, options: {} });
  const browser = await launch(chromePath);
  try {
    const app = await App.open({ browser, url: appUrl, query: { hub: '' }, serviceWorker: true, prepare: watch });
    const cold = await visit(app);
    // Until the service worker has what the next visit starts from.
    await app.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await app.reload();
    const warm = await visit(app);
    await app.page.context().close();
    print('first visit', cold);
    print('second visit', warm);

    await buildPages();
    const pages = await servePages();
    try {
      const page = await browser.newPage();
      const bare = async () => {
        await page.goto(`${pages.url}bare.html`);
        await page.waitForFunction(() => 'loadBare' in window);
        return page.evaluate((models) => window.loadBare(models), BIG);
      };
      await bare();
      const times = await bare();
      console.log('\nthe engines alone, second time, all at once');
      for (const [index, role] of BIG.entries()) console.log(`  ${role}  loaded after ${inMs(times[index] ?? NaN)}`);
      const parley = Math.max(...BIG.map((role) => warm.ready[role] ?? NaN));
      console.log(`\nsecond visit, last of the three ready, over the engines alone: ${(parley / Math.max(...times)).toFixed(2)}`);
    } finally {
      await pages.close();
    }
  } finally {
    await browser.close();
  }
}

/** Types a question as soon as the page is there, which starts everything, and waits for the answer. */
async function visit(app: App): Promise<Visit> {
  await app.type(QUESTION);
  await app.answer();
  await app.until(({ models }) => models.length > 0 && models.every(({ state }) => state === 'ready'), 'every model');
  const origin = await app.page.evaluate(() => performance.timeOrigin);
  const { loaded } = await seen(app.page);
  const events = (await app.recording()).steps.flatMap((step) => ('event' in step ? [step.event] : []));
  const atOf = (kind: string) => events.find((event) => event.kind === kind)?.at ?? NaN;
  const askedAt = atOf('typed');
  return {
    ready: { page: askedAt - origin, ...Object.fromEntries(loaded.map(({ role, at }) => [role, at])) },
    loadMs: Object.fromEntries(loaded.map(({ role, loadMs }) => [role, loadMs])),
    textMs: atOf('text') - askedAt,
    soundMs: atOf('started') - askedAt,
  };
}

function print(name: string, { ready, loadMs, textMs, soundMs }: Visit): void {
  console.log(`\n${name}`);
  for (const [role, at] of Object.entries(ready)) {
    const own = loadMs[role];
    console.log(
      `  ${role.padEnd(5)} ready after ${inMs(at)}${own === undefined ? '' : `, of which the model itself ${inMs(own)}`}`,
    );
  }
  console.log(`  all ready after ${inMs(Math.max(...Object.values(ready)))}`);
  console.log(`  question typed → first text ${inMs(textMs)}, → first sound ${inMs(soundMs)}`);
}

function inMs(value: number): string {
  return `${value.toFixed(0)} ms`;
}
