/** The list in a folder of models: what is one, and what is not believed. */
import { describe, expect, it } from 'vitest';
import { EMPTY_LIST, parseList, withModel, type ListedModel } from '../../src/store/folder-list.ts';

const FILE = { path: 'onnx/model.onnx', bytes: 10, sha256: 'a'.repeat(64) };
const MODEL: ListedModel = { model: 'maker/model@main', files: [FILE], absent: ['chat_template.jinja'] };

const list = (model: unknown) => JSON.stringify({ ...EMPTY_LIST, models: [model] });

describe('a list', () => {
  it('is read as it was written', () => {
    const written = withModel(EMPTY_LIST, MODEL);
    expect(parseList(JSON.stringify(written))).toEqual(written);
  });

  it('has a model once, as it was listed last', () => {
    const other = { ...MODEL, model: 'maker/other@main' };
    const newer = { ...MODEL, files: [] };
    expect(withModel(withModel(withModel(EMPTY_LIST, MODEL), other), newer).models).toEqual([other, newer]);
  });

  it.each([
    '',
    '[]',
    'null',
    '{}',
    '{"format":"parley-models","version":1}',
    '{"format":"parley-models","version":1,"models":{}}',
  ])('is not %j', (text) => {
    expect(() => parseList(text)).toThrow('no parley.json that can be read');
  });

  it('of another version says so', () => {
    expect(() => parseList(JSON.stringify({ ...EMPTY_LIST, version: 2 }))).toThrow('another version');
  });

  it.each([
    { ...MODEL, model: '../../maker/model@main' },
    { ...MODEL, model: 'model@main' },
    { ...MODEL, model: 'maker/model' },
    { ...MODEL, absent: ['/etc'] },
    { ...MODEL, absent: [3] },
    { ...MODEL, files: [{ ...FILE, path: 'onnx/../../model.onnx' }] },
    { ...MODEL, files: [{ ...FILE, path: '' }] },
    { ...MODEL, files: [{ ...FILE, bytes: -1 }] },
    { ...MODEL, files: [{ ...FILE, bytes: 1.5 }] },
    { ...MODEL, files: [{ ...FILE, sha256: 'abc' }] },
    { ...MODEL, files: [null] },
    null,
  ])('does not name %j', (model) => {
    expect(() => parseList(list(model))).toThrow('no folder of models');
  });
});
