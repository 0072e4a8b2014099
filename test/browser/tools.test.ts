/** Parley acts: a page's tools called by a real model, typed and spoken, interrupted, refused, and misbehaving. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { App, FAKE_DEVICES, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'), [...FAKE_DEVICES, '--enable-features=WebMCP']);
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

/** What a page of a test has: lights, and tools that behave as their names say. */
function installTools(): void {
  const element = document.querySelector('parley-assistant');
  if (!element) throw new Error('There is no assistant.');
  const room = { type: 'string', enum: ['kitchen', 'bedroom', 'office', 'garden'] };
  const done: unknown[] = [];
  const light = (execute: (args: Record<string, unknown>, context: { signal: AbortSignal }) => unknown, annotations = {}) => ({
    name: 'set_light',
    description: 'Turns a light on or off.',
    inputSchema: { type: 'object', properties: { room, on: { type: 'boolean' } }, required: ['room', 'on'] },
    annotations,
    execute: (args: Record<string, unknown>, context: { signal: AbortSignal }) => {
      done.push(args);
      return execute(args, context);
    },
  });
  Object.assign(window, { testTools: { element, done, light } });
}

type TestTools = {
  element: NonNullable<ReturnType<Document['querySelector']>> & {
    registerTool: (tool: unknown, options?: { signal?: AbortSignal }) => void;
  };
  done: unknown[];
  light: (execute: (args: Record<string, unknown>, context: { signal: AbortSignal }) => unknown, annotations?: object) => unknown;
};
declare global {
  interface Window {
    testTools: TestTools;
  }
}

async function open(query: Record<string, string> = {}): Promise<App> {
  const app = await App.open({
    browser,
    url: inject('appUrl'),
    query: { llm: 'tiny-gemma3-tools', ...query },
    prepare: routeStandins,
  });
  await app.page.evaluate(installTools);
  return app;
}

const done = (page: Page) => page.evaluate(() => window.testTools.done);

describe('a tool of the page', () => {
  it('is called by a typed request: the light goes on, the answer says so, and a line of it can be opened', async () => {
    const app = await open();
    await app.page.evaluate(() => {
      window.testTools.element.registerTool(window.testTools.light(() => ({ ok: true })));
    });
    await app.type('Turn on the light in the kitchen.');
    const answer = await app.answer();
    console.log(answer, JSON.stringify(await app.view(), null, 1).slice(0, 3000));
    expect(answer).toBe('The kitchen light is on.');
    expect(await done(app.page)).toEqual([{ room: 'kitchen', on: true }]);
  });
});
