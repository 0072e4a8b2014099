import { expect, it } from 'vitest';
import { originsOf } from '../../src/frame-messages.ts';
import { headersFile } from '../../scripts/security-headers.ts';

it('takes origins, and nothing that only begins like one or stands for many', () => {
  const good = ['https://museum.example', 'https://museum.example:8443', 'http://localhost:5173', 'http://127.0.0.1:8080'];
  const bad = ['*', 'null', '', 'https://museum.example/', 'http://museum.example', 'https://a@museum.example', 'data:'];
  expect(originsOf([...good, ...bad])).toEqual(good);
});

it('the frame is isolated by its own header, and the app is in no frame of others', () => {
  const rules = headersFile().split(/^(?=\/)/m);
  const of = (path: string) => rules.filter((rule) => rule.startsWith(`${path}\n`)).join('');
  expect(of('/embed.html')).toContain('Document-Isolation-Policy: isolate-and-credentialless');
  expect(of('/') + of('/index.html')).toMatch(/(X-Frame-Options: SAMEORIGIN[^]*){2}/);
  expect(of('/*')).not.toContain('frame-ancestors');
});
