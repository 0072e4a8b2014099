/** Which of a repository's files are fetched, and what is known of that before. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { engineFiles } from '../../src/models/files.ts';
import type { Rung } from '../../src/models/ladder.ts';
import { ownModel } from '../../src/models/own.ts';
import type { LlmSpec } from '../../src/models/schema.ts';
import type { ToFetch } from '../../src/models/downloads.ts';
import { sizeInWords } from '../../src/models/notices.ts';
import { lookToFetch } from '../../src/models/page/to-fetch.ts';
import type { StoredFile } from '../../src/store/shelf.ts';

const HUB = { kind: 'huggingface', repo: 'maker/model', revision: 'main', dtype: 'q4', sees: false };
const RECORD = {
  model: 'https://huggingface.co/maker/model-MLC',
  model_id: 'Some-Model',
  model_lib: 'https://libraries.example/some-model-webgpu.wasm',
};
const fromRecord = () => ownModel({ kind: 'webllm', record: JSON.stringify(RECORD) });

const filesOf = (spec: LlmSpec, paths: readonly string[], backend: Rung['backend'] = 'webgpu') =>
  engineFiles(spec, spec.variants[backend] ?? { dtype: '', bytes: 0 }, paths);

const CONFIGS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];

describe('of a repository with ONNX files', () => {
  const PATHS = [
    ...CONFIGS,
    'README.md',
    'vocab.json',
    'onnx/model.onnx',
    'onnx/model.onnx_data',
    'onnx/model_q4.onnx',
    'onnx/model_q4.onnx_data',
    'onnx/model_q4.onnx_data_1',
    'onnx/model_q4f16.onnx',
    'onnx/model_quantized.onnx',
  ];

  it('the one graph of that precision is fetched, with the data beside it', () => {
    const weights = ['onnx/model_q4.onnx', 'onnx/model_q4.onnx_data', 'onnx/model_q4.onnx_data_1'];
    expect(filesOf(ownModel(HUB), PATHS).files.sort()).toEqual([...CONFIGS, ...weights].sort());
    expect(filesOf(ownModel({ ...HUB, dtype: 'fp32' }), PATHS).files).toContain('onnx/model.onnx_data');
    expect(filesOf(ownModel({ ...HUB, dtype: 'q8' }), PATHS).files).toContain('onnx/model_quantized.onnx');
  });

  it('a precision that it does not have is missing, by its name', () => {
    expect(filesOf(ownModel({ ...HUB, dtype: 'fp16' }), PATHS).missing).toEqual(['onnx/model_fp16.onnx']);
  });

  it('a model that sees is fetched in parts, ears included', () => {
    const parts = ['embed_tokens', 'decoder_model_merged', 'vision_encoder'].map((name) => `onnx/${name}_q4.onnx`);
    const sees = ownModel({ ...HUB, sees: true });
    const processor = ['preprocessor_config.json', 'processor_config.json'];
    expect(filesOf(sees, ['config.json', ...processor, ...parts])).toMatchObject({
      files: expect.arrayContaining([...parts, ...processor]) as string[],
      missing: [],
      absent: expect.arrayContaining(['chat_template.jinja', 'tokenizer.json']) as string[],
    });
    expect(filesOf(sees, [...parts, 'onnx/audio_encoder_q4.onnx']).files).toContain('onnx/audio_encoder_q4.onnx');
    expect(filesOf(sees, ['config.json', ...parts.slice(0, 2)]).missing).toEqual(['onnx/vision_encoder_q4.onnx']);
    // The same repository, for text alone.
    expect(filesOf(ownModel(HUB), ['config.json', ...parts]).files).toEqual(['config.json', ...parts.slice(0, 2)]);
  });

  it('that the catalogue knows each part has its own precision', () => {
    const { variants } = findModel('stt', 'whisper-small');
    const { missing } = engineFiles(findModel('stt', 'whisper-small'), variants.webgpu ?? { dtype: '', bytes: 0 }, [
      'config.json',
    ]);
    expect(missing).toEqual(['onnx/encoder_model.onnx', 'onnx/decoder_model_merged_q4.onnx']);
  });
});

it('a text model’s template of its own is fetched, and a manifest of WebLLM’s (7, 15)', () => {
  const text = [...CONFIGS, 'chat_template.jinja', 'onnx/model_q4.onnx'];
  expect(filesOf(ownModel(HUB), text).files.sort()).toEqual([...text].sort());
  expect(
    filesOf(
      ownModel(HUB),
      text.filter((path) => path !== 'chat_template.jinja'),
    ).absent,
  ).toEqual([]);
  const mlc = ['mlc-chat-config.json', 'tensor-cache.json', 'mlc-model-manifest.json', 'tokenizer.json', 'params_shard_0.bin'];
  expect(filesOf(fromRecord(), mlc).files).toEqual(mlc);
});

it('of WebLLM’s, every shard and what it asks for first', () => {
  const first = ['mlc-chat-config.json', 'tensor-cache.json', 'tokenizer.json'];
  const shards = ['params_shard_0.bin', 'params_shard_1.bin'];
  const others = ['README.md', 'ndarray-cache.json', 'tokenizer.model'];
  expect(filesOf(fromRecord(), [...others, ...first, ...shards])).toEqual({
    files: [...first, ...shards],
    missing: [],
    absent: [],
  });
  expect(filesOf(fromRecord(), ['mlc-chat-config.json', 'tokenizer.model'])).toMatchObject({
    files: ['mlc-chat-config.json', 'tokenizer.model'],
    missing: ['tensor-cache.json', 'params_shard_0.bin'],
  });
});

it.each(['tiny-gemma3', 'tiny-gemma3-vision', 'tiny-gemma3-mlc'])('of %s, the files that are in its folder', (id) => {
  const folder = path.resolve(import.meta.dirname, '../../models/test', id);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const { files, missing } = filesOf(findModel('llm', id), paths);
  expect(missing).toEqual([]);
  // WebLLM does not look at this one.
  expect(files.sort()).toEqual(paths.filter((name) => id !== 'tiny-gemma3-mlc' || name !== 'tokenizer_config.json').sort());
});

describe('what there is to fetch', () => {
  const ORIGIN = { app: 'http://app/', hub: 'http://hub/' };
  const OWN: Rung = { spec: ownModel(HUB), backend: 'wasm' };
  const LIST = [
    { type: 'file', path: 'config.json', size: 100 },
    { type: 'file', path: 'onnx/model_q4.onnx', size: 130, lfs: { oid: 'a'.repeat(64), size: 2_000_000 } },
    { type: 'file', path: 'onnx/model.onnx', size: 130, lfs: { oid: 'b'.repeat(64), size: 9_000_000 } },
  ];
  const stored = (path: string, storedBytes: number, isComplete = true): StoredFile => ({
    path,
    storedBytes,
    bytes: storedBytes,
    isComplete,
    usedAt: 0,
  });
  let asked: string[];
  let answers: Record<string, Response>;
  beforeEach(() => {
    asked = [];
    answers = {};
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address);
      const answer = answers[address];
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('No network'));
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const listed = () => {
    answers['http://hub/api/models/maker/model/tree/main?recursive=true'] = new Response(JSON.stringify(LIST));
  };

  it('of a model that the catalogue does not have is told to the byte by the hub’s list', async () => {
    listed();
    expect(await lookToFetch(OWN, ORIGIN, [])).toMatchObject({ missingBytes: 2_000_100, wholeBytes: 2_000_100, isExact: true });
    listed();
    const here = [stored('config.json', 100), stored('onnx/model_q4.onnx', 500_000, false), stored('onnx/model.onnx', 9_000_000)];
    expect(await lookToFetch(OWN, ORIGIN, here)).toMatchObject({ missingBytes: 1_500_000, wholeBytes: 2_000_100 });
  });

  it('is nothing when all is here, with the list and without', async () => {
    const here = [stored('config.json', 100), stored('onnx/model_q4.onnx', 2_000_000)];
    expect(await lookToFetch(OWN, ORIGIN, here)).toBeNull();
    listed();
    expect(await lookToFetch(OWN, ORIGIN, here)).toBeNull();
  });

  it('without a list can’t be told, and is not taken for nothing', async () => {
    expect(await lookToFetch(OWN, ORIGIN, [])).toMatchObject({ missingBytes: Infinity });
    const half = [stored('config.json', 100), stored('onnx/model_q4.onnx', 500_000, false)];
    expect(await lookToFetch(OWN, ORIGIN, half)).toMatchObject({ missingBytes: Infinity });
    answers['http://hub/api/models/maker/model/tree/main?recursive=true'] = new Response('no', { status: 404 });
    expect(await lookToFetch(OWN, ORIGIN, [])).toMatchObject({ missingBytes: Infinity });
  });

  it('of a repository in another layout can’t be told either', async () => {
    answers['http://hub/api/models/maker/model/tree/main?recursive=true'] = new Response(
      JSON.stringify([{ type: 'file', path: 'model.safetensors', size: 9_000_000_000 }]),
    );
    expect(await lookToFetch(OWN, ORIGIN, [])).toMatchObject({ missingBytes: Infinity });
  });

  it('of the catalogue’s models needs no hub, and is nothing where the app’s own host has them', async () => {
    const rung: Rung = { spec: findModel('llm', 'tiny-gemma3-hub'), backend: 'wasm' };
    expect(await lookToFetch(rung, ORIGIN, [])).toMatchObject({ missingBytes: 2_700_000, isExact: false });
    answers['http://app/models/tiny-gemma3-hub/config.json'] = new Response('{}');
    expect(await lookToFetch(rung, ORIGIN, [])).toBeNull();
    expect(asked.filter((address) => address.startsWith(ORIGIN.hub))).toEqual([]);
  });

  it('of a model of which another precision is here is all of it', async () => {
    const { spec } = OWN;
    const rung: Rung = { spec: { ...spec, variants: { wasm: { dtype: 'q4', bytes: 2_500_000 } } }, backend: 'wasm' };
    const here = [stored('config.json', 100), stored('onnx/model.onnx', 9_000_000)];
    expect(await lookToFetch(rung, ORIGIN, here)).toMatchObject({ missingBytes: 2_499_900 });
  });

  const model = (name: string, missingBytes: number, isExact = false): ToFetch => ({
    name,
    missingBytes,
    wholeBytes: 0,
    isExact,
  });
  it.each([
    [[model('A', 575e6), model('B', 25e6)], '600 MB to fetch'],
    [[model('A', 1_234_567_890, true)], '1.2 GB (1,234,567,890 bytes) to fetch'],
    [[model('A', 575e6), model('B', 25e6, true)], '600 MB to fetch'],
    [[model('A', Infinity)], 'how much there is to fetch for A is not known, since the hub does not say'],
    [
      [model('A', 575e6), model('B', Infinity)],
      '575 MB to fetch, and how much there is to fetch for B is not known, since the hub does not say',
    ],
  ])('is put into words: %#', (models, words) => {
    expect(sizeInWords(models, null)).toBe(words);
  });

  it.each([
    [600e6, 1.25e6, '600 MB to fetch, about 8 minutes at 10 Mbit/s'],
    [90e6, 1.5e6, '90 MB to fetch, about a minute at 12 Mbit/s'],
    [1e6, 1.25e6, '1 MB to fetch, less than a minute at 10 Mbit/s'],
    [5.3e9, 187_500, '5.3 GB to fetch, about 8 hours at 1.5 Mbit/s'],
  ])('takes a time, where the line is known: %#', (bytes, bytesPerSecond, words) => {
    expect(sizeInWords([model('A', bytes)], bytesPerSecond)).toBe(words);
  });
});
