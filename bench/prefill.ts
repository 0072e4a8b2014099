/** How much of the prompt is read again in every turn of one conversation: what was read once should stay in the cache. */
import { parseArgs } from 'node:util';
import { App, FAKE_DEVICES, launch } from '../test/browser/harness.ts';
import { routeStandins } from '../test/browser/standins.ts';
import { askedModels, type Surroundings } from './measure.ts';

/** What the tiny Gemma knows an answer to; the story is long enough to be interrupted. */
const QUESTIONS = [
  'What is the capital of France?',
  'How many days are there in a week?',
  'What color is the sky?',
  'My name is Anna.',
];
const STORY = 'Please tell me a long story about a lighthouse.';
const TURNS = 10;
/** The turn whose answer is cut off by the question after it. */
const CUT_OFF = 5;

type Turn = { readTokens: number; promptMs: number };

/** Ten typed turns, the fifth answer interrupted by the sixth question, on each of `--llm`; `:webgpu` asks for that, in software. */
export async function prefill(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { llm: { type: 'string', default: 'tiny-gemma3,tiny-gemma3:webgpu,tiny-gemma3-mlc:webgpu' } },
  });
  for (const { llm, onGpu, query, ...asked } of askedModels(values.llm, chromePath)) {
    const turns = await converse(asked.chromePath, appUrl, query);
    console.log(`\n${llm}${onGpu ? ', WebGPU in software' : ', on the processor'}`);
    console.log('turn   prompt tokens read   prompt → first token, ms');
    for (const [index, { readTokens, promptMs }] of turns.entries()) {
      const note = index + 1 === CUT_OFF ? '   cut off by the next' : '';
      const read = Number.isNaN(readTokens) ? '–' : String(readTokens);
      console.log(`${String(index + 1).padStart(4)}   ${read.padStart(18)}   ${promptMs.toFixed(0).padStart(24)}${note}`);
    }
  }
}

async function converse(chromePath: string, url: string, query: Record<string, string>): Promise<Turn[]> {
  const browser = await launch(chromePath, [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
  try {
    const app = await App.open({
      browser,
      url,
      query: { stt: 'whisper-base', tts: 'kokoro-82m-starter', hub: '', ...query },
      prepare: routeStandins,
    });
    for (let turn = 1; turn <= TURNS; turn += 1) {
      await app.type(turn === CUT_OFF ? STORY : (QUESTIONS[turn % QUESTIONS.length] ?? ''));
      if (turn === CUT_OFF) await app.hear(20);
      else await app.answer();
    }
    return readTurns((await app.recording()).steps);
  } finally {
    await browser.close();
  }
}

/** Of every turn, how many tokens of its prompt were read, and how long that took. A cancelled answer does not say how many. */
function readTurns(steps: Awaited<ReturnType<App['recording']>>['steps']): Turn[] {
  const turns = new Map<number, Turn>();
  for (const step of steps) {
    if (!('event' in step)) continue;
    const { event } = step;
    if (event.kind === 'first-token') turns.set(event.turn, { readTokens: NaN, promptMs: event.promptMs ?? NaN });
    // The recording has the worker's whole report.
    if (event.kind !== 'generated' || !('readTokens' in event) || event.readTokens === 0) continue;
    const turn = turns.get(event.turn);
    if (turn) turn.readTokens = Number(event.readTokens);
  }
  return [...turns.values()];
}
