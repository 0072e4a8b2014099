/** What the catalogue says, held against its schema and against what others say: WebLLM's list, kokoro-js's voices, files in this repository. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { KokoroTTS } from 'kokoro-js';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, findModel, nameForChoice } from '../../src/models/catalogue.ts';
import { MODEL_IDS, VOICE_IDS } from '../../src/models/ids.ts';
import { ModelSchema, type LlmSpec, type Variant } from '../../src/models/schema.ts';
import { TEST_MODELS } from '../../src/models/test-models.ts';
import { VOICES } from '../../src/models/voices.ts';
import { keysAndValuesMb, vramMbOf } from '../../src/models/vram.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ALL = [...CATALOGUE, ...TEST_MODELS];
const LLMS = ALL.filter((spec): spec is LlmSpec => spec.role === 'llm');

const variantsOf = ({ variants }: (typeof ALL)[number]): Variant[] => Object.values(variants);
const sha256 = (file: string) =>
  createHash('sha256')
    .update(readFileSync(path.join(ROOT, file)))
    .digest('hex');

it('has the models that can be chosen, and no others', () => {
  const idsOf = (wanted: string) => ALL.filter(({ role }) => role === wanted).map(({ id }) => id);
  expect(MODEL_IDS).toEqual({ stt: idsOf('stt'), llm: idsOf('llm'), tts: idsOf('tts') });
  expect(VOICE_IDS).toEqual(VOICES.map(({ id }) => id));
});

describe.each(ALL.map((spec) => [spec.id, spec] as const))('%s', (id, spec) => {
  it('is as the schema has it, runs somewhere, and is found by its id alone', () => {
    expect(v.safeParse(ModelSchema, spec).issues).toBeUndefined();
    expect(variantsOf(spec).length).toBeGreaterThan(0);
    expect(findModel(spec.role, id)).toBe(spec);
    expect(ALL.filter((other) => other.role === spec.role && other.id === id)).toEqual([spec]);
  });

  it('says what it takes: graphics memory on WebGPU, weights that are no less than half the download', () => {
    const { webgpu, wasm } = spec.variants;
    expect(wasm?.vram).toBeUndefined();
    if (!webgpu) return;
    expect(vramMbOf(webgpu)).toBeGreaterThan(webgpu.bytes / 2e6);
    for (const { gpu } of webgpu.knownBad ?? []) expect(() => new RegExp(gpu, 'i')).not.toThrow();
  });

  it('is no smaller than its files that are known', () => {
    for (const { bytes, files = {} } of variantsOf(spec)) {
      const known = Object.values(files).reduce((sum, file) => sum + (file.bytes ?? 0), 0);
      expect(bytes).toBeGreaterThanOrEqual(known);
    }
  });
});

it('what Gemma’s terms ask for is said of every Gemma 3', () => {
  const gemma3 = CATALOGUE.filter(({ licence }) => licence.startsWith('Gemma Terms'));
  expect(gemma3.length).toBeGreaterThan(4);
  for (const { notice } of gemma3) expect(notice).toContain('ai.google.dev/gemma/terms');
});

it('the starter set is what lies in models/starter', () => {
  const sums = readFileSync(path.join(ROOT, 'models/starter/SHA256SUMS'), 'utf8');
  const starters = CATALOGUE.filter(({ repo, folder }) => repo === '' && folder !== '');
  expect(starters.map(({ role }) => role).sort()).toEqual(['eou', 'llm', 'stt', 'tts']);
  for (const { folder, variants } of starters) {
    for (const [name, { bytes, sha256 }] of Object.entries(variants.wasm?.files ?? {})) {
      expect(sums).toContain(`${sha256 ?? 'no sum'}  ${folder}/${name}\n`);
      expect(statSync(path.join(ROOT, 'models/starter', folder, name)).size).toBe(bytes);
    }
  }
});

describe('a WebLLM library', () => {
  const libraries = LLMS.flatMap(({ folder, library }) => {
    if (!library) return [];
    // The app has the models of the tests below models/ too.
    const inApp = library.path.startsWith('models/') ? library.path.replace('models/', 'models/test/') : `public/${library.path}`;
    return { file: library.at === 'app' ? inApp : `models/test/${folder}/${library.path}`, ...library };
  });

  it.each(libraries)('$file is the one whose sum is known', ({ file, sha256: expected }) => {
    expect(sha256(file)).toBe(expected);
  });

  it('of our own says that it has yet to prove itself', () => {
    const ours = LLMS.filter(({ library }) => library?.at === 'app' && !library.path.startsWith('models/'));
    expect(ours.map(({ id }) => id)).toEqual(['gemma-3-4b-mlc', 'gemma-3-4b-mlc-f32']);
    for (const spec of ours) expect(nameForChoice(spec)).toMatch(/, experimental$/);
  });
});

it.each(LLMS.filter(({ prebuilt }) => prebuilt !== undefined))('$id says what WebLLM’s list says', (spec) => {
  const record = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === spec.prebuilt);
  const { webgpu } = spec.variants;
  expect(record?.model).toBe(`https://huggingface.co/${spec.repo}`);
  expect(record?.overrides?.context_window_size).toBe(spec.contextTokens);
  expect(record?.vram_required_MB).toBe(vramMbOf(webgpu ?? {}));
  if (record?.buffer_size_required_bytes !== undefined)
    expect(record.buffer_size_required_bytes).toBe(webgpu?.largestTensorBytes);
  if (record?.required_features) expect(webgpu?.features).toEqual(record.required_features);
});

it('the English voices are those of kokoro-js', () => {
  const theirs = Object.entries(new KokoroTTS(null as never, null as never).voices).map(([id, voice]) => ({
    id,
    name: voice.name,
    language: Intl.getCanonicalLocales(voice.language)[0],
    gender: voice.gender.toLowerCase(),
    grade: voice.overallGrade,
  }));
  expect(VOICES.filter(({ language }) => language.startsWith('en'))).toEqual(theirs);
});

it('keys and values of Gemma 3 4B take 278,528 bytes a token in float32', () => {
  expect(keysAndValuesMb({ layers: 34, heads: 4, width: 256, bytes: 4, tokens: 1 }) * 1e6).toBe(278_528);
});
