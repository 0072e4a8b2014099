import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureExtractor, PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers';
import { SENTENCE } from '../../../workers/self-test.ts';
import { transformers } from '../../standins/transformers-in-node.ts';
import { KNOWN, clip, utterances, writeStandins } from '../../standins/write.ts';

/** Log-mel frames: the shortest window that workers/stt/whisper.ts takes, and the whole one. */
const WINDOWS = [600, 1_200, 3_000];

describe('transformers.js with the stand-in Whisper', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(`${tmpdir()}/parley-whisper-`);
  let model: PreTrainedModel;
  let tokenizer: PreTrainedTokenizer;
  let extractor: FeatureExtractor;

  beforeAll(async () => {
    await writeStandins(folder);
    transformers.env.localModelPath = `${folder}/`;
    transformers.env.allowRemoteModels = false;
    const dtype = { encoder_model: 'q8', decoder_model_merged: 'q8' } as const;
    model = await transformers.WhisperForConditionalGeneration.from_pretrained('whisper-base', { dtype, device: 'auto' });
    tokenizer = await transformers.AutoTokenizer.from_pretrained('whisper-base');
    extractor = await transformers.AutoFeatureExtractor.from_pretrained('whisper-base');
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function hear(samples: Float32Array, frames = 1_200): Promise<string> {
    const { input_features } = (await extractor(samples, { max_length: frames * 160 })) as { input_features: Tensor };
    const output = await model.generate({ inputs: input_features, max_new_tokens: 40, language: 'en', task: 'transcribe' });
    return tokenizer.batch_decode(output as Tensor, { skip_special_tokens: true })[0] ?? '';
  }

  it.each(Object.entries(KNOWN))('hears %s, early or late, near or far, in noise', async (name, text) => {
    const said = clip(name);
    for (const frames of WINDOWS) expect(await hear(said, frames)).toBe(` ${text}`);
    expect(await hear(join(new Float32Array(5_077), said))).toBe(` ${text}`);
    expect(await hear(said.map((sample) => sample / 30))).toBe(` ${text}`);
    const level = 0.1 * rms(said);
    expect(await hear(said.map((sample, index) => sample + level * noise(index)))).toBe(` ${text}`);
  });

  it('hears the stand-in Kokoro being tried out', async () => {
    const tried = utterances().at(-1);
    for (const frames of WINDOWS) expect(await hear(tried?.samples ?? new Float32Array(), frames)).toBe(` ${SENTENCE}`);
  });

  it.each(['uh', 'actually-spain', 'unfinished-and'])('hears nothing in %s, which it does not know', async (name) => {
    expect(await hear(clip(name))).toBe('');
  });

  it('hears nothing in noise and in silence', async () => {
    expect(await hear(new Float32Array(16_000))).toBe('');
    for (const level of [0.001, 0.1]) {
      expect(await hear(Float32Array.from({ length: 32_000 }, (_, index) => level * noise(index)))).toBe('');
    }
  });

  it('hears nothing in an utterance of which a part is missing, or in two of which one was cut into', async () => {
    const said = clip('capital-of-france');
    expect(await hear(said.subarray(0, said.length / 2))).toBe('');
    expect(await hear(said.subarray(said.length / 2))).toBe('');
    expect(await hear(join(said.subarray(0, 8_000), said.subarray(16_000)))).toBe('');
    expect(await hear(join(said.subarray(0, 14_000), clip('days-in-a-week').subarray(14_000)))).toBe('');
  });
});

function join(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** White, of deviation 1, and the same in every run. */
function noise(index: number): number {
  const scrambled = Math.sin(index * 12.9898) * 43_758.5453;
  return (scrambled - Math.floor(scrambled) - 0.5) * Math.sqrt(12);
}
