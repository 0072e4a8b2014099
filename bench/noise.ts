/** Does noise interrupt an answer? Each file of a folder is played over one; it should be heard to its end. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { App, launch } from '../test/browser/harness.ts';
import { cough, music, slam } from '../test/noises.ts';
import type { Surroundings } from './measure.ts';

/** Its own voice as loud as a loudspeaker on the desk is in a microphone without echo cancellation. */
const ECHO_GAIN = 0.3;

/** `--clips FOLDER`; without it typing on a keyboard, made coughs and music, and the assistant's own voice. */
export async function noise(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({ args, options: { clips: { type: 'string' } } });
  const folder = values.clips;
  const noises = folder
    ? readdirSync(folder).map((name) => ({ name, sound: path.join(folder, name) }))
    : [
        { name: 'typing', sound: 'keyboard-typing.ogg' },
        { name: 'coughs', sound: cough() },
        { name: 'music', sound: music() },
        { name: 'a slam', sound: slam() },
      ];
  const browser = await launch(chromePath);
  let resumed = 0;
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const { name, sound } of noises) if (await goesOn(app, name, () => app.say(sound))) resumed += 1;
    if (!folder && (await goesOn(app, 'its own voice', () => echo(app)))) resumed += 1;
  } finally {
    await browser.close();
  }
  console.log(`resumed: ${String(resumed)} of ${String(noises.length + (folder ? 0 : 1))}`);
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
