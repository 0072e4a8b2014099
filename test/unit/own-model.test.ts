/** Models of the user's own: what is taken, and what is said of what is not. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ownModel, ownModelProblem } from '../../src/models/own.ts';
import { ModelSchema } from '../../src/models/schema.ts';

const HUB = { kind: 'huggingface', repo: 'onnx-community/Qwen3-0.6B-ONNX', revision: 'main', dtype: 'q4', sees: false };
const ENDPOINT = { kind: 'endpoint', url: 'https://llm.example:8443/v1/', model: 'big', apiKey: 'sk-secret', sees: true };
const RECORD = {
  model: 'https://huggingface.co/someone/Some-Model-q4f16_1-MLC/resolve/abc123/',
  model_id: 'Some-Model',
  model_lib: 'https://libraries.example/some-model-webgpu.wasm',
  required_features: ['shader-f16'],
  overrides: { context_window_size: 1024 },
};
const webllm = (record: unknown) => ({ kind: 'webllm', record: JSON.stringify(record) });

describe('a model of one’s own', () => {
  it.each([
    ['a repository', HUB],
    ['a WebLLM record', webllm(RECORD)],
    ['a server', ENDPOINT],
  ])('can be %s', (_, input) => {
    expect(ownModelProblem(input)).toBeNull();
    expect(v.safeParse(ModelSchema, ownModel(input)).issues).toBeUndefined();
  });

  it('from a repository runs on both backends, and sees if its user says so', () => {
    const { repo, revision, engine, variants } = ownModel({ ...HUB, sees: true, dtype: 'q4f16', revision: 'abc123' });
    expect({ repo, revision, engine }).toEqual({ repo: HUB.repo, revision: 'abc123', engine: 'transformers-vision' });
    expect(variants.wasm?.dtype).toBe('q4f16');
    expect(variants.webgpu?.features).toEqual(['shader-f16']);
    expect(ownModel(HUB).engine).toBe('transformers-text');
  });

  it('from a record has its weights from the hub, and its library from where the record says', () => {
    const { repo, revision, library, record, contextTokens, variants } = ownModel(webllm(RECORD));
    expect({ repo, revision, contextTokens }).toEqual({
      repo: 'someone/Some-Model-q4f16_1-MLC',
      revision: 'abc123',
      contextTokens: 1024,
    });
    expect(library).toEqual({ at: 'elsewhere', path: RECORD.model_lib });
    expect(record).toEqual(RECORD);
    expect(variants.webgpu?.features).toEqual(['shader-f16']);
    const own = ownModel(webllm({ ...RECORD, model: 'https://huggingface.co/someone/Some', model_lib: '/webllm/some.wasm' }));
    expect(own).toMatchObject({ repo: 'someone/Some', revision: 'main', library: { at: 'app', path: 'webllm/some.wasm' } });
  });

  it.each([
    ['some-q4f16_1-webgpu.wasm', 'Some', undefined, ['shader-f16']],
    ['some-q0f16-webgpu.wasm', 'Some', [], ['shader-f16']],
    ['some.wasm', 'Some-Q4F16_1-MLC', undefined, ['shader-f16']],
    ['some-q4f16_1.wasm', 'Some', ['subgroups'], ['subgroups', 'shader-f16']],
    ['some-q4f16_1.wasm', 'Some', ['shader-f16'], ['shader-f16']],
    ['some-q4f32_1.wasm', 'Some-q4f16_1-MLC', undefined, undefined],
    ['some-q0bf16.wasm', 'Some', undefined, undefined],
    ['some.wasm', 'Some', undefined, undefined],
  ])('from a record needs a card for its library, %s of %s: said %j', (library, name, required_features, features) => {
    const model = `https://huggingface.co/someone/${name}`;
    const record = { ...RECORD, model, model_id: 'Some', model_lib: `https://libraries.example/${library}`, required_features };
    expect(ownModel(webllm(record)).variants.webgpu?.features).toEqual(features);
  });

  it('from a record is what its own name for it says, where library and weights say nothing', () => {
    const model = 'https://huggingface.co/someone/Some';
    const record = { model, model_id: 'Some-q4f16_1', model_lib: 'https://libraries.example/some.wasm' };
    expect(ownModel(webllm(record)).variants.webgpu?.features).toEqual(['shader-f16']);
  });

  it('from a record that says nothing of its context has Parley’s own', () => {
    expect(ownModel(webllm({ ...RECORD, overrides: {} })).contextTokens).toBe(2048);
    expect(ownModel(webllm({ ...RECORD, overrides: { context_window_size: 512 } })).contextTokens).toBe(512);
  });

  it('on a server is called as the server calls it, at an address without the last part', () => {
    const { endpoint, name, sees } = ownModel(ENDPOINT);
    expect(endpoint).toEqual({ url: 'https://llm.example:8443/v1', model: 'big', apiKey: 'sk-secret' });
    expect({ name, sees }).toEqual({ name: 'big on llm.example:8443', sees: true });
    const numbered = ownModel({ ...ENDPOINT, url: 'https://[fd00::1]:8443/v1' });
    expect(numbered.endpoint?.url).toBe('https://[fd00::1]:8443/v1');
    const whole = ownModel({ ...ENDPOINT, url: 'http://localhost:11434/v1/chat/completions' });
    expect(whole.endpoint?.url).toBe('http://localhost:11434/v1');
    expect(ownModel({ ...ENDPOINT, url: 'https://llm.example/v1//' }).endpoint?.url).toBe('https://llm.example/v1');
  });

  it.each([-1, 0, 0.5, 511, 1024.5, '4096', null, 1e300])('from a record has no context of %j', (context_window_size) => {
    expect(ownModelProblem(webllm({ ...RECORD, overrides: { context_window_size } }))).toEqual({
      field: 'record',
      advice: expect.stringContaining('“context_window_size” has to be a whole number of tokens, at least 512') as string,
    });
  });

  it.each([
    [{}, 'kind', 'Choose what kind'],
    [undefined, 'kind', 'Choose what kind'],
    [{ ...HUB, repo: 'Qwen3' }, 'repo', 'owner/name'],
    [{ ...HUB, repo: 'https://huggingface.co/a/b' }, 'repo', 'owner/name'],
    [{ ...HUB, revision: '' }, 'revision', 'such as main'],
    [{ ...HUB, dtype: 'int4' }, 'dtype', 'fp32, fp16, q8, q4, q4f16'],
    [{ ...HUB, sees: 'yes' }, 'sees', 'pictures'],
    [{ kind: 'webllm', record: '' }, 'record', 'Paste the record'],
    [{ kind: 'webllm', record: "{ model: 'x' }" }, 'record', 'no JSON'],
    [webllm([RECORD]), 'record', '“model” is missing'],
    [webllm({ ...RECORD, model_lib: undefined }), 'record', '“model_lib” is missing'],
    [webllm('text'), 'record', 'one object'],
    [webllm({ ...RECORD, model: 'https://models.example/a/b' }), 'record', 'https://huggingface.co/owner/name'],
    [webllm({ ...RECORD, model_lib: 'http://libraries.example/x.wasm' }), 'record', 'https://'],
    [webllm({ ...RECORD, model_lib: '//libraries.example/x.wasm' }), 'record', 'https://'],
    [webllm({ ...RECORD, model_lib: 'data:application/wasm;base64,AAAA' }), 'record', 'https://'],
    [{ ...ENDPOINT, url: 'http://llm.example/v1' }, 'url', 'https://'],
    [{ ...ENDPOINT, url: 'http://localhost.example/v1' }, 'url', 'https://'],
    [{ ...ENDPOINT, url: 'https://user:password@llm.example/v1' }, 'url', 'https://'],
    [{ ...ENDPOINT, url: 'llm.example' }, 'url', 'https://'],
    [{ ...ENDPOINT, url: 'https://llm.example:99999/v1' }, 'url', 'port'],
    [{ ...ENDPOINT, url: 'https://llm.example:port/v1' }, 'url', 'https://'],
    [{ ...ENDPOINT, url: 'https://[' }, 'url', 'https://'],
    [{ ...ENDPOINT, apiKey: 'Bearer sk-secret' }, 'apiKey', 'no spaces'],
    [{ ...ENDPOINT, apiKey: '“sk-secret”' }, 'apiKey', 'plain letters'],
    [{ ...ENDPOINT, apiKey: 'sk-\nsecret' }, 'apiKey', 'no spaces'],
    [{ ...ENDPOINT, model: ' ' }, 'model', 'Name the model'],
    [{ ...ENDPOINT, apiKey: undefined }, 'apiKey', 'key'],
  ])('is refused by field: %j', (input, field, advice) => {
    expect(ownModelProblem(input)).toEqual({ field, advice: expect.stringContaining(advice) as string });
    let thrown: unknown;
    try {
      ownModel(input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ reason: 'bad-input', message: expect.stringContaining(field) as string });
    expect(String(thrown)).not.toContain('sk-secret');
  });
});
