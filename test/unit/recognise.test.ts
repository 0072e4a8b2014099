/** Plain copies of a hub's repositories: which are told for what model, and what of them is of use. */
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/models/catalogue.ts';
import { folderNames, isPointer, recognise } from '../../src/store/recognise.ts';

const CONFIG: [string, number] = ['config.json', 1_000];
/** The one whose encoder the catalogue knows. */
const TINY = 'onnx-community/whisper-tiny@ff4177021cc41f7db950912b73ea4fdf7d01d8e7';
const TINY_ENCODER: [string, number] = ['onnx/encoder_model.onnx', 32_904_992];
const TINY_DECODER: [string, number] = ['onnx/decoder_model_merged_q4.onnx', 87_000_000];

const told = (name: string, ...files: [string, number][]) => recognise(name, new Map(files), CATALOGUE);

describe('a repository', () => {
  it('is told by the name of its folder, and what no engine asks for is left out', () => {
    const small: [string, number][] = [CONFIG, ['onnx/encoder_model.onnx', 353_000_000], TINY_DECODER];
    const recognised = told('whisper-small', ...small, ['README.md', 9], ['onnx/encoder_model_fp16.onnx', 177_000_000]);
    expect(recognised).toEqual({
      kind: 'model',
      model: 'onnx-community/whisper-small@36050c4',
      files: small.map(([path, bytes]) => ({ path, bytes })),
      absent: expect.arrayContaining(['tokenizer.json', 'chat_template.jinja']) as string[],
    });
    expect(told('Whisper-Small', ...small)).toEqual(recognised);
  });

  it('under another name is told by a file with the path and the size that the catalogue has', () => {
    expect(told('my models', CONFIG, TINY_ENCODER, TINY_DECODER)).toMatchObject({ kind: 'model', model: TINY });
    expect(told('my models', CONFIG, ['onnx/encoder_model.onnx', 32_904_991], TINY_DECODER)).toBeNull();
    expect(told('my models', CONFIG, ['encoder_model.onnx', 32_904_992], TINY_DECODER)).toBeNull();
  });

  it('has to have what the catalogue knows of its files', () => {
    const recognised = told('whisper-tiny', CONFIG, ['onnx/encoder_model.onnx', 5], TINY_DECODER);
    expect(recognised?.kind === 'model' && recognised.files.find(({ path }) => path === TINY_ENCODER[0])).toEqual({
      path: 'onnx/encoder_model.onnx',
      bytes: 32_904_992,
      sha256: '6642befb640f950d4a8cbbd17834d59e7e75f575b81ccf213e06b050623ab1dd',
    });
  });

  it('is taken with every precision that Parley runs, for both backends', () => {
    const recognised = told('whisper-tiny', CONFIG, TINY_ENCODER, TINY_DECODER, [
      'onnx/encoder_model_quantized.onnx',
      10_000_000,
    ]);
    const paths = recognised?.kind === 'model' ? recognised.files.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual([
      'config.json',
      'onnx/decoder_model_merged_q4.onnx',
      'onnx/encoder_model.onnx',
      'onnx/encoder_model_quantized.onnx',
    ]);
  });

  it('that is not whole says what it lacks', () => {
    expect(told('whisper-tiny', CONFIG, TINY_ENCODER)).toEqual({
      kind: 'incomplete',
      missing: ['onnx/decoder_model_merged_q4.onnx'],
    });
    expect(
      told('gemma-3-4b-it-q4f16_1-MLC', ['mlc-chat-config.json', 9], ['tokenizer.json', 9], ['params_shard_0.bin', 9]),
    ).toEqual({
      kind: 'incomplete',
      missing: ['tensor-cache.json'],
    });
  });

  it('that no one knows is none', () => {
    expect(told('Llama-3', CONFIG, ['onnx/model_q4.onnx', 1])).toBeNull();
    expect(told('', CONFIG)).toBeNull();
  });
});

it('no two repositories of the catalogue are called alike, so that a folder’s name tells one', () => {
  const repos = new Set(CATALOGUE.map(({ repo }) => repo).filter((repo) => repo !== ''));
  expect(folderNames(CATALOGUE)).toHaveLength(repos.size);
});

it('a Git LFS pointer is told by its first words', () => {
  expect(isPointer('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n')).toBe(true);
  expect(isPointer('{ "version": "https://git-lfs" }')).toBe(false);
});
