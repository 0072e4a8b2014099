/**
 * `npm run talk -- question.wav [more.wav …]`: one spoken turn after another with the built app in headless Chromium, without a
 * microphone. Prints what was heard and answered, the timings of each stage, and which model ran where.
 *
 * `--out reply.wav` keeps the replies' sound, `--json` prints JSON only; `--stt`, `--llm`, `--tts` choose models by their ids.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { findModel } from '../src/models/catalogue.ts';
import type { SessionView } from '../src/session/view.ts';
import { App, FAKE_DEVICES, launch } from '../test/browser/harness.ts';
import { encodeWav } from '../test/wav.ts';
import { ensureSoftwareWebGpu } from './software-webgpu.mjs';

const ROLES = ['stt', 'llm', 'tts'] as const;

/** What is not understood by then was no turn, ms: noise, a filler, nothing at all. */
const UNDERSTOOD_WITHIN_MS = 20_000;

type Turn = { file: string; heard: string; answered: string; timings: SessionView['timings']; soundAfterMs: number | null };

/** Rejects with an error that says what is wrong with the arguments, the files, or the page. */
export default async function talk(
  args: string[],
  { chromePath, appUrl }: { chromePath: string; appUrl: string },
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      stt: { type: 'string' },
      llm: { type: 'string' },
      tts: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error('Say what to ask: npm run talk -- question.wav [more.wav …]');
  for (const file of positionals) if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const query = Object.fromEntries(ROLES.flatMap((role) => (values[role] ? [[role, values[role]]] : [])));
  const needsGpu = ROLES.some((role) => values[role] && !findModel(role, values[role]).variants.wasm);
  const browser = await (needsGpu ? launchWithGpu() : launch(chromePath));
  try {
    const app = await App.open({ browser, url: appUrl, query: needsGpu ? { ...query, 'allow-software-gpu': '' } : query });
    await app.wake();
    const turns: Turn[] = [];
    for (const file of positionals) {
      const turn = await ask(app, file);
      turns.push(turn);
      if (!values.json) print(turn);
    }
    const models = (await app.view()).models.map(({ role, name, backend }) => ({ role, name, backend }));
    if (values.json) console.log(JSON.stringify({ turns, models }, null, 2));
    else for (const { role, name, backend } of models) console.log(`${role.padEnd(4)} ${name}, on ${backend}`);
    if (values.out) {
      const { samples, sampleRate } = await app.played();
      writeFileSync(values.out, encodeWav(samples, sampleRate));
    }
  } finally {
    await browser.close();
  }
}

/** A Chromium with WebGPU, in software where there is no GPU. */
async function launchWithGpu(): Promise<Browser> {
  const software = ensureSoftwareWebGpu();
  if ('skip' in software) throw new Error(`This model needs WebGPU, and ${software.skip}.`);
  return launch(software.chromePath, [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
}

async function ask(app: App, file: string): Promise<Turn> {
  const before = (await app.view()).captions.length;
  const said = await app.ask(file).catch((cause: unknown) => {
    throw new Error(`${file} is no sound that this browser can decode: WAV, MP3, Ogg, FLAC and the like are.`, { cause });
  });
  const isUnderstood = await app
    .until((view, given) => view.captions.length > given, 'something understood', {
      given: before,
      timeoutMs: UNDERSTOOD_WITHIN_MS,
    })
    .then(
      () => true,
      () => false,
    );
  if (!isUnderstood) return { file, heard: '', answered: '', timings: null, soundAfterMs: null };
  const answered = await app.answer();
  const { captions, timings } = await app.view();
  const sound = await app.soundSince(said.speechEndAt);
  return {
    file,
    heard: captions[before]?.text ?? '',
    answered,
    timings,
    soundAfterMs: sound ? Math.round(sound.firstAt - said.speechEndAt) : null,
  };
}

function print({ file, heard, answered, timings, soundAfterMs }: Turn): void {
  const ms = (value: number | undefined) => (value === undefined ? '–' : `${String(Math.round(value))} ms`);
  console.log(file);
  if (heard === '') {
    console.log('  heard nothing that wants an answer');
    return;
  }
  console.log(`  heard:    ${heard}`);
  console.log(`  answered: ${answered}`);
  console.log(
    `  end of turn ${ms(timings?.endOfUtteranceMs)}, transcript ${ms(timings?.sttMs)}, first token ${ms(timings?.ttftMs)}, ` +
      `first sound ${ms(timings?.ttsTtfbMs)}; heard ${ms(soundAfterMs ?? undefined)} after the last word`,
  );
}
