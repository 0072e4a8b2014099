/** The relay with real sockets: who is let in, what goes through it, and what it does not keep. */
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { connect, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket, { type ClientOptions } from 'ws';
import { admit } from '../../../scripts/live-bridge/admission.ts';
import { certificateIn } from '../../../scripts/live-bridge/certificate.ts';
import { Relay } from '../../../scripts/live-bridge/relay.ts';
import { standInTab } from './stand-in-tab.ts';

const LIVE = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const TOKEN = 'a-token';

describe('who is let in', () => {
  const port = 8780;
  const admission = { port, token: TOKEN, tabToken: 'tab-token', origins: ['https://site.example'] };
  const verdict = (url: string, headers: Record<string, string>) => admit({ url, headers }, admission);
  const good = { host: `127.0.0.1:${port}` };

  it.each([
    ['in the address', `${LIVE}?key=${TOKEN}`, {}],
    ['as an ephemeral one', `${LIVE}Constrained?access_token=${TOKEN}`, {}],
    ['in Google’s header', LIVE, { 'x-goog-api-key': TOKEN }],
    ['as Python has ephemeral ones', LIVE, { authorization: `Token ${TOKEN}` }],
    ['as a bearer’s', LIVE, { authorization: `Bearer ${TOKEN}` }],
    ['behind two slashes', `/${LIVE}?key=${TOKEN}`, {}],
    ['for Vertex', `/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent?key=${TOKEN}`, {}],
    ['from a page that was allowed', `${LIVE}?key=${TOKEN}`, { origin: 'https://site.example' }],
    ['by another name of this machine', `${LIVE}?key=${TOKEN}`, { host: `localhost:${port}` }],
    ['by its newer address', `${LIVE}?key=${TOKEN}`, { host: `[::1]:${port}` }],
  ])('a client with the token %s', (_, url, headers) => {
    expect(verdict(url, { ...good, ...headers })).toEqual({ as: 'client' });
  });

  it.each([
    ['no token', LIVE, {}, 401],
    ['a wrong token', `${LIVE}?key=another`, {}, 401],
    ['the tab’s token', `${LIVE}?key=tab-token`, {}, 401],
    ['the beginning of the token', `${LIVE}?key=a-toke`, {}, 401],
    ['a page of another origin', `${LIVE}?key=${TOKEN}`, { origin: 'https://evil.example' }, 403],
    ['a page of an origin that begins the same', `${LIVE}?key=${TOKEN}`, { origin: 'https://site.example.evil.example' }, 403],
    ['a page without an origin of its own', `${LIVE}?key=${TOKEN}`, { origin: 'null' }, 403],
    ['a name that means this machine by rebinding', `${LIVE}?key=${TOKEN}`, { host: `rebound.example:${port}` }, 403],
    [
      'rebinding with an origin that is its host',
      `${LIVE}?key=${TOKEN}`,
      { host: `a.example:${port}`, origin: `http://a.example:${port}` },
      403,
    ],
    ['a name that begins like this machine', `${LIVE}?key=${TOKEN}`, { host: `127.evil.tld:${port}` }, 403],
    ['one more such name', `${LIVE}?key=${TOKEN}`, { host: `127.0.0.1.evil.tld:${port}` }, 403],
    ['localhost at another port', `${LIVE}?key=${TOKEN}`, { host: 'localhost:80' }, 403],
    ...[
      'localhost.evil',
      `localhost.:${port}`,
      `evil.localhost:${port}`,
      'localhost',
      `0.0.0.0:${port}`,
      `127.1:${port}`,
      `127.0.0.2:${port}`,
      `2130706433:${port}`,
      `::1:${port}`,
      `[::]:${port}`,
      `[0:0:0:0:0:0:0:1]:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `localhost:0${port}`,
      `127.0.0.1:${port}@evil.tld`,
      ` localhost:${port}`,
    ].map((host): [string, string, Record<string, string>, number] => [
      `the host “${host}”`,
      `${LIVE}?key=${TOKEN}`,
      { host },
      403,
    ]),
    ['an origin in other letters', `${LIVE}?key=${TOKEN}`, { origin: 'https://SITE.example' }, 403],
    ['an origin with a dot behind it', `${LIVE}?key=${TOKEN}`, { origin: 'https://site.example.' }, 403],
    ['an origin of another scheme', `${LIVE}?key=${TOKEN}`, { origin: 'http://site.example' }, 403],
    ['an empty origin', `${LIVE}?key=${TOKEN}`, { origin: '' }, 403],
    ['the token in the path', `/${TOKEN}${LIVE}`, {}, 404],
    ['the token in a fragment', `${LIVE}#key=${TOKEN}`, {}, 401],
    ['the token as a subprotocol', LIVE, { 'sec-websocket-protocol': TOKEN }, 401],
    ['the token in a cookie', LIVE, { cookie: `key=${TOKEN}` }, 401],
    ['the token as a name and password', LIVE, { authorization: `Basic ${btoa(`x:${TOKEN}`)}` }, 401],
    ['the token behind another', `${LIVE}?key=wrong&key=${TOKEN}`, {}, 401],
    ['an address of another server', `http://evil.tld${LIVE}?key=${TOKEN}`, {}, 400],
    ['no host', `${LIVE}?key=${TOKEN}`, { host: '' }, 403],
    ['a path that is none', '*', {}, 400],
    ['another path', `/?key=${TOKEN}`, {}, 404],
    ['music', `/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateMusic?key=${TOKEN}`, {}, 404],
    ['a tab without an origin', '/parley-tab?token=tab-token', {}, 403],
    ['a tab of another page', '/parley-tab?token=tab-token', { origin: 'https://site.example' }, 403],
    ['a tab with a client’s token', `/parley-tab?token=${TOKEN}`, { origin: `http://127.0.0.1:${port}` }, 401],
  ])('not with %s', (_, url, headers, refused) => {
    expect(verdict(url, { ...good, ...headers })).toMatchObject({ refused });
  });

  it('nobody where the bridge has no token', () => {
    const headers = { ...good, origin: `http://127.0.0.1:${port}` };
    const open = { port, token: '', tabToken: '', origins: [headers.origin] };
    expect(admit({ url: `${LIVE}?key=`, headers }, open)).toMatchObject({ refused: 401 });
    expect(admit({ url: '/parley-tab?token=', headers }, open)).toMatchObject({ refused: 401 });
    expect(admit({ url: LIVE, headers: {} }, open)).toMatchObject({ refused: 403 });
  });

  it('the page of the bridge itself', () => {
    expect(verdict('/parley-tab?token=tab-token', { ...good, origin: `http://127.0.0.1:${port}` })).toEqual({ as: 'tab' });
  });
});

describe('what goes through', () => {
  let relay: Relay;
  let server: Server;
  let port: number;
  let lines: string[];
  const sockets: WebSocket[] = [];

  const open = (url: string, options: ClientOptions = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${url}`, options);
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const client = () => open(`${LIVE}?key=${TOKEN}`);
  const tab = () => open('/parley-tab?token=tab-token', { origin: `http://127.0.0.1:${port}` });
  /** A tab whose peers are stand-ins. */
  const talkingTab = async () => {
    const socket = await standInTab(port, 'tab-token');
    sockets.push(socket);
    return socket;
  };
  const opened = (socket: WebSocket) => new Promise((resolve) => socket.once('open', resolve));
  const closed = (socket: WebSocket) =>
    new Promise<[number, string]>((resolve) => {
      socket.once('close', (code, reason: Buffer) => {
        resolve([code, reason.toString()]);
      });
    });
  const frame = (socket: WebSocket) =>
    new Promise<{ data: Buffer; isBinary: boolean }>((resolve) => {
      socket.once('message', (data: Buffer, isBinary) => {
        resolve({ data, isBinary });
      });
    });

  /** A client whose session has begun, and what it was answered. */
  const begunClient = async () => {
    const socket = client();
    await opened(socket);
    socket.send(JSON.stringify({ setup: {} }));
    return { socket, answer: (await frame(socket)).data.toString() };
  };

  beforeEach(async () => {
    lines = [];
    relay = new Relay({ token: TOKEN, tabToken: 'tab-token', origins: [], log: (line) => lines.push(line) });
    server = createServer();
    relay.attach(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
    relay.close();
    server.close();
  });

  it('a setup and its answer, as a binary frame of ASCII', async () => {
    await talkingTab();
    const socket = client();
    await opened(socket);
    socket.send(JSON.stringify({ setup: { model: 'models/m' } }));
    const { data, isBinary } = await frame(socket);
    expect(isBinary).toBe(true);
    expect(JSON.parse(data.toString('ascii'))).toMatchObject({ setupComplete: {} });
  });

  it('what was sent before there was a tab', async () => {
    const socket = client();
    await opened(socket);
    socket.send(JSON.stringify({ setup: {} }));
    await talkingTab();
    expect((await frame(socket)).data.toString()).toContain('setupComplete');
  });

  it('the code and the reason of a refusal', async () => {
    await talkingTab();
    const socket = client();
    await opened(socket);
    socket.send('{');
    expect(await closed(socket)).toEqual([1007, 'Invalid JSON payload received.']);
  });

  it('that the tab is gone', async () => {
    const socketOfTab = await talkingTab();
    const { socket } = await begunClient();
    const end = closed(socket);
    socketOfTab.close();
    expect(await end).toEqual([1011, 'The tab with Parley is gone.']);
  });

  it('that the bridge will end, to whom can go on elsewhere', async () => {
    await talkingTab();
    const { socket } = await begunClient();
    const next = frame(socket);
    relay.endIn(2_000);
    expect(JSON.parse((await next).data.toString())).toEqual({ goAway: { timeLeft: '2s' } });
    const end = closed(socket);
    relay.close();
    expect(await end).toEqual([1001, 'The bridge goes away.']);
  });

  it('to the newest tab, and the one before does not come back', async () => {
    const first = await talkingTab();
    const end = closed(first);
    await talkingTab();
    expect(await end).toEqual([4001, 'Another tab has taken over.']);
    expect((await begunClient()).answer).toContain('setupComplete');
  });

  it('that another tab has taken over, to who was talking in the one before; who comes then is served by the new one', async () => {
    await talkingTab();
    const { socket } = await begunClient();
    const end = closed(socket);
    await talkingTab();
    expect(await end).toEqual([1011, 'Another tab with Parley has taken over.']);
    await vi.waitFor(() => {
      expect(relay.clients).toBe(0);
    });
    expect((await begunClient()).answer).toContain('setupComplete');
  });

  it('frames in fragments, as one', async () => {
    await talkingTab();
    const socket = client();
    await opened(socket);
    const setup = JSON.stringify({ setup: { systemInstruction: 'Grüße 🙂' } });
    for (const character of setup) socket.send(character, { fin: false });
    socket.send('', { fin: true });
    expect((await frame(socket)).data.toString()).toContain('setupComplete');
  });

  it('nothing more for a client that does not read', async () => {
    const busy = tab();
    await opened(busy);
    const socket = client();
    await opened(socket);
    socket.pause();
    await vi.waitFor(() => {
      expect(relay.clients).toBe(1);
    });
    const text = 'A'.repeat(1_000_000);
    for (let count = 0; count < 40; count += 1) busy.send(JSON.stringify({ client: 1, kind: 'frame', text }));
    await vi.waitFor(
      () => {
        expect(relay.clients).toBe(0);
      },
      { timeout: 30_000 },
    );
    expect(lines.join()).toContain('reads too slowly');
  });

  it('a hundred clients at once, and the next one when they have gone', async () => {
    const socketOfTab = tab();
    await opened(socketOfTab);
    const all = Array.from({ length: 100 }, client);
    const ends = all.map(
      (socket) =>
        new Promise((resolve) => {
          socket.once('open', () => {
            resolve(101);
          });
          socket.once('unexpected-response', (_, { statusCode }) => {
            resolve(statusCode);
          });
        }),
    );
    const statuses = await Promise.all(ends);
    expect(statuses.filter((status) => status === 101)).toHaveLength(16);
    expect(statuses.filter((status) => status === 503)).toHaveLength(84);
    for (const socket of all) socket.terminate();
    await vi.waitFor(() => {
      expect(relay.clients).toBe(0);
    });
    await opened(client());
  });

  it('no harm by who is refused and breaks off, or stays', async () => {
    const uncaught = vi.fn();
    process.on('uncaughtException', uncaught);
    const ask = () => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined);
      socket.resume();
      socket.write(`GET ${LIVE}?key=x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      return socket;
    };
    const staying = Array.from({ length: 20 }, ask);
    for (let count = 0; count < 20; count += 1) {
      const socket = ask();
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.resetAndDestroy();
    }
    await vi.waitFor(() => {
      expect(lines.filter((line) => line.includes('401')).length).toBeGreaterThanOrEqual(20);
    });
    await vi.waitFor(async () => {
      expect(await promisify(server.getConnections.bind(server))()).toBe(0);
    });
    process.off('uncaughtException', uncaught);
    expect(uncaught).not.toHaveBeenCalled();
    for (const socket of staying) socket.destroy();
  });

  it('nothing for whoever is refused, and no key in the log', async () => {
    const socket = open(`${LIVE}?key=wrong-key`);
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_, response) => {
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(401);
    expect(lines.join()).toContain('401');
    expect(lines.join()).not.toContain('wrong-key');
  });

  it('a flood, of which nobody keeps more than some megabytes', async () => {
    // A tab that reads nothing.
    const stuck = tab();
    await opened(stuck);
    stuck.pause();
    const socket = client();
    await opened(socket);
    const chunk = JSON.stringify({ realtimeInput: { audio: { data: 'A'.repeat(1_000_000), mimeType: 'audio/pcm' } } });
    for (let index = 0; index < 60; index += 1) socket.send(chunk);
    await vi.waitFor(
      () => {
        expect(relay.bytesToTab).toBeGreaterThan(4_000_000);
      },
      { timeout: 30_000 },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(relay.bytesToTab).toBeLessThan(8_000_000);
    // The rest waits where it comes from.
    expect(socket.bufferedAmount).toBeGreaterThan(30_000_000);
    // Who comes now waits too.
    const late = client();
    await opened(late);
    for (let index = 0; index < 20; index += 1) late.send(chunk);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(relay.bytesToTab).toBeLessThan(8_000_000);
    // Once the tab reads again, all of it comes.
    let frames = 0;
    stuck.on('message', (data: Buffer) => {
      frames += Number(data.length > 1_000_000);
    });
    stuck.resume();
    await vi.waitFor(
      () => {
        expect(frames).toBe(80);
      },
      { timeout: 30_000 },
    );
  });

  it('no more clients than can be looked after', async () => {
    await talkingTab();
    const all = Array.from({ length: 16 }, client);
    await Promise.all(all.map(opened));
    const status = await new Promise((resolve) => {
      client().once('unexpected-response', (_, response) => {
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(503);
    expect(relay.clients).toBe(16);
  });

  it('nothing larger than a frame may be', async () => {
    await talkingTab();
    const socket = client();
    await opened(socket);
    socket.send(Buffer.alloc(15_000_001));
    expect((await closed(socket))[0]).toBe(1009);
  });
});

describe('the certificate', () => {
  it('is for this machine’s names, is trusted by itself, is kept, and is nobody else’s to read', async () => {
    const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'parley-')), 'bridge');
    const { cert, key, certFile } = await certificateIn(folder);
    const server = createSecureServer({ cert, key });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const seen = await new Promise<PeerCertificate>((resolve, reject) => {
      const socket = connectTls({ host: '127.0.0.1', port, servername: 'localhost', ca: cert }, () => {
        resolve(socket.getPeerCertificate());
        socket.end();
      });
      socket.on('error', reject);
    });
    server.close();
    expect(seen.subjectaltname).toContain('DNS:localhost');
    expect(seen.subjectaltname).toContain('IP Address:127.0.0.1');
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      for (const file of [certFile, path.join(folder, 'key.pem')]) expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    const keyFile = path.join(folder, 'key.pem');
    // Copied or restored, and readable by all.
    for (const file of [certFile, keyFile]) chmodSync(file, 0o644);
    expect((await certificateIn(folder)).cert).toBe(cert);
    if (process.platform !== 'win32') for (const file of [certFile, keyFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
    // A key that is damaged, and one of another certificate.
    writeFileSync(keyFile, key.slice(0, 100));
    const second = await certificateIn(folder);
    expect(second.cert).not.toBe(cert);
    writeFileSync(keyFile, key);
    expect((await certificateIn(folder)).cert).not.toBe(second.cert);
    rmSync(path.dirname(folder), { recursive: true });
  });
});
