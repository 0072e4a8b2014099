/** Does noise interrupt an answer? Each file of a folder is played over one; it should be heard to its end. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { App, CLIPS, launch } from '../test/browser/harness.ts';
import type { Surroundings } from './measure.ts';

/** `--clips FOLDER`; without it the keyboard of test/audio. */
export async function noise(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({ args, options: { clips: { type: 'string' } } });
  const folder = values.clips;
  const files = folder ? readdirSync(folder).map((name) => path.join(folder, name)) : [path.join(CLIPS, 'keyboard-typing.ogg')];
  const browser = await launch(chromePath);
  let resumed = 0;
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm: 'tiny-gemma3' } });
    await app.wake();
    for (const file of files) {
      await app.type('Please tell me a long story about a lighthouse.');
      await app.hear(10);
      const story = (await app.view()).captions.at(-1)?.id;
      const known = (await app.recording()).steps.length;
      await app.say(file);
      // Time for a judgement of its last sound.
      await app.page.waitForTimeout(4_000);
      const { captions, phase } = await app.view();
      const last = captions.at(-1);
      const wentOn = last?.id === story && last?.state !== 'interrupted' && phase !== 'hearing';
      if (wentOn) resumed += 1;
      const { steps } = await app.recording();
      const transcripts = steps
        .slice(known)
        .flatMap((step) =>
          'event' in step && step.event.kind === 'transcript'
            ? [`${step.event.text} (${step.event.confidence?.toFixed(2) ?? '–'})`]
            : [],
        );
      console.log(`${path.basename(file).padEnd(40)} ${wentOn ? 'resumed' : 'INTERRUPTED'}   ${JSON.stringify(transcripts)}`);
      await app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
    }
  } finally {
    await browser.close();
  }
  console.log(`resumed: ${String(resumed)} of ${String(files.length)}`);
}
