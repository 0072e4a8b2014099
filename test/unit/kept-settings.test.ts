/** Settings over visits: what a store that is damaged, full or not there leaves of them. */
import { describe, expect, it } from 'vitest';
import type { ErrorData } from '../../src/protocol/errors.ts';
import { KeptSettings } from '../../src/session/kept-settings.ts';
import { DEFAULTS, type Settings } from '../../src/session/settings.ts';
import { toStored } from '../../src/session/stored-settings.ts';
import { FakeChannels } from './fake-channels.ts';
import { FakeStore } from './fake-store.ts';

const storeOf = (settings: unknown) => new FakeStore({ 'parley-settings': settings });

/** A visit, with what was told of it; other tabs hear of it over the channels. */
async function visit(store: FakeStore, channels = new FakeChannels()): Promise<{ settings: KeptSettings; told: ErrorData[] }> {
  const told: ErrorData[] = [];
  const events = { changed: () => undefined, trouble: (error: ErrorData) => told.push(error) };
  const settings = new KeptSettings({}, events, { store, channel: channels.open() });
  await settings.recalled;
  return { settings, told };
}

async function change(settings: KeptSettings, chosen: Partial<Settings>): Promise<void> {
  settings.change(chosen);
  // What is kept is kept behind the user's back.
  await new Promise((resolve) => setTimeout(resolve));
}

it('what was chosen is there on the next visit, and nothing is said of it', async () => {
  const store = new FakeStore();
  const first = await visit(store);
  await change(first.settings, { speed: 1.2 });
  const { settings, told } = await visit(store);
  expect(settings.values).toEqual({ ...DEFAULTS, speed: 1.2 });
  expect([...first.told, ...told]).toEqual([]);
});

it('all are put back, on disk and in other tabs too, but for personas; what they were can be chosen again', async () => {
  const store = new FakeStore();
  const channels = new FakeChannels();
  const [one, other] = [await visit(store, channels), await visit(store, channels)];
  const personas = [{ name: 'Friend', systemPrompt: 'Be a friend.' }];
  await change(one.settings, { speed: 1.2, personas });
  const before = one.settings.reset();
  await new Promise((resolve) => setTimeout(resolve));
  const { settings: next } = await visit(store);
  for (const each of [one.settings, other.settings, next]) expect(each.values).toEqual({ ...DEFAULTS, personas });
  await change(one.settings, before);
  expect((await visit(store)).settings.values).toEqual({ ...DEFAULTS, speed: 1.2, personas });
});

it('put back before it is known what they are, they are Parley’s own all the same, but for personas', async () => {
  const personas = [{ name: 'Friend', systemPrompt: 'Be a friend.' }];
  const store = storeOf(toStored({ speed: 1.2, personas }));
  const events = { changed: () => undefined, trouble: () => undefined };
  const channels = new FakeChannels();
  const early = new KeptSettings({}, events, { store, channel: channels.open() });
  early.reset();
  await early.recalled;
  await new Promise((resolve) => setTimeout(resolve));
  // While another tab's are being read.
  const { settings } = await visit(store, channels);
  await change(early, { speed: 1.3 });
  await Promise.resolve();
  channels.open().postMessage('kept');
  settings.reset();
  await new Promise((resolve) => setTimeout(resolve));
  for (const each of [early, settings, (await visit(store)).settings]) expect(each.values).toEqual({ ...DEFAULTS, personas });
});

it('forgotten, nothing is left of them, personas neither, in other tabs neither', async () => {
  const store = storeOf(toStored({ speed: 1.2, personas: [{ name: 'Friend', systemPrompt: 'Be a friend.' }] }));
  const channels = new FakeChannels();
  const [one, other] = [await visit(store, channels), await visit(store, channels)];
  await one.settings.forget();
  await new Promise((resolve) => setTimeout(resolve));
  expect(store.kept.size).toBe(0);
  await change(one.settings, { speed: 1.1 });
  expect((await visit(store)).settings.values).toEqual({ ...DEFAULTS, speed: 1.1 });
  expect(other.settings.values.personas).toEqual(DEFAULTS.personas);
});

