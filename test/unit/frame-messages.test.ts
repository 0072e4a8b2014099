import { expect, it, vi } from 'vitest';
import type { ParleyElement } from '../../src/elements/api.ts';
import { listenTo, originsOf } from '../../src/frame-messages.ts';
import { headersFile } from '../../scripts/security-headers.ts';

it('takes origins, and nothing that only begins like one or stands for many', () => {
  const good = ['https://museum.example', 'https://museum.example:8443', 'http://localhost:5173', 'http://127.0.0.1:8080'];
  const bad = ['*', 'null', '', 'https://museum.example/', 'http://museum.example', 'https://a@museum.example', 'data:'];
  expect(originsOf([...good, ...bad])).toEqual(good);
});

it('tells the page around it of the calls of tools, too', () => {
  vi.stubGlobal('window', { addEventListener: () => undefined });
  const assistant = new EventTarget();
  const postMessage = vi.fn();
  listenTo({ postMessage } as unknown as Window, ['https://museum.example'], assistant as ParleyElement);
  vi.unstubAllGlobals();
  const detail = { turn: 1, name: 'get_time', arguments: {}, from: 'parley' };
  assistant.dispatchEvent(new CustomEvent('parley-tool-call', { detail }));
  expect(postMessage.mock.calls).toEqual([[{ parley: 'event', name: 'parley-tool-call', detail }, 'https://museum.example']]);
});

it('the frame is isolated by its own header, and the app is in no frame of others', () => {
  const rules = headersFile().split(/^(?=\/)/m);
  const of = (path: string) => rules.filter((rule) => rule.startsWith(`${path}\n`)).join('');
  expect(of('/embed.html')).toContain('Document-Isolation-Policy: isolate-and-credentialless');
  expect(of('/') + of('/index.html')).toMatch(/(X-Frame-Options: SAMEORIGIN[^]*){2}/);
  expect(of('/*')).not.toContain('frame-ancestors');
});
