/** The whole app in a real Chromium, with a microphone that says what a test wants and a loudspeaker that is recorded. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { SessionView } from '../../src/session/view.ts';
import type { SessionRecording } from '../../src/turn/recording.ts';
import { installVirtualDevices, type Said } from './virtual-devices.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const CLIPS = path.join(ROOT, 'test/audio');

const BASE_FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--autoplay-policy=no-user-gesture-required',
];
/**
 * WebAssembly is compiled anew, for speed, once it has run for long. With the tiny models of tests that takes longer than it saves, in each page: half of
 * what a page takes of the processor. Parts in which a real model spends its time are compiled anew all the same.
 */
const UNDER_TEST = process.env['VITEST'] ? ['--js-flags=--wasm-tiering-budget=200000000'] : [];

/** A long story takes the voice of a slow machine minutes. */
const LONG_ANSWER_MS = 280_000;

/** Grants microphone and camera, both Chromium's own fakes. */
export const FAKE_DEVICES = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

/** Starts a browser. WebGPU is off unless the flags say otherwise. */
export function launch(executablePath: string, flags: readonly string[] = FAKE_DEVICES): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...BASE_FLAGS, ...UNDER_TEST, ...flags] });
}

/**
 * Starts a browser with a profile of its own, in which frames of other sites may keep things, each apart, as Chrome has it outside of private windows. Close it with
 * `close`, which forgets the profile.
 */
