/** Stand-in models on disk, in the folders of the starter set, so that the same catalogue ids load them. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeWav } from '../wav.ts';
import { lowPass } from '../../workers/low-pass.ts';
import { SENTENCE } from '../../workers/self-test.ts';
import { buildKokoro, soundOf } from './kokoro.ts';
import { buildWhisper, type Utterance } from './whisper.ts';

/** What the stand-in Whisper knows: recordings of test/audio, by file name, and their words. */
export const KNOWN: Readonly<Record<string, string>> = {
  'capital-of-france': 'What is the capital of France?',
  'days-in-a-week': 'How many days are there in a week?',
  stop: 'Stop.',
  mhm: 'Mm-hmm.',
  'tell-a-story': 'Please tell me a long story about a lighthouse.',
  'what-do-you-see': 'What do you see in this picture?',
  'light-in-the-kitchen': 'Turn on the light in the kitchen.',
  yes: 'Yes.',
};

/** How kokoro-js has the sentence of the voice's self-test pronounced. */
export const SENTENCE_PHONEMES = 'ˈɔːl ʌvðə mˈɑːdəlz ɑːɹ ɹˈɛdi nˈaʊ.';

/** Everything that the stand-in Whisper knows: the recordings, and what the stand-in Kokoro says when it is tried out. */
export function utterances(): Utterance[] {
  const tried = { samples: lowPass(soundOf(SENTENCE_PHONEMES), 24_000, 8_000, 1.5), text: SENTENCE };
  return [...Object.entries(KNOWN).map(([name, text]) => ({ samples: clip(name), text })), tried];
}

/** Writes `whisper-base` and `kokoro-82m` into a folder for PARLEY_MODELS (scripts/serve-models.ts). */
export async function writeStandins(folder: string): Promise<void> {
  await writeModel(path.join(folder, 'whisper-base'), await buildWhisper(utterances()));
  await writeModel(path.join(folder, 'kokoro-82m'), buildKokoro());
}

/** Writes one model's files, by path, into its folder. */
export async function writeModel(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** A recording of test/audio: 16 kHz mono. */
export function clip(name: string): Float32Array {
  return decodeWav(readFileSync(path.resolve(import.meta.dirname, `../audio/${name}.wav`)));
}
