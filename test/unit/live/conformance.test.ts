/** Google's own client, in four versions, against the peer in the page: the conformance list in Node, and what needs Node to be seen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveSocketFactory } from '../../../src/live/page/hand-over.ts';
import { linesFor, observe } from './conformance.ts';
import { kindOf, loadSdk, Recorded, SDKS, type Client } from './sdk.ts';
import { standIns } from './stand-in.ts';

describe.each(SDKS)('@google/genai %s', (version) => {
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockReturnValue();
    // Node 20 has none.
    vi.stubGlobal('WebSocket', EventTarget);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it.each(linesFor(version))('$name', async ({ name, sees }) => {
    expect(await observe(name, version, await loadSdk(version))).toEqual(sees);
  });

  const connected = async (answers: boolean) => {
    const server = standIns((standIn) => {
      if (!answers) standIn.answer = null;
    });
    const { GoogleGenAI } = await loadSdk(version);
    const client: Client = new GoogleGenAI({ apiKey: 'local' });
    client.live.webSocketFactory = liveSocketFactory(server.accept);
    const connect = () => Recorded.connect(client, undefined, { responseModalities: ['AUDIO'] });
    return { server, connect };
  };

  it('leaves nothing open behind it, however often it comes', async () => {
    const { server, connect } = await connected(true);
    const ports = () => process.getActiveResourcesInfo().filter((kind) => /port|timeout/i.test(kind)).length;
    const visit = async () => {
      const recorded = await connect();
      recorded.session.sendRealtimeInput({ text: 'Hello' });
      await recorded.turn();
      recorded.session.close();
      await recorded.untilClosed();
    };
    await visit();
    const before = ports();
    for (let count = 0; count < 10; count += 1) await visit();
    expect(ports()).toBeLessThanOrEqual(before);
    expect(server.all.every(({ isEnded }) => isEnded)).toBe(true);
  });

  it('hears of an answer in time, though there is none yet', async () => {
    const { connect } = await connected(false);
    const recorded = await connect();
    await recorded.until(({ setupComplete }) => setupComplete);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    recorded.session.sendRealtimeInput({ text: 'Think.' });
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await recorded.until((message) => kindOf(message) === 'audio');
    recorded.session.close();
  });
});
