/** Google's client for Python through the relay, over TLS, to fixed answers: where it is at hand (`npm run test:clients` gets it). */
import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { certificateIn } from '../../../scripts/live-bridge/certificate.ts';
import { Relay } from '../../../scripts/live-bridge/relay.ts';
import { ANSWER } from './stand-in.ts';
import { standInTab } from './stand-in-tab.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCRIPT = path.join(ROOT, 'scripts/live-clients/google_genai.py');
const pythons = ['google-genai-3', 'google-genai-2'].map((name) => path.join(ROOT, '.cache/live-clients', name, 'bin/python'));
const python = [...pythons, 'python3'].find(
  (each) => spawnSync(each, ['-c', 'from google import genai; genai.Client.aio'], { stdio: 'ignore' }).status === 0,
);

it.skipIf(python === undefined)(
  'google-genai for Python asks by text, and gets text and sound (skipped where it is not installed)',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-'));
    const { cert, key, certFile } = await certificateIn(folder);
    const relay = new Relay({ token: 'a-token', tabToken: 'tab-token', origins: [], log: () => undefined });
    const plain = createServer();
    const secure = createSecureServer({ cert, key });
    for (const server of [plain, secure]) {
      relay.attach(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    const portOf = (server: typeof plain | typeof secure) => (server.address() as AddressInfo).port;
    const tab = await standInTab(portOf(plain), 'tab-token');
    try {
      const { stdout } = await promisify(execFile)(python ?? '', [SCRIPT], {
        env: {
          PATH: process.env['PATH'],
          GOOGLE_GEMINI_BASE_URL: `https://localhost:${portOf(secure)}`,
          SSL_CERT_FILE: certFile,
          GOOGLE_API_KEY: 'a-token',
        },
      });
      const { by_text: seen } = JSON.parse(stdout) as {
        by_text: { order: string[]; said: string; audio_bytes: number; tokens: number };
      };
      expect(seen).toMatchObject({ said: ANSWER, audio_bytes: 3 * 3840, tokens: 19 });
      expect(seen.order.slice(-2)).toEqual(['generation_complete', 'turn_complete']);
    } finally {
      tab.terminate();
      relay.close();
      plain.close();
      secure.close();
      rmSync(folder, { recursive: true });
    }
  },
);
