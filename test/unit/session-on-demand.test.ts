/** A session that comes when something is asked of it: what is asked before is done once, in order, and what can't be is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Front } from '../../src/session/front.ts';
import { NOTHING_YET } from '../../src/session/front.ts';
import type { SessionOptions } from '../../src/session/parts.ts';
import { SessionOnDemand } from '../../src/session/session-on-demand.ts';
import type { Session } from '../../src/session/view.ts';

/** What was done with audio contexts. */
let contexts: string[];
/** What was asked of the session, and what it was made with. */
let calls: unknown[][];
let made: { options: SessionOptions; front: Front } | null;
/** Has the code arrive, or not. */
let arrive: (error?: Error) => Promise<void>;
let loads: number;

beforeEach(() => {
  [contexts, calls, made, loads] = [[], [], null, 0];
  class FakeContext {
    state = 'suspended';
    constructor() {
      contexts.push('made');
    }
    resume = () => (contexts.push('resumed'), Promise.resolve());
    close = () => (contexts.push('closed'), Promise.resolve());
  }
  vi.stubGlobal('AudioContext', FakeContext);
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function onDemand(options: SessionOptions = {}): SessionOnDemand {
  return new SessionOnDemand(options, () => {
    loads += 1;
    return new Promise((resolve, reject) => {
      arrive = async (error) => {
        if (error) reject(error);
        else resolve({ createSession });
        // Whoever waits for it goes on.
        await new Promise((go) => setTimeout(go));
      };
    });
  });
}

/** A session that only remembers; `sendText` refuses what is long. */
function createSession(options: SessionOptions = {}, front?: Front): Session {
  if (front) made = { options, front };
  front?.readFrom({ ...NOTHING_YET, phase: () => 'ready' });
  const answers: Record<string, (text: string) => unknown> = {
    sendText: (text) => text.length < 20,
    start: () => Promise.resolve(),
  };
  return new Proxy({} as Session, {
    get:
      (_, name: string) =>
      (...given: unknown[]) => {
        calls.push([name, ...given]);
        return answers[name]?.(String(given[0]));
      },
  });
}

const noticesOf = (session: SessionOnDemand) => session.view.notices.map(({ id }) => id);

describe('before the session is there', () => {
  it('nothing is fetched, and there is something to show', async () => {
    const session = onDemand({ voice: 'bf_emma' });
    expect(session.view).toMatchObject({ phase: 'asleep', captions: [], notices: [], microphone: 'off' });
    expect(session.settings).toMatchObject({ values: { voice: 'bf_emma', speed: 1 }, fixed: new Set(['voice']) });
    session.stop();
    session.sleep();
    session.give({ speed: 1.5 }, [{ name: 'voice', is: 'setting', setting: 'voice', value: 'nobody' }]);
    expect(session.settings.values).toMatchObject({ voice: 'af_heart', speed: 1.5 });
    await vi.waitFor(() => {
      expect(session.view.notices).toMatchObject([{ id: 'given-voice', advice: 'There is no such voice.' }]);
    });
    expect(() => {
      session.change({ speed: 99 });
    }).toThrow("The setting 'speed'");
    expect(loads).toBe(0);
  });

  it('what is asked is done in order, and fetches it once', async () => {
    const session = onDemand({ llm: 'tiny-gemma3' });
    expect(session.addContext('A vase.')).toBe(true);
    expect(session.addContext('x'.repeat(1_001))).toBe(false);
    expect(loads).toBe(0);
    const started = session.start();
    expect(session.view).toMatchObject({ phase: 'loading', microphone: 'starting' });
    session.change({ speed: 1.2 });
    const sent = session.sendText('Hello');
    const refused = session.sendText('That is too long for it.');
    session.say('Welcome.');
    session.sleep();
    expect(session.view.microphone).toBe('off');
    await arrive();
    await started;
    expect([await sent, await refused]).toEqual([true, false]);
    expect(calls).toEqual([
      ['addContext', 'A vase.'],
      ['start'],
      ['change', { speed: 1.2 }],
      ['sendText', 'Hello'],
      ['sendText', 'That is too long for it.'],
      ['say', 'Welcome.'],
      ['sleep'],
    ]);
    expect(loads).toBe(1);
    expect(made?.options).toMatchObject({ llm: 'tiny-gemma3' });
    // What is shown is read there from now on, by whoever follows it already.
    expect(session.view.phase).toBe('ready');
    session.stop();
    expect(session.sendText('Hello')).toBe(true);
    expect(calls.slice(-2)).toEqual([['stop'], ['sendText', 'Hello']]);
  });

  it('what is forgotten is forgotten', async () => {
    const session = onDemand();
    session.addContext('A vase.');
    session.clear();
    await arrive();
    expect(calls).toEqual([['clear']]);
  });

  it('a press makes the sound in its gesture, once, and the session has it', async () => {
    const session = onDemand();
    void session.start();
    void session.sendText('Hello');
    expect(contexts).toEqual(['made', 'resumed']);
    await arrive();
    expect(made?.options.soundContext).toBeInstanceOf(AudioContext);
    session.dispose();
    expect(contexts).toEqual(['made', 'resumed']);
    expect(calls.at(-1)).toEqual(['dispose']);
  });
});

describe('where it can’t be fetched', () => {
  it('nobody is told who asked for nothing', async () => {
    const session = onDemand();
    void session.fetch();
    await arrive(new TypeError('Failed to fetch'));
    expect(session.view).toMatchObject({ phase: 'asleep', notices: [] });
  });

  it('a notice says so, and what was asked is done when it comes', async () => {
    const session = onDemand();
    const sent = session.sendText('Hello');
    void session.start();
    await arrive(new TypeError('Failed to fetch'));
    expect(session.view).toMatchObject({ phase: 'trouble', microphone: 'off' });
    expect(noticesOf(session)).toEqual(['parley']);
    session.view.notices[0]?.action?.run();
    expect(session.view).toMatchObject({ phase: 'loading', notices: [] });
    await arrive();
    expect(await sent).toBe(true);
    expect(calls).toEqual([['sendText', 'Hello'], ['start']]);
    expect(loads).toBe(2);
  });
});

it('one that is disposed of keeps nobody waiting, makes no session, and leaves no sound', async () => {
  const session = onDemand();
  const [started, sent, loaded] = [session.start(), session.sendText('Hello'), session.preload()];
  session.dispose();
  await Promise.all([started, loaded]);
  expect(await sent).toBe(false);
  await arrive();
  expect(made).toBeNull();
  expect(contexts).toEqual(['made', 'resumed', 'closed']);
  await session.start();
  expect(contexts).toHaveLength(3);
});