export async function launchWithProfile(
  executablePath: string,
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'parley-profile-'));
  mkdirSync(path.join(profile, 'Default'));
  writeFileSync(path.join(profile, 'Default/Preferences'), '{"profile":{"cookie_controls_mode":0}}');
  // Playwright switches the parting of storage by site off; of two such flags Chromium takes the last.
  const args = [...BASE_FLAGS, ...UNDER_TEST, ...FAKE_DEVICES, '--disable-features=Translate'];
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, bypassCSP: true });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Closes every page, with its workers: what still plays after a failed test would slow the next one down. */
export async function closeAll(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

export type OpenOptions = {
  browser: Browser;
  /** The profile of a tab that is open; without it the app gets one of its own. */
  context?: BrowserContext | undefined;
  /** Where the app is served, ends in '/'. */
  url: string;
  /** The page's query: `{ llm: 'tiny-gemma3' }`. */
  query?: Record<string, string>;
  /** Leave microphone and loudspeaker as they are. */
  realDevices?: boolean;
  /**
   * Keep the app's content policy. It forbids what these tests are made of: the recorder of the virtual loudspeaker, and waits that evaluate text
   * (`until`).
   */
  underPolicy?: boolean;
  /** Let the app have its service worker. It would answer before a test's routes do. */
  serviceWorker?: boolean;
  /** Before the page is loaded: routes, scripts. */
  prepare?: (page: Page) => Promise<unknown>;
};

/** One opened app, in a profile of its own unless it was given one. */
export class App {
  readonly page: Page;
  /** Addresses of every request, workers' included. */
  readonly requests: string[];
  /** What went wrong in the page: uncaught errors and console errors. */
  readonly errors: string[];
  /** Captions that were there when something was asked last. */
  #before: string[] = [];

  private constructor(page: Page, requests: string[], errors: string[]) {
    this.page = page;
    this.requests = requests;
    this.errors = errors;
  }

  static async open({
    browser,
    context: given,
    url,
    query = {},
    realDevices = false,
    underPolicy = false,
    serviceWorker = false,
    prepare,
  }: OpenOptions): Promise<App> {
    const context =
      given ??
      (await browser.newContext({
        viewport: { width: 900, height: 900 },
        bypassCSP: !underPolicy,
        serviceWorkers: serviceWorker ? 'allow' : 'block',
        // What moves is painted by the processor here, which the models need.
        reducedMotion: 'reduce',
      }));
    const requests: string[] = [];
    const errors: string[] = [];
    context.on('request', (request) => requests.push(request.url()));
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    if (!realDevices) await page.addInitScript(installVirtualDevices);
    await prepare?.(page);
    await page.goto(`${url}?${new URLSearchParams(query).toString()}`);
    await page.waitForFunction(() => document.querySelector('parley-assistant')?.control);
    const app = new App(page, requests, errors);
    if (query['hub']) await app.agreeToAddress();
    return app;
  }

  /** Says yes to what the page's address wants. */
  async agreeToAddress(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use it' }).click();
  }

  /** Loads the page again, as the user would, and waits until it shows the conversation so far. */
  async reload(): Promise<void> {
    const { captions } = await this.view();
    const kept = captions.filter(({ state }) => state !== 'live').length;
    await this.page.reload();
    if (new URL(this.page.url()).searchParams.get('hub')) await this.agreeToAddress();
    await this.until((view, count) => view.captions.length === count, 'the conversation so far', { given: kept });
  }

  /** Presses the big button. */
  async press(): Promise<void> {
    await this.page.locator('parley-talk-button button').click();
  }

  /** Presses the big button and waits until Parley listens. */
  async wake(): Promise<void> {
    await this.press();
    await this.until((view) => view.phase === 'listening' || view.phase === 'trouble', 'listening');
    const { phase, notices } = await this.view();
    if (phase === 'trouble') throw new Error(`Parley does not listen: ${notices.map(({ text }) => text).join(' ')}`);
  }

  /** What the page shows. Streams and functions are left out. */
  async view(): Promise<SessionView> {
    return JSON.parse(
      await this.page.evaluate(() => JSON.stringify(document.querySelector('parley-assistant')?.control?.view)),
    ) as SessionView;
  }

  /**
   * Waits until the view is as wanted, and looks so often. The predicate runs in the page: it may use its argument and nothing else from outside.
   */
  async until<Given>(
    wanted: (view: SessionView, given: Given) => boolean,
    what: string,
    { given, timeoutMs = 120_000, everyMs = 100 }: { given?: Given; timeoutMs?: number; everyMs?: number } = {},
  ): Promise<void> {
    const argument = given === undefined ? 'undefined' : JSON.stringify(given);
    // After a reload the element is there before its conversation is.
    const expression = `((view) => view !== undefined && (${wanted.toString()})(view, ${argument}))(document.querySelector('parley-assistant')?.control?.view)`;
    try {
      await this.page.waitForFunction(expression, undefined, { timeout: timeoutMs, polling: everyMs });
    } catch (cause) {
      const { phase, microphone, captions, notices } = await this.view();
      throw new Error(
        `Waited in vain for: ${what}. The page has ${JSON.stringify({ phase, microphone, captions, notices, errors: this.errors })}`,
        {
          cause,
        },
      );
    }
  }

  /** Says a clip that wants an answer: `answer` waits for one that is not there yet. */
  async ask(clip: string): Promise<Said> {
    await this.#remember();
    return this.say(clip);
  }

  /** Types what wants an answer. */
  async type(text: string): Promise<void> {
    await this.#remember();
    await this.page.locator('parley-text-box textarea').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Waits until the answer to what was asked last was heard to its end, or was interrupted. Returns its text. */
  async answer(timeoutMs = LONG_ANSWER_MS): Promise<string> {
    await this.until(
      ({ captions, phase }, before) => {
        const last = captions.at(-1);
        const isOver = last?.who === 'assistant' && last.state !== 'live' && phase !== 'thinking' && phase !== 'speaking';
        return isOver && !before.includes(last.id);
      },
      'an answer that is over',
      { given: this.#before, timeoutMs },
    );
    return (await this.view()).captions.at(-1)?.text ?? '';
  }

  /** Waits until so many characters of the answer to what was asked last have been heard. */
  async hear(characters: number): Promise<void> {
    await this.until(
      ({ captions, phase }, { before, characters }) => {
        const last = captions.at(-1);
        return phase === 'speaking' && last !== undefined && !before.includes(last.id) && last.heard >= characters;
      },
      `${String(characters)} characters heard`,
      { given: { before: this.#before, characters }, everyMs: 20 },
    );
  }

  async #remember(): Promise<void> {
    this.#before = (await this.view()).captions.map(({ id }) => id);
  }

  /** Says a sound file, by its path, its name in test/audio or its bytes, or only its first seconds. Resolves when its last sample is said. */
  async say(clip: string | Buffer, seconds?: number): Promise<Said> {
    const base64 = (typeof clip === 'string' ? readFileSync(pathOf(clip)) : clip).toString('base64');
    return this.page.evaluate(
      (given) =>
        window.devices.say(
          Uint8Array.from(atob(given.base64), (each) => each.charCodeAt(0)),
          given.seconds,
        ),
      { base64, seconds },
    );
  }

  /** Every event of this visit, words included. */
  recording(): Promise<SessionRecording> {
    return this.page.evaluate(() => {
      const recording = document.querySelector('parley-assistant')?.control?.recording(true);
      if (!recording) throw new Error('The page has no conversation.');
      return recording;
    });
  }

  /** The user's last events, for the message of a test that fails. */
  async lastHeard(): Promise<string> {
    const { steps } = await this.recording();
    const events = steps.flatMap((step) => ('event' in step ? [step.event] : []));
    const kinds = ['onset', 'speech', 'misfire', 'pause', 'resume', 'transcript', 'transcript-failed', 'timer'];
    return JSON.stringify(events.filter(({ kind }) => kinds.includes(kind)).slice(-12));
  }

  /** The page's `performance.now()`, ms. */
  now(): Promise<number> {
    return this.page.evaluate(() => performance.now());
  }

  /** What was played from then (ms on the page's clock) until now, without gaps: the loudspeaker's own silences are in it. */
  async played(since = 0): Promise<{ samples: Float32Array; sampleRate: number; startAt: number }> {
    const { base64, sampleRate, startAt } = await this.page.evaluate((from) => {
      const pieces = window.devices.played.filter(({ at }) => at >= from);
      const bytes = new Uint8Array(pieces.reduce((sum, { samples }) => sum + samples.byteLength, 0));
      let offset = 0;
      for (const { samples } of pieces) {
        bytes.set(new Uint8Array(samples.buffer), offset);
        offset += samples.byteLength;
      }
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return { base64: btoa(text), sampleRate: pieces[0]?.sampleRate ?? 24_000, startAt: pieces[0]?.at ?? 0 };
    }, since);
    const bytes = Buffer.from(base64, 'base64');
    const samples = new Float32Array(new Uint8Array(bytes).buffer);
    return { samples, sampleRate, startAt };
  }

  /** When sound was first and last heard since then, ms on the page's clock; null if it was silent. */
  async soundSince(since: number): Promise<{ firstAt: number; lastAt: number } | null> {
    return this.page.evaluate((from) => {
      // −50 dB: below speech, above a fade's tail.
      const loud = window.devices.played.filter(
        ({ at, samples }) => at >= from && samples.some((sample) => Math.abs(sample) > 0.003),
      );
      const [first, last] = [loud[0], loud.at(-1)];
      return first && last ? { firstAt: first.at, lastAt: last.at } : null;
    }, since);
  }
}

function pathOf(clip: string): string {
  return existsSync(clip) ? clip : path.join(CLIPS, clip.includes('.') ? clip : `${clip}.wav`);
}

/** Keeps a picture of the page for people to look at; where nobody does, none. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['CI']) return;
  await page.screenshot({ path: path.join(ROOT, '.cache/screenshots', `${name}.png`) });
}