describe('damaged settings', () => {
  const DAMAGED: [string, unknown, Partial<Settings>][] = [
    ['a model that left the catalogue', toStored({ speed: 1.2, llm: 'gone' }), { speed: 1.2 }],
    ['another version', { version: 7, settings: { speed: 1.2 } }, {}],
    ['a string', 'speed', {}],
    ['null', null, {}],
  ];
  it.each(DAMAGED)('(%s) are set aside and named on one visit; the rest counts', async (_, kept, rest) => {
    const store = storeOf(kept);
    const { settings, told } = await visit(store);
    expect(settings.values).toEqual({ ...DEFAULTS, ...rest });
    expect(told).toMatchObject([
      { message: expect.stringContaining('no use any more') as string, advice: expect.any(String) as string },
    ]);
    expect(store.kept.get('parley-settings-damaged')).toEqual(kept);
    expect((await visit(store)).told).toEqual([]);
  });

  it('count before they are named, and what is chosen meanwhile is kept', async () => {
    const store = storeOf(toStored({ speed: 1.2, llm: 'gone' }));
    const speeds: number[] = [];
    const settings: KeptSettings = new KeptSettings(
      {},
      { changed: () => undefined, trouble: () => speeds.push(settings.values.speed) },
      { store, channel: new FakeChannels().open() },
    );
    settings.change({ voice: 'bf_emma' });
    await settings.recalled;
    expect(speeds).toEqual([1.2]);
    expect((await visit(store)).settings.values).toMatchObject({ speed: 1.2, voice: 'bf_emma' });
  });

  it('that can’t be set aside count as far as they can be read', async () => {
    const store = storeOf(toStored({ speed: 1.2, llm: 'gone' }));
    store.isFull = true;
    const { settings, told } = await visit(store);
    expect(settings.values.speed).toBe(1.2);
    expect(told).toHaveLength(1);
    await change(settings, { speed: 1.3 });
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('no use any more'),
      expect.stringContaining('can’t be kept'),
    ]);
  });
});

it('a store that takes nothing is named once, and what is chosen holds for this visit', async () => {
  const store = storeOf(toStored({ speed: 1.2 }));
  store.isFull = true;
  const { settings, told } = await visit(store);
  await change(settings, { speed: 1.3 });
  await change(settings, { voice: 'bf_emma' });
  expect(settings.values).toMatchObject({ speed: 1.3, voice: 'bf_emma' });
  expect(told).toMatchObject([
    { message: expect.stringContaining('can’t be kept') as string, advice: expect.any(String) as string },
  ]);
});

it('a store that can’t be read is named once and left as it is: the next visit may read it', async () => {
  const store = storeOf(toStored({ speed: 1.2 }));
  store.isUnreadable = true;
  const { settings, told } = await visit(store);
  await change(settings, { voice: 'bf_emma' });
  expect(settings.values).toEqual({ ...DEFAULTS, voice: 'bf_emma' });
  expect(told).toHaveLength(1);
  expect(store.kept.get('parley-settings')).toEqual(toStored({ speed: 1.2 }));
});

describe('settings of two tabs (R23)', () => {
  const twoTabs = async (store: FakeStore) => {
    const channels = new FakeChannels();
    return [await visit(store, channels), await visit(store, channels)] as const;
  };

  it('follow each other', async () => {
    const [one, other] = await twoTabs(new FakeStore());
    await change(one.settings, { speed: 1.2 });
    expect(other.settings.values.speed).toBe(1.2);
    await change(other.settings, { voice: 'bf_emma' });
    expect(one.settings.values).toEqual({ ...DEFAULTS, speed: 1.2, voice: 'bf_emma' });
  });

  it('that are different ones are both kept, also where nobody hears of the other', async () => {
    const store = new FakeStore();
    const [one, other] = [await visit(store), await visit(store)];
    await Promise.all([change(one.settings, { speed: 1.2 }), change(other.settings, { voice: 'bf_emma' })]);
    await change(one.settings, { language: 'de' });
    expect((await visit(store)).settings.values).toEqual({ ...DEFAULTS, speed: 1.2, voice: 'bf_emma', language: 'de' });
  });

  it('that are the same one at the same time are in the end the same in both', async () => {
    const store = new FakeStore();
    const [one, other] = await twoTabs(store);
    await Promise.all([change(one.settings, { speed: 1.2 }), change(other.settings, { speed: 0.8 })]);
    const kept = (await visit(store)).settings.values.speed;
    expect([one.settings.values.speed, other.settings.values.speed]).toEqual([kept, kept]);
  });

  it('go by the rules of this tab: what another version has put there is left out', async () => {
    const store = new FakeStore();
    const channels = new FakeChannels();
    const { settings } = await visit(store, channels);
    store.kept.set('parley-settings', toStored({ speed: 99, voice: 'bf_emma' }));
    channels.open().postMessage('kept');
    await new Promise((resolve) => setTimeout(resolve));
    expect(settings.values).toEqual({ ...DEFAULTS, voice: 'bf_emma' });
  });

  it('that could not be kept hold in their tab, whatever the other chooses, and are kept with the next', async () => {
    const store = new FakeStore();
    const [one, other] = await twoTabs(store);
    store.isFull = true;
    await change(one.settings, { speed: 1.2 });
    store.isFull = false;
    await change(other.settings, { speed: 0.8 });
    expect(one.settings.values.speed).toBe(1.2);
    await change(one.settings, { voice: 'bf_emma' });
    expect((await visit(store)).settings.values).toMatchObject({ speed: 1.2, voice: 'bf_emma' });
  });

  it('reach no tab that is closed', async () => {
    const [one, other] = await twoTabs(new FakeStore());
    other.settings.dispose();
    await change(one.settings, { speed: 1.2 });
    expect(other.settings.values.speed).toBe(1);
  });
});
