/** Languages beside English on real weights: what the starter voice says in them is what the starter ears write down. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launch } from './harness.ts';
import { saidAndHeard, wordError } from './said-and-heard.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterAll(() => browser.close());

it('speaks Spanish and French so that Whisper, which finds out by itself which it is, writes them down', async () => {
  const sentences = [
    { voice: 'ef_dora', text: 'La **capital** de Francia es París.', said: 'La capital de Francia es París.' },
    { voice: 'ff_siwis', text: 'Quelle est la capitale de la France ?', said: 'Quelle est la capitale de la France ?' },
  ];
  const surroundings = { browser, pagesUrl: inject('pagesUrl') };
  const heard = await saidAndHeard(surroundings, sentences, () => 'auto');
  expect(heard.map(({ language }) => language)).toEqual(['es', 'fr']);
  const errors = heard.map(({ text }, at) => wordError(sentences[at]?.said ?? '', text));
  expect(Math.max(...errors), heard.map(({ text }) => text).join(' / ')).toBeLessThanOrEqual(0.15);
  // Pronunciation was fetched for the first of them, once.
  const fetched = heard.map(({ requests }) => requests.filter((address) => /espeak-ng|pronunciation/.test(address)).sort());
  expect(fetched).toEqual([['voices/espeak-ng.js', 'voices/pronunciation.bin'], []]);
});
