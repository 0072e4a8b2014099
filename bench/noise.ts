/** Does noise interrupt an answer? Each file of a folder is played over one; it should be heard to its end. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { App, CLIPS, launch } from '../test/browser/harness.ts';
import { encodeWav } from '../test/wav.ts';
import type { Surroundings } from './measure.ts';

const RATE = 16_000;
/** Its own voice as loud as a loudspeaker on the desk is in a microphone without echo cancellation. */
const ECHO_GAIN = 0.3;

/** `--clips FOLDER`; without it typing on a keyboard, made coughs and music, and the assistant's own voice. */
export async function noise(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({ args, options: { clips: { type: 'string' } } });
  const made = mkdtempSync(path.join(os.tmpdir(), 'parley-noise-'));
  const folder = values.clips;
  const files = folder
    ? readdirSync(folder).map((name) => path.join(folder, name))
    : [path.join(CLIPS, 'keyboard-typing.ogg'), ...synthesise(made)];
  const browser = await launch(chromePath);
  let resumed = 0;
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const file of files) if (await goesOn(app, path.basename(file), () => app.say(file))) resumed += 1;
    if (!folder && (await goesOn(app, 'its own voice', () => echo(app)))) resumed += 1;
  } finally {
    await browser.close();
    rmSync(made, { recursive: true });
  }
  console.log(`resumed: ${String(resumed)} of ${String(files.length + (folder ? 0 : 1))}`);
}

/** Whether an answer goes on under this noise. Prints what it was taken for. */
async function goesOn(app: App, name: string, makeNoise: () => Promise<unknown>): Promise<boolean> {
  await app.type('Please tell me a long story about a lighthouse.');
  await app.hear(10);
  const story = (await app.view()).captions.at(-1)?.id;
  const known = (await app.recording()).steps.length;
  await makeNoise();
  // Time for its last sound to be noticed, and then for its judgement.
  await app.page.waitForTimeout(1_000);
  await app.until(({ phase }) => phase !== 'hearing', 'a judgement');
  const last = (await app.view()).captions.at(-1);
  const wentOn = last?.id === story && last?.state !== 'interrupted';
  const transcripts = (await app.recording()).steps
    .slice(known)
    .flatMap((step) =>
      'event' in step && step.event.kind === 'transcript'
        ? [`${step.event.text} (${step.event.confidence?.toFixed(2) ?? '–'})`]
        : [],
    );
  console.log(`${name.padEnd(40)} ${wentOn ? 'resumed' : 'INTERRUPTED'}   ${JSON.stringify(transcripts)}`);
  await app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
  return wentOn;
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

/** Noises that no recording of test/audio has, as files in this folder. */
function synthesise(folder: string): string[] {
  let seed = 1;
  const hiss = () => {
    // A linear congruential generator: the same noise each time.
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 30 - 1;
  };
  // A burst, a breath, and a burst: 60 ms of attack, then decay, the highs taken off as a throat does.
  let smooth = 0;
  const cough = sound(1.5, (seconds) => {
    const since = seconds % 0.5;
    smooth += 0.35 * (hiss() - smooth);
    return seconds > 1 ? 0 : smooth * Math.min(1, since / 0.06) * Math.exp(-since * 14);
  });
  const chord = [220, 277.2, 329.6, 440];
  const music = sound(6, (seconds) => {
    const beat = seconds % 0.5;
    const root = Math.floor(seconds) % 2 === 0 ? 1 : 1.335;
    const tone = (hz: number) => [1, 2, 3].reduce((sum, nth) => sum + Math.sin(2 * Math.PI * hz * root * nth * seconds) / nth, 0);
    return (0.08 + 0.12 * Math.exp(-beat * 6)) * chord.reduce((sum, hz) => sum + tone(hz) / chord.length, 0);
  });
  const slam = sound(
    0.6,
    (seconds) => hiss() * Math.exp(-seconds * 40) + Math.sin(2 * Math.PI * 70 * seconds) * Math.exp(-seconds * 12),
  );
  return Object.entries({ cough, music, slam }).map(([name, samples]) => {
    const file = path.join(folder, `${name}.wav`);
    writeFileSync(file, encodeWav(samples, RATE));
    return file;
  });
}

function sound(seconds: number, at: (seconds: number) => number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, index) => 0.7 * at(index / RATE));
}
