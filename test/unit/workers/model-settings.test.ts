/** What a model's small files say, however oddly. */
import { describe, expect, it } from 'vitest';
import { findModel } from '../../../src/models/catalogue.ts';
import type { ModelFiles } from '../../../workers/model-files.ts';
import { checkProcessor, windowOf } from '../../../workers/llm/model-settings.ts';

const SPEC = findModel('llm', 'gemma-3-4b-onnx');

describe('a window', () => {
  it.each([
    ['as Parley means it', {}, 2048],
    ['no larger than the model has positions for', { max_position_embeddings: 512 }, 512],
    ['by what is said of the half that writes', { text_config: { max_position_embeddings: 1024 } }, 1024],
    ['as Parley means it, where there are more', { max_position_embeddings: 131_072 }, 2048],
    ['as Parley means it, where nonsense is said', { max_position_embeddings: '512', text_config: null }, 2048],
    ['as Parley means it, where no position is counted', { max_position_embeddings: 0 }, 2048],
  ])('is %s', (_, config, tokens) => {
    expect(windowOf(SPEC, config)).toBe(tokens);
  });
});

describe('a processor', () => {
  const filesWith = (text: string | null, preprocessor: string | null = null) =>
    ({
      text: (name: string) => Promise.resolve(name === 'processor_config.json' ? text : preprocessor),
    }) as unknown as ModelFiles;

  it.each([null, 'null', '[]', '{}', '{"processor_class":null}', '{"processor_class":"Gemma3Processor"}'])(
    'may be Gemma 3’s, or not named where what transformers.js names as missing is: %s',
    async (text) => {
      await expect(checkProcessor(filesWith(text), SPEC)).resolves.toBeUndefined();
    },
  );

  it.each([
    [null, '{"processor_class":"Gemma3Processor"}'],
    ['{}', '{"processor_class":"Gemma3Processor"}'],
    ['{"processor_class":"Gemma3Processor"}', '{}'],
  ])('may be named in one of its files: %s, %s', async (text, preprocessor) => {
    await expect(checkProcessor(filesWith(text, preprocessor), SPEC)).resolves.toBeUndefined();
  });

  it.each([
    [null, '{}'],
    ['{}', '{"image_processor_type":"SiglipImageProcessor"}'],
    ['{"processor_class":null}', '{"processor_class":null}'],
    ['[]', 'null'],
  ])('that is named nowhere is told before anything large is fetched: %s, %s', async (text, preprocessor) => {
    await expect(checkProcessor(filesWith(text, preprocessor), SPEC)).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining('names no “processor_class”') as string,
    });
  });

  it.each([
    ['{"processor_class":"Qwen2_5_VLProcessor"}', 'by way of Qwen2_5_VLProcessor'],
    ['<html>', 'processor_config.json of Gemma 3 4B with pictures (ONNX, q4) is no JSON.'],
  ])('that can’t be used is told before anything large is fetched: %s', async (text, message) => {
    await expect(checkProcessor(filesWith(text), SPEC)).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining(message) as string,
    });
  });
});
