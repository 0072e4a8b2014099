/** What the app has beyond the element: a screen that stays on, a title, headers of its own, pictures that are shared with it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { titleOf } from '../../src/app/presence.ts';
import { silentWav } from '../../src/app/silence.ts';
import { tellOfVersions } from '../../src/app/versions.ts';
import type { ParleyAssistant } from '../../src/elements/parley-assistant.ts';
import { WakeLock, type Lock } from '../../src/elements/awake.ts';
import { isolated } from '../../src/offline/isolation.ts';
import { SHARED_CACHE, takeShared } from '../../src/offline/shared-picture.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Until what is on its way has come. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A browser with one screen. */
class Screen {
  held = 0;
  isVisible = true;
  refuses = false;
  /** The browser takes the lock away, as it does of a page that is hidden. */
  takeAway: () => void = () => undefined;

  readonly lock = new WakeLock({
    isVisible: () => this.isVisible,
    request: async () => {
      await settled();
      if (this.refuses) throw new DOMException('', 'NotAllowedError');
      this.held += 1;
      let told: () => void = () => undefined;
      const release = () => {
        this.held -= 1;
        told();
        return Promise.resolve();
      };
      this.takeAway = () => void release();
      return { release, addEventListener: (_: string, listener: () => void) => (told = listener) } as unknown as Lock;
    },
  });
}

describe('the screen', () => {
  it('is kept on for as long as it is wanted, once', async () => {
    const screen = new Screen();
    for (let times = 0; times < 3; times += 1) screen.lock.want(true);
    await settled();
    await settled();
    expect(screen.held).toBe(1);
    screen.lock.want(false);
    expect(screen.held).toBe(0);
  });

  it('is let go of where that was decided before it came', async () => {
    const screen = new Screen();
    screen.lock.want(true);
    screen.lock.want(false);
    await settled();
    await settled();
    expect(screen.held).toBe(0);
  });

  it('is kept on again once the page is seen again, and not asked for before', async () => {
    const screen = new Screen();
    screen.lock.want(true);
    await settled();
    await settled();
    screen.isVisible = false;
    screen.takeAway();
    screen.lock.look();
    await settled();
    expect(screen.held).toBe(0);
    screen.isVisible = true;
    screen.lock.look();
    await settled();
    await settled();
    expect(screen.held).toBe(1);
  });

  it('may be refused, and is asked for again later', async () => {
    const screen = new Screen();
    screen.refuses = true;
    screen.lock.want(true);
    await settled();
    await settled();
    screen.refuses = false;
    screen.lock.look();
    await settled();
    await settled();
    expect(screen.held).toBe(1);
  });
});

it('the title says what Parley does, and nothing but its name while it does nothing', () => {
  expect(titleOf('idle', false)).toBe('Parley');
  expect(titleOf('listening', false)).toBe('● Listening – Parley');
  expect(titleOf('listening', true)).toBe('○ Muted – Parley');
  expect(titleOf('speaking', true)).toBe('▶ Speaking – Parley');
});

it('the silence is six seconds of it, as a WAV file', () => {
  const bytes = new Uint8Array(silentWav());
  expect(new TextDecoder().decode(bytes.subarray(0, 16))).toMatch(/^RIFF.{4}WAVEfmt $/su);
  expect(bytes.length).toBe(44 + 6 * 8_000);
  expect(new Set(bytes.subarray(44))).toEqual(new Set([128]));
});

describe('headers of isolation', () => {
  it('are added where the host sends none, and the rest stays', async () => {
    const response = isolated(new Response('page', { status: 201, headers: { 'content-type': 'text/html' } }));
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/html',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect([response.status, await response.text()]).toEqual([201, 'page']);
  });

  it('of the host count before those', () => {
    const response = isolated(new Response('', { headers: { 'cross-origin-embedder-policy': 'credentialless' } }));
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('credentialless');
  });

  it('leave an answer without a body without one', () => {
    expect(isolated(new Response(null, { status: 304 })).body).toBeNull();
  });
});

describe('a picture that is shared', () => {
  const SCOPE = 'https://host.example/parley/';

  async function share(body: BodyInit, refuses = false) {
    const kept = new Map<string, Response>();
    const put = (name: string, response: Response) =>
      refuses ? Promise.reject(new DOMException('', 'QuotaExceededError')) : Promise.resolve(kept.set(name, response));
    vi.stubGlobal('caches', { open: (name: string) => Promise.resolve(name === SHARED_CACHE ? { put } : null) });
    const response = await takeShared(new Request(`${SCOPE}share`, { method: 'POST', body }), SCOPE);
    expect([response.status, response.headers.get('location')]).toEqual([303, `${SCOPE}?shared`]);
    return kept;
  }
  const formOf = (type: string) => {
    const form = new FormData();
    form.set('picture', new File(['bytes'], 'a', { type }));
    return form;
  };

  it('waits for the page', async () => {
    const kept = await share(formOf('image/png'));
    const [picture] = kept.values();
    expect([await picture?.text(), picture?.headers.get('content-type')]).toEqual(['bytes', 'image/png']);
  });

  it('opens the app in any case: without a picture, with something else, on a full disk', async () => {
    expect((await share(formOf('text/html'))).size).toBe(0);
    expect((await share('no form')).size).toBe(0);
    expect((await share(formOf('image/png'), true)).size).toBe(0);
  });
});

describe('a new version', () => {
  class Registration extends EventTarget {
    installing: EventTarget | null = null;
    waiting: EventTarget | null = null;
  }

  it.each(['before', 'after'])('that is found %s anybody follows is told of once it waits', async (when) => {
    const registration = new Registration();
    const serviceWorker = { controller: {}, ready: Promise.resolve(registration) };
    vi.stubGlobal('navigator', { serviceWorker });
    vi.stubGlobal('crossOriginIsolated', true);
    const lines: unknown[] = [];
    const element = (): object => ({ dataset: {}, setAttribute: vi.fn(), append: vi.fn(), addEventListener: vi.fn() });
    vi.stubGlobal('document', { createElement: element });
    const assistant = { querySelector: () => null, append: (line: unknown) => lines.push(line) };
    const version = new EventTarget();
    if (when === 'before') registration.installing = version;
    await tellOfVersions(assistant as unknown as ParleyAssistant);
    registration.installing = version;
    if (when === 'after') registration.dispatchEvent(new Event('updatefound'));
    expect(lines).toEqual([]);
    registration.waiting = version;
    version.dispatchEvent(new Event('statechange'));
    expect(lines).toHaveLength(1);
  });
});
