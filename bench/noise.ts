/**
 * Does noise interrupt an answer? Each sound is played over one, which should be heard to its end; and the answer's own last words come back when it is
 * over, which should begin no turn.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { App, launch } from '../test/browser/harness.ts';
import { cough, music, slam } from '../test/noises.ts';
import { encodeWav } from '../test/wav.ts';
import { ANSWERS, type Answer } from './answers.ts';
import type { Surroundings } from './measure.ts';

/** Its own voice as loud as a loudspeaker on the desk is in a microphone without echo cancellation. */
const ECHO_GAIN = 0.3;

/** How long after the end of an answer its last words come back, ms: by a loudspeaker without wires, and at most by one that is far away. */
const TAILS_MS = [300, 900] as const;

/** A pause between two sentences, s, in which nothing is louder than this. */
const PAUSE_S = 0.15;
const QUIET = 0.01;

/** What becomes of an answer, or of the silence after it, under a sound. */
type Kind = { name: string; isHarmless: (app: App, answer: Answer) => Promise<boolean> };

/**
 * `--clips FOLDER`; without it typing on a keyboard, made coughs and music, and the assistant's own voice. `--language all`, or primary subtags with commas
 * between them: answers in these languages.
 */
export async function noise(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({ args, options: { clips: { type: 'string' }, language: { type: 'string', default: 'en' } } });
  const kinds = values.clips === undefined ? KINDS : kindsOf(values.clips);
  const languages = values.language === 'all' ? Object.keys(ANSWERS) : values.language.split(',');
  const harmless = new Map<string, number>();
  const browser = await launch(chromePath);
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const language of languages) {
      const answer = ANSWERS[language];
      if (!answer) throw new Error(`There is no answer in ${language}. There are: ${Object.keys(ANSWERS).join(', ')}.`);
      await app.page.evaluate((to) => document.querySelector('parley-assistant')?.control?.change({ language: to }), language);
      for (const { name, isHarmless } of kinds) {
        const known = (await app.recording()).steps.length;
        const isGood = await isHarmless(app, answer);
        harmless.set(language, (harmless.get(language) ?? 0) + Number(isGood));
        console.log(
          `${language} ${name.padEnd(36)} ${isGood ? 'good' : 'BAD '}   ${JSON.stringify(await transcripts(app, known))}`,
        );
        await app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
      }
    }
  } finally {
    await browser.close();
  }
  for (const [language, count] of harmless) console.log(`${language}: ${String(count)} of ${String(kinds.length)} did no harm`);
}

const over = (name: string, sound: string | Buffer): Kind => ({
  name,
  isHarmless: (app, { story }) => goesOn(app, story, () => app.say(sound)),
});

const KINDS: readonly Kind[] = [
  over('typing', 'keyboard-typing.ogg'),
  over('coughs', cough()),
  over('music', music()),
  over('a slam', slam()),
  { name: 'its own voice', isHarmless: (app, { story }) => goesOn(app, story, () => echo(app)) },
  ...TAILS_MS.map((ms) => ({
    name: `its last words ${String(ms)} ms later`,
    isHarmless: (app: App, { ending }: Answer) => staysQuiet(app, ending, ms),
  })),
];

function kindsOf(folder: string): readonly Kind[] {
  return readdirSync(folder).map((name) => over(name, path.join(folder, name)));
}

/** Whether an answer goes on under this noise. */
async function goesOn(app: App, text: string, makeNoise: () => Promise<unknown>): Promise<boolean> {
  await speak(app, text);
  await app.until(({ captions }) => (captions.at(-1)?.heard ?? 0) >= 10, 'the first words');
  await makeNoise();
  await judged(app);
  const { captions } = await app.view();
  return captions.length === 1 && captions[0]?.state !== 'interrupted';
}

/** Whether no turn begins when the last words of an answer come back so long after its end. The answer is said twice: once to have its sound. */
async function staysQuiet(app: App, text: string, afterMs: number): Promise<boolean> {
  const since = await app.now();
  await speak(app, text);
  await end(app);
  // The loudspeaker's own delay.
  await app.page.waitForTimeout(500);
  const { samples, sampleRate } = await app.played(since);
  const base64 = encodeWav(lastSentence(samples, sampleRate), sampleRate).toString('base64');
  await app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
  await speak(app, text);
  await app.until(({ phase }) => phase === 'speaking', 'its voice', { everyMs: 20 });
  await app.page.evaluate(
    async (given) => {
      const file = Uint8Array.from(atob(given.base64), (each) => each.charCodeAt(0));
      const phase = document.querySelector('parley-assistant')?.control?.slices.phase;
      // Waited for here: a test's way to the page takes too long.
      await new Promise<void>((resolve) => {
        const following = new AbortController();
        const look = () => {
          if (phase?.value === 'speaking') return;
          following.abort();
          resolve();
        };
        phase?.subscribe(look, following);
        look();
      });
      await new Promise((resolve) => setTimeout(resolve, given.afterMs));
      await window.devices.say(file);
    },
    { base64, afterMs },
  );
  await judged(app);
  return (await app.view()).captions.length === 1;
}

/** Behind the last pause, as loud as a microphone hears it. */
function lastSentence(samples: Float32Array, rate: number): Float32Array {
  const isLoud = (sample: number) => Math.abs(sample) > QUIET;
  const to = samples.findLastIndex(isLoud);
  let from = to;
  for (let at = to; at > 0 && from - at < PAUSE_S * rate; at -= 1) if (isLoud(samples[at] ?? 0)) from = at;
  return samples.slice(from, to + 1).map((sample) => sample * ECHO_GAIN);
}

async function speak(app: App, text: string): Promise<void> {
  await app.page.evaluate((given) => document.querySelector('parley-assistant')?.control?.say(given), text);
}

async function end(app: App): Promise<void> {
  await app.until(({ captions, phase }) => captions.at(-1)?.state === 'final' && phase === 'listening', 'its end');
}

/** Time for the last sound to be noticed, and then for its judgement; a turn would begin within the longest silence that one waits for. */
async function judged(app: App): Promise<void> {
  await app.page.waitForTimeout(3_500);
  await app.until(({ phase }) => phase !== 'hearing' && phase !== 'paused', 'a judgement');
}

/** What was understood since this step, and how sure that was. */
async function transcripts(app: App, known: number): Promise<string[]> {
  return (await app.recording()).steps
    .slice(known)
    .flatMap((step) =>
      'event' in step && step.event.kind === 'transcript'
        ? [`${step.event.text} (${step.event.confidence?.toFixed(2) ?? '–'})`]
        : [],
    );
}

/** The microphone hears the loudspeaker for a while. */
async function echo(app: App): Promise<void> {
  const turn = (gain: number) =>
    app.page.evaluate((to) => {
      window.devices.echo(to);
    }, gain);
  await turn(ECHO_GAIN);
  await app.page.waitForTimeout(20_000);
  await turn(0);
}
