/** Downloads that a cut network keeps from going on. They give up after half a minute of tries, so these tests wait together. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { FakeHub, TINY_GEMMA } from './fake-hub.ts';
import { App, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

const { id: ID, weights: WEIGHTS } = TINY_GEMMA;
const CUT_AT = 1_000_000;

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterAll(() => browser.close());

/** The app, in which the model has been asked for, and a hub that sends a million bytes of it. */
async function open(query: Record<string, string> = {}): Promise<{ app: App; hub: FakeHub }> {
  const hub = await FakeHub.start();
  hub.putTinyGemma(CUT_AT);
  const all = { llm: ID, hub: hub.url, ...query };
  const app = await App.open({ browser, url: inject('appUrl'), query: all, prepare: routeStandins });
  await app.type(QUESTION);
  return { app, hub };
}

/** Cuts the network until every try has failed. Returns what the page says then. */
async function cutUntilGivenUp(app: App, hub: FakeHub): Promise<string | undefined> {
  hub.isDown = true;
  hub.cut();
  await app.until((view) => view.notices.some(({ level }) => level === 'error'), 'an error');
  hub.isDown = false;
  return (await app.view()).notices.find(({ level }) => level === 'error')?.text;
}

const press = (app: App, name: string) => app.page.getByRole('button', { name, exact: true }).click();

describe.concurrent('goes on when the user says so', () => {
  it('a model that answers as soon as it is here', async ({ expect }) => {
    const { app, hub } = await open();
    await app.until(
      ({ models }, bytes) => models.some(({ role, loadedBytes }) => role === 'llm' && loadedBytes >= bytes),
      'a million bytes',
      { given: CUT_AT },
    );
    expect(await cutUntilGivenUp(app, hub)).toContain('keeps breaking');
    await press(app, 'Start it again');
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    expect(hub.of(WEIGHTS).map(({ from }) => from)).toEqual([0, CUT_AT]);
    await hub.close();
  });

  it('a model for which another stands in', async ({ expect }) => {
    const { app, hub } = await open({ 'ask-above-mb': '1' });
    await press(app, 'Fetch');
    await app.until(({ coming }, bytes) => coming !== null && coming.loadedBytes >= bytes, 'a million bytes', { given: CUT_AT });
    expect(await cutUntilGivenUp(app, hub)).toContain('keeps breaking');
    await press(app, 'Go on');
    await app.until(({ models }, id) => models.some((model) => model.id === id && model.state === 'ready'), ID, { given: ID });
    expect(hub.of(WEIGHTS).map(({ from }) => from)).toEqual([0, CUT_AT]);
    await hub.close();
  });
});
