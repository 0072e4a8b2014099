/** Settings in files, and all of them put back. */
import { describe, expect, it } from 'vitest';
import { readGiven } from '../../src/session/given.ts';
import { isInUse, PERSONAS, withPersona } from '../../src/session/personas.ts';
import { settingsFrom, settingsToJson } from '../../src/session/settings-files.ts';
import { problemOf } from '../../src/session/setting-problems.ts';
import { DEFAULTS, mergeSettings, type SettingName, type Settings } from '../../src/session/settings.ts';
import { sampledAs } from '../../workers/llm/sampling.ts';

const NONE = mergeSettings({}, {});
const FRIEND = { name: 'Friend', systemPrompt: 'You are a friend.', voice: 'bf_emma' };
const CHOSEN: Partial<Settings> = { voice: 'am_puck', temperature: 0, topP: null, contextTokens: 2048, personas: [FRIEND] };
const file = (settings: object) => JSON.stringify({ format: 'parley-settings', version: 1, settings });

describe('a file of settings', () => {
  it('brings what was chosen, and nothing that is so already', () => {
    const text = settingsToJson(mergeSettings({ speed: 1.5 }, CHOSEN));
    const chosen = Object.fromEntries(Object.entries(CHOSEN).filter(([name]) => name !== 'topP'));
    expect(settingsFrom(text, NONE)).toEqual({ settings: chosen, refused: [] });
    expect(settingsFrom(text, mergeSettings({}, CHOSEN))).toEqual({ settings: {}, refused: [] });
    expect(text).not.toContain('speed');
  });

  it('has no key of a server in it', () => {
    const own = { kind: 'endpoint', url: 'https://ai.example/v1', model: 'm', apiKey: 'sk-secret', sees: false } as const;
    expect(settingsToJson(mergeSettings({}, { own }))).not.toContain('secret');
  });

  it('is taken as far as it is of use, and the rest is named', () => {
    const from = file({
      voice: 'nobody',
      speed: 1.2,
      temperature: 9,
      own: { kind: 'endpoint', url: 'javascript:alert(1)' },
      evil: 1,
    });
    expect(settingsFrom(from, NONE)).toEqual({ settings: { speed: 1.2 }, refused: ['voice', 'temperature', 'own', 'evil'] });
    const museum = mergeSettings({ systemPrompt: 'You are the guide.' }, {});
    expect(settingsFrom(file({ systemPrompt: 'You are a pirate.' }), museum)).toEqual({
      settings: {},
      refused: ['systemPrompt'],
    });
  });

  it('brings personas beside those that are there', () => {
    const there = mergeSettings({}, { personas: [{ name: 'Here', systemPrompt: '' }] });
    const { settings } = settingsFrom(file({ personas: [FRIEND] }), there);
    expect(settings.personas?.map(({ name }) => name)).toEqual(['Here', 'Friend']);
  });

  it.each(['', '[]', 'null', '{"format":"parley-conversations"}', '{"format":"parley-settings","version":2,"settings":{}}'])(
    'that is none is refused: %s',
    (text) => {
      expect(() => settingsFrom(text, NONE)).toThrow(/^The file was not taken/);
    },
  );
});

describe('personas', () => {
  it.each([['Friend'], ['friend '], ['Tutor'], ['PARLEY'], ['x'.repeat(60)]])('none gives way to one of its name: %s', (name) => {
    const there = [
      { name: 'Friend', systemPrompt: 'One.' },
      { name: 'x'.repeat(60), systemPrompt: 'Two.' },
    ];
    const both = withPersona(withPersona(there, { name, systemPrompt: 'Other.' }), { name, systemPrompt: 'Third.' });
    expect(both.slice(0, 2)).toEqual(there);
    expect(new Set([...PERSONAS, ...both].map((each) => each.name.trim().toLowerCase())).size).toBe(PERSONAS.length + 4);
    expect(problemOf('personas', both)).toBeNull();
  });

  it('are there once, however often a file brings them', () => {
    expect(withPersona([FRIEND], { ...FRIEND })).toEqual([FRIEND]);
  });

  it('that come along are of use, and one of them is in use at first', () => {
    expect(problemOf('personas', PERSONAS)).toBeNull();
    expect(PERSONAS.filter((persona) => isInUse(persona, DEFAULTS)).map(({ name }) => name)).toEqual(['Parley']);
  });

  it.each([
    'none',
    [{ name: '', systemPrompt: '' }],
    [{ name: 'x'.repeat(61), systemPrompt: '' }],
    [{ name: 'A', systemPrompt: 'x'.repeat(2001) }],
    [{ name: 'A', systemPrompt: '', voice: 'nobody' }],
    [{ name: 'A', systemPrompt: '', language: 'xx' }],
    [{ name: 'A', systemPrompt: '', hub: 'https://evil.example/' }],
    Array.from({ length: 51 }, (_, index) => ({ name: String(index), systemPrompt: '' })),
  ])('of no use are refused', (personas) => {
    expect(problemOf('personas', personas)).not.toBeNull();
  });
});

describe('sampling and context', () => {
  it.each([
    ['temperature', [null, 0, 0.7, 2], [-0.1, 2.1, NaN, '1']],
    ['topP', [null, 0.05, 1], [0, 1.1, NaN]],
    ['contextTokens', [null, 1024, 8192], [1023, 1024.5, 0, 2e6, NaN]],
  ] as [SettingName, unknown[], unknown[]][])('%s has its bounds', (name, good, bad) => {
    expect(good.map((value) => problemOf(name, value))).toEqual(good.map(() => null));
    for (const value of bad) expect(problemOf(name, value), String(value)).not.toBeNull();
  });

  it('what the user does not choose is as the model has it', () => {
    const own = { temperature: 0.7, topP: 0.95, repetitionPenalty: 1.1 };
    expect(sampledAs(own)).toEqual(own);
    expect(sampledAs(own, { temperature: 0, topP: null })).toEqual({ ...own, temperature: 0 });
  });

  it('are nothing that an address can ask for', () => {
    const { settings } = readGiven((name) =>
      ['temperature', 'top-p', 'context-tokens', 'personas'].includes(name) ? '1' : null,
    );
    expect(settings).toEqual({});
  });
});
