/** Languages beside English on real weights: what the starter voice says in them is what the starter ears write down. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import texts from '../audio/languages/texts.json' with { type: 'json' };
import { ChatServer } from './chat-server.ts';
import { App, launch } from './harness.ts';
import { saidAndHeard, wordError } from './said-and-heard.ts';
import { transcribe } from './transcribe.ts';

/** As many words wrong as an ear may have that writes down what a voice says. */
const MOST_WRONG = 0.15;

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
  expect(Math.max(...errors), heard.map(({ text }) => text).join(' / ')).toBeLessThanOrEqual(MOST_WRONG);
  // Pronunciation was fetched for the first of them, once.
  const fetched = heard.map(({ requests }) => requests.filter((address) => /espeak-ng|pronunciation/.test(address)).sort());
  expect(fetched).toEqual([['voices/espeak-ng.js', 'voices/pronunciation.bin'], []]);
});

it('hears a question in Spanish, then one in French, has each answered in its language, and says the answer with a voice of it', async () => {
  // No starter model writes these languages: a server does, and says what it was told.
  const server = await ChatServer.start();
  try {
    const app = await App.open({ browser, url: inject('appUrl') });
    const change = (settings: object) =>
      app.page.evaluate((to) => document.querySelector('parley-assistant')?.control?.change(to), settings);
    await change({
      llm: 'own',
      own: { kind: 'endpoint', url: server.url, model: 'big', apiKey: '', sees: false },
      language: 'auto',
    });
    await app.wake();
    await app.until(({ models }) => models.some(({ backend, state }) => backend === 'remote' && state === 'ready'), 'the server');

    const errors: Record<string, number[]> = { es: [], fr: [] };
    for (const { clip, listen, name, voice, answer } of [
      { clip: 'es-1', listen: 'auto', name: 'Spanish', voice: 'ef_dora', answer: 'La capital de Francia es París.' },
      { clip: 'fr-1', listen: 'auto', name: 'French', voice: 'ff_siwis', answer: 'La capitale de la France est Paris.' },
      { clip: 'es-2', listen: 'es', name: 'Spanish', voice: 'ef_dora', answer: 'Mañana va a llover en toda la costa.' },
      { clip: 'fr-2', listen: 'fr', name: 'French', voice: 'ff_siwis', answer: 'Il va pleuvoir demain dans toute la France.' },
    ] as const) {
      server.answer = answer;
      await change({ language: listen });
      const since = await app.now();
      await app.ask(`languages/${clip}`);
      expect(await app.answer()).toBe(answer);
      const language = clip.slice(0, 2);
      const { captions } = await app.view();
      const question = captions.at(-2)?.text ?? '';
      expect(wordError(texts[clip], question), question).toBeLessThanOrEqual(MOST_WRONG);
      const { messages } = server.asked.at(-1)?.body ?? { messages: [] };
      expect(messages[0]?.content).toMatch(new RegExp(`Answer in ${name}\\.$`));
      expect(messages.at(-1)?.content).toBe(question);
      expect(app.requests.some((address) => address.endsWith(`voices/${voice}.bin`))).toBe(true);
      const heard = await transcribe(browser, await app.played(since), language);
      errors[language]?.push(wordError(answer, heard));
    }
    for (const [language, each] of Object.entries(errors))
      expect(each.reduce((sum, error) => sum + error, 0) / each.length, language).toBeLessThanOrEqual(MOST_WRONG);
    expect(app.errors).toEqual([]);
    await app.page.context().close();
  } finally {
    await server.close();
  }
}, 600_000);
