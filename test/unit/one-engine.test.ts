/** Several conversations of one page, and what waits in one of them when another is turned to. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/view.ts';

/** What was done, by which conversation. */
let done: string[];
/** What earlier visits have left becomes known. */
let recall: PromiseWithResolvers<undefined>;
/** Models are chosen. */
let choose: PromiseWithResolvers<undefined>;

vi.mock('../../src/own-files.ts', () => ({ useFolder: () => undefined }));
vi.mock('../../src/locales/page-language.ts', () => ({ followLanguage: () => undefined }));
vi.mock('../../src/session/parts.ts', async () => {
  const { NOTHING_YET } = await import('../../src/session/front.ts');
  class FakeParts {
    readonly isInUse = false;
    readonly canSleep = false;
    readonly sources = NOTHING_YET;
    readonly settings = { recalled: recall.promise, values: { idleUnloadMinutes: 0 } };
    readonly conversation = { recalled: recall.promise };
    readonly notices = { drop: () => undefined };
    readonly offlineCopy = { look: () => undefined };
    readonly devices: unknown;
    readonly models: unknown;
    readonly scheduler: unknown;
    constructor({ systemPrompt: name }: { systemPrompt: string }) {
      const note = (event: { kind: string }) => void done.push(`${name} ${event.kind}`);
      this.devices = { dispatch: () => undefined, isWanted: false };
      this.models = { dispatch: note, load: () => (note({ kind: 'load' }), choose.promise) };
      this.scheduler = { dispatch: note, state: { options: { contextTokens: 1_000 } } };
    }
    nameProblems(): void {
      done.push('made');
    }
    dispose(): void {
      done.push('disposed');
    }
  }
  return { Parts: FakeParts };
});

/** Node has it from version 22 on. */
function withResolvers<T>() {
  let [resolve, reject]: [(value: T | PromiseLike<T>) => void, (reason?: unknown) => void] = [() => undefined, () => undefined];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

beforeEach(() => {
  Object.assign(Promise, { withResolvers });
  done = [];
  [recall, choose] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  vi.stubGlobal('document', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    visibilityState: 'visible',
  });
});

let open: Session[] = [];
afterEach(() => {
  for (const session of open) session.dispose();
});

/** Two conversations of a page; what was done by them from now on. */
function two() {
  const [first, second] = [createSession({ systemPrompt: 'A' }), createSession({ systemPrompt: 'B' })];
  open = [first, second];
  done = [];
  return { first, second };
}

/** Whoever waits for what is known now goes on. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

it('loads models for the one that was turned to last, where both were asked at once', async () => {
  const { first, second } = two();
  first.say('One.');
  second.say('Two.');
  recall.resolve(undefined);
  choose.resolve(undefined);
  await settle();
  expect(done.filter((each) => each.endsWith('load'))).toEqual(['B load']);
});

it('keeps what was asked of the other to be read, and has it wait for no answer', async () => {
  const { first, second } = two();
  first.say('One.');
  recall.resolve(undefined);
  await settle();
  second.say('Two.');
  choose.resolve(undefined);
  await settle();
  expect(done.filter((each) => /^A (say|stop)$/.test(each)).slice(-2)).toEqual(['A say', 'A stop']);
  expect(done.filter((each) => /^B (say|stop)$/.test(each))).toEqual(['B say']);
});

it('loads nothing ahead while another waits for its answer', async () => {
  const { first, second } = two();
  first.say('One.');
  recall.resolve(undefined);
  await settle();
  await second.preload();
  choose.resolve(undefined);
  await settle();
  expect(done).toEqual(['A load', 'A say']);
});
