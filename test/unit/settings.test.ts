/** Which settings count: the page's, the user's, Parley's; and which values are of any use. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VOICES } from '../../src/models/voices.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { checkSettings, problemOf } from '../../src/session/setting-problems.ts';
import { DEFAULTS, mergeSettings, type SettingName } from '../../src/session/settings.ts';
import { fromStored, toOptions, toStored } from '../../src/session/stored-settings.ts';

describe('of a page, a user and Parley', () => {
  it('the page decides, then the user', () => {
    const { values, fixed } = mergeSettings(
      { voice: 'bf_emma', hub: '' },
      { voice: 'am_puck', speed: 1.2, hub: 'https://mirror.example/' },
    );
    expect(values).toEqual({ ...DEFAULTS, voice: 'bf_emma', hub: '', speed: 1.2 });
    expect(fixed).toEqual(new Set(['voice', 'hub']));
  });

  it('without anybody, Parley decides everything', () => {
    expect(mergeSettings({}, {})).toEqual({ values: DEFAULTS, fixed: new Set() });
  });

  it('what is no setting is left out', () => {
    const page = { memoryId: 'museum', allowSoftwareGpu: true, llm: 'smollm2-135m' };
    expect(mergeSettings(page, {})).toEqual({ values: { ...DEFAULTS, llm: 'smollm2-135m' }, fixed: new Set(['llm']) });
  });

  it('what is left to the device is no wish', () => {
    const options = toOptions({ ...DEFAULTS, llm: 'smollm2-135m' });
    expect(options).toMatchObject({ llm: 'smollm2-135m', voice: DEFAULTS.voice });
    expect(Object.keys(options)).not.toContain('stt');
    expect(Object.keys(options)).not.toContain('systemPrompt');
  });
});

describe('a value', () => {
  const GOOD: [SettingName, unknown][] = [
    ['llm', ''],
    ['stt', 'whisper-base'],
    ['voice', 'bm_george'],
    ['speed', 0.5],
    ['speed', 2],
    ['language', 'en'],
    ['language', 'pt-BR'],
    ['language', 'haw'],
    ['systemPrompt', ''],
    ['systemPrompt', 'x'.repeat(2000)],
    ['hub', ''],
    ['hub', 'https://hub.example/models/'],
    ['hub', 'http://localhost:8080/'],
    ['hub', 'http://127.0.0.1/'],
    ['askAboveBytes', 0],
    ['idleUnloadMinutes', 15],
  ];
  it.each(GOOD)('of %s: %j is fine', (name, value) => {
    expect(problemOf(name, value)).toBeNull();
  });

  const BAD: [SettingName, unknown, RegExp][] = [
    ['llm', 'gpt-9', /no such model/],
    ['llm', 'whisper-base', /no such model/],
    ['tts', null, /no such model/],
    ['voice', 'zf_xiaobei', /no such voice/],
    ['speed', 2.1, /0\.5 to 2/],
    ['speed', Number.NaN, /0\.5 to 2/],
    ['speed', '1', /0\.5 to 2/],
    ['language', 'tlh', /does not know/],
    ['language', 'en_GB', /does not know/],
    ['language', '', /does not know/],
    ['systemPrompt', 'x'.repeat(2001), /2001 characters.*2000/],
    ['hub', 'http://hub.example/', /https/],
    ['hub', 'https://hub.example', /ends in/],
    ['hub', 'https://hub.example/?q=/', /ends in/],
    ['hub', 'hub/', /https/],
    ['askAboveBytes', -1, /0 or more/],
    ['idleUnloadMinutes', Infinity, /0 or more/],
  ];
  it.each(BAD)('of %s: %j is refused with the reason', (name, value, reason) => {
    expect(problemOf(name, value)).toMatch(reason);
    const change = () => {
      checkSettings({ [name]: value });
    };
    expect(change).toThrow(ParleyError);
    expect(change).toThrow(name);
  });

  it('of no setting is refused too', () => {
    expect(() => {
      checkSettings({ speedd: 1 } as never);
    }).toThrow('speedd');
  });
});

describe('what was kept', () => {
  it('comes back', () => {
    const settings = { llm: 'smollm2-135m', speed: 1.1, hub: '' };
    expect(fromStored(JSON.parse(JSON.stringify(toStored(settings))))).toEqual({ settings, isDamaged: false });
    expect(fromStored(undefined)).toEqual({ settings: {}, isDamaged: false });
  });

  it.each([
    null,
    1,
    'x',
    {},
    { version: 2, settings: {} },
    { version: 1 },
    { version: 1, settings: null },
    { version: 1, settings: 'x' },
  ])('as %j is damaged', (stored) => {
    expect(fromStored(stored)).toEqual({ settings: {}, isDamaged: true });
  });

  it('in part is used in part', () => {
    const stored = { version: 1, settings: { voice: 'af_sky', llm: 'a-model-of-yore', colour: 'blue' } };
    expect(fromStored(stored)).toEqual({ settings: { voice: 'af_sky' }, isDamaged: true });
  });
});

it('the voices are those of kokoro-js, all of them, and the files that it has for languages that can be pronounced', () => {
  const code = readFileSync('node_modules/kokoro-js/dist/kokoro.js', 'utf8');
  const theirs = [
    ...code.matchAll(/(\w+):\{name:"(\w+)",language:"([\w-]+)",gender:"(\w+)",.*?overallGrade:"([A-F][+-]?)"\}/g),
  ].map(([, id, name, language = '', gender = '', grade]) => ({
    id,
    name,
    language: language === 'en-us' ? 'en-US' : 'en-GB',
    gender: gender.toLowerCase(),
    grade,
  }));
  expect(VOICES.slice(0, 28)).toEqual(theirs);
  const files = readdirSync('node_modules/kokoro-js/voices').map((name) => name.replace('.bin', ''));
  // The first letter is the language: Japanese and Mandarin are left out.
  expect(new Set(VOICES.map(({ id }) => id))).toEqual(new Set(files.filter((name) => !/^[jz]/.test(name))));
});
