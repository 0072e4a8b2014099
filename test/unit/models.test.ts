/** The rules of the models, one by one. In any order: properties/models.test.ts. */
import { beforeEach, describe, expect, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { chooseModels, type Wishes } from '../../src/models/choose-models.ts';
import type { Kept, ModelsEffect, ModelsEvent } from '../../src/models/events.ts';
import { STILL_MS } from '../../src/models/fallback.ts';
import type { Gpu } from '../../src/models/gpu.ts';
import { rungKey, type Rung } from '../../src/models/ladder.ts';
import { noticesOf } from '../../src/models/notices.ts';
import { pathsToDiscard } from '../../src/models/page/discard-download.ts';
import { reduce } from '../../src/models/reducer.ts';
import { initialState, stageOf, type ModelsState, type Role } from '../../src/models/state.ts';
import { forgetVerdict, NOTHING_KNOWN, withFailure, withSuccess, type Verdicts } from '../../src/models/verdicts.ts';
import type { ErrorReason } from '../../src/protocol/errors.ts';

const CARD: Gpu = {
  name: 'a card',
  features: new Set(['shader-f16']),
  limits: {
    maxStorageBufferBindingSize: 2 ** 31 - 4,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupStorageSize: 32_768,
  },
  isFallback: false,
};
const GEMMA: Rung = { spec: findModel('llm', 'gemma-3-4b-onnx'), backend: 'webgpu' };
const NOTHING: Kept = { verdicts: {}, suspected: {}, agreed: [], declined: [], ended: null };

let state: ModelsState;
let effects: readonly ModelsEffect[];
beforeEach(() => {
  state = initialState({ wishes: {}, own: null, hub: '', askAboveBytes: Infinity });
});

function send(event: ModelsEvent): void {
  ({ state, effects } = reduce(state, event));
}

/** Has models chosen, of which everything is here. */
function begin({
  kept = NOTHING,
  isTight = false,
  card = CARD,
}: { kept?: Kept; isTight?: boolean; card?: Gpu | null } = {}): void {
  send({ kind: 'load' });
  answer(kept, isTight, card);
}

function answer(kept: Kept | null, isTight = false, card: Gpu | null = CARD): void {
  const { choosing } = state;
  if (!choosing) throw new Error('Nothing is being chosen.');
  send({
    kind: 'chosen',
    attempt: choosing.attempt,
    choice: chooseModels(choosing.wishes, card),
    ...(kept && { kept }),
    isTight,
    found: {},
    freeBytes: null,
    bytesPerSecond: null,
  });
}

function wish(wishes: Wishes): void {
  send({ kind: 'options', chosen: { ...state.chosen, wishes } });
}

const runOf = (role: Role, place: 'serving' | 'next' = 'serving') => {
  const run = state.roles[role][place];
  if (!run || !('run' in run)) throw new Error(`No ${role} is running.`);
  return run.run;
};
const load = (role: Role, realTimeFactor?: number) => {
  send({ kind: 'loaded', run: runOf(role), ...(realTimeFactor === undefined ? {} : { realTimeFactor }) });
};
const die = (role: Role, reason: ErrorReason, at = 0) => {
  send({ kind: 'died', run: runOf(role), error: { reason, message: 'It is gone.' }, at });
};
const line = (role: Role) => {
  const { serving } = state.roles[role];
  return `${serving?.rung.spec.id ?? ''} ${serving?.rung.backend ?? ''} ${serving?.is ?? ''}`;
};
const noticeOf = (id: string) => noticesOf(state).find((notice) => notice.id === id);
const kinds = () => effects.map(({ kind }) => kind);

describe('a model that is lost', () => {
  it('is started again at once, and a second time only when the first is a minute ago', () => {
    begin();
    load('llm', 0.5);
    die('llm', 'worker-died', 0);
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
    expect(noticeOf('llm')?.action?.label).toBe('Start it again');
    expect(noticeOf('llm')?.advice).toContain('what was said is kept');
    load('llm');
    expect(noticeOf('llm')).toBeUndefined();
    die('llm', 'worker-died', 65_000);
    load('llm');
    die('llm', 'worker-died', 70_000);
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(noticeOf('llm-rung')?.text).toContain('It is gone.');
  });

  it('in the middle of an answer is told to the conversation, and while it is loaded only when there is no other', () => {
    begin({ card: null });
    die('tts', 'load-failed');
    expect(kinds()).toEqual(['interrupted', 'give-up']);
    send({ kind: 'start-again', role: 'tts' });
    load('tts');
    die('tts', 'inference-failed');
    expect(kinds()).toEqual(['interrupted', 'load']);
  });

  it('for want of a file or a connection speaks against no model', () => {
    begin();
    die('llm', 'network');
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu failed');
    expect(noticeOf('llm')?.action?.event).toEqual({ kind: 'start-again', role: 'llm' });
    expect(state.verdicts.passing).toEqual({});
  });
});

it('a model of which the hub has lost a file is looked for anew at the next choice', () => {
  begin();
  die('llm', 'model-file-missing');
  expect(effects).toContainEqual({ kind: 'unpin', rung: GEMMA });
  send({ kind: 'start-again', role: 'llm' });
  die('llm', 'network');
  expect(kinds()).not.toContain('unpin');
});

describe('a verdict lasts as long as its evidence', () => {
  it.each<[ErrorReason, kept: boolean]>([
    ['self-test-failed', true],
    ['self-test-unfinished', false],
    ['load-failed', false],
    ['no-webgpu', false],
    ['inference-failed', false],
    ['worker-died', false],
    ['shader-failed', false],
  ])('%s: kept %s', (reason, isKept) => {
    begin();
    die('llm', reason);
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(rungKey(GEMMA) in state.verdicts.kept).toBe(isKept);
  });

  it('a load that fails in passing leaves the proof that it works, for the next visit', () => {
    const works = { [rungKey(GEMMA)]: { works: true, realTimeFactor: 0.5 } } as const;
    begin({ kept: { ...NOTHING, verdicts: works } });
    die('llm', 'no-webgpu');
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(state.verdicts.kept).toEqual(works);
  });

  it('what the driver refuses counts the second time, in whichever visit', () => {
    begin();
    die('llm', 'shader-failed');
    const { suspected } = state.verdicts;
    expect(suspected).toEqual({ [rungKey(GEMMA)]: 1 });
    state = initialState(state.chosen);
    begin({ kept: { ...NOTHING, suspected } });
    die('llm', 'shader-failed');
    expect(state.verdicts.kept[rungKey(GEMMA)]).toMatchObject({ works: false, evidence: 'rejected' });
  });

  it('a test that does not end counts in the second visit, and the next model serves in each', () => {
    begin();
    die('llm', 'self-test-unfinished');
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(noticeOf('llm-rung')?.action?.event).toEqual({ kind: 'test-again' });
    const { suspected } = state.verdicts;
    state = initialState(state.chosen);
    begin({ kept: { ...NOTHING, suspected } });
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
    die('llm', 'self-test-unfinished');
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(state.verdicts.kept[rungKey(GEMMA)]).toMatchObject({ works: false, evidence: 'self-test' });
    expect(state.verdicts.suspected).toEqual({});
  });

  it('a test that does not end counts once a visit, and not beside another doubt', () => {
    const unfinished = { reason: 'self-test-unfinished', message: 'It takes long.' } as const;
    const once = withFailure(NOTHING_KNOWN, GEMMA, unfinished);
    expect(withFailure(once, GEMMA, unfinished)).toEqual(once);
    const visit = (reason: ErrorReason, before: Verdicts) =>
      withFailure({ ...before, passing: {} }, GEMMA, { reason, message: 'It is gone.' });
    const doubted = visit('shader-failed', visit('self-test-unfinished', NOTHING_KNOWN));
    expect(doubted.kept).toEqual({});
    expect(Object.keys(visit('self-test-unfinished', doubted).kept)).toEqual([rungKey(GEMMA)]);
    expect(forgetVerdict(doubted, rungKey(GEMMA))).toEqual(NOTHING_KNOWN);
    expect(withSuccess(doubted, GEMMA, 0.5).suspected).toEqual({});
  });

  it('is forgotten one by one, and the model is tried again', () => {
    begin();
    die('llm', 'self-test-failed');
    send({ kind: 'test-again', key: rungKey(GEMMA) });
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
    expect(state.verdicts.kept).toEqual({});
  });
});

describe('a graphics card that is full', () => {
  it.each<ErrorReason>(['out-of-memory', 'device-lost'])(
    'has the voice give way, and the model is loaded again: %s',
    (reason) => {
      begin();
      load('tts', 0.5);
      die('llm', reason);
      expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
      expect(line('tts')).toBe('kokoro-82m wasm loading');
      expect(noticeOf('tts-rung')?.text).toContain('There is too little graphics memory for all.');
      expect(Object.values(state.verdicts.kept)).toEqual([{ works: true, realTimeFactor: 0.5 }]);
    },
  );
});

describe('a load that ended the tab', () => {
  it('is marked while it is built, largest first, and no longer', () => {
    begin();
    send({ kind: 'fetched', run: runOf('stt') });
    send({ kind: 'fetched', run: runOf('llm') });
    expect(effects).toEqual([{ kind: 'mark', keys: [GEMMA, state.roles.stt.ladder[0]].map((rung) => rungKey(rung ?? GEMMA)) }]);
    load('llm', 0.5);
    load('stt', 0.5);
    expect(effects.at(-1)).toEqual({ kind: 'mark', keys: [] });
  });

  it('is not repeated unasked: the next rung answers, and the page says why', () => {
    begin({ kept: { ...NOTHING, ended: rungKey(GEMMA) } });
    expect(kinds()).toContain('drop-marks');
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(noticeOf('llm-rung')).toMatchObject({
      text: expect.stringContaining('The page was ended while it was loaded') as string,
      action: { label: 'Try again' },
    });
    const { kept: verdicts } = state.verdicts;
    state = initialState(state.chosen);
    begin({ kept: { ...NOTHING, verdicts } });
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    send({ kind: 'test-again', key: rungKey(GEMMA) });
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
  });

  it('has the starter answer where it was the only one asked for', () => {
    wish({ llm: 'gemma-3-4b-onnx' });
    begin({ kept: { ...NOTHING, ended: rungKey(GEMMA) } });
    expect(line('llm')).toBe('smollm2-135m wasm loading');
    expect(noticeOf('llm-rung')?.action?.label).toBe('Try again');
  });
});

describe('W3: a load that stands still', () => {
  const still = (ms = STILL_MS) => {
    send({ kind: 'still', run: runOf('llm'), ms, at: 0 });
  };

  it('is ended and tried again once, then the next rung is', () => {
    begin();
    const first = runOf('llm');
    send({ kind: 'fetched', run: first });
    still(STILL_MS - 1);
    expect(runOf('llm')).toBe(first);
    still();
    expect(effects).toContainEqual({ kind: 'end', role: 'llm', run: first });
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
    expect(runOf('llm')).not.toBe(first);
    expect(noticesOf(state)).toEqual([]);
    send({ kind: 'fetched', run: runOf('llm') });
    still();
    expect(line('llm')).toBe('gemma-3-4b-mlc webgpu loading');
    expect(noticeOf('llm-rung')?.text).toContain('It stood still while it was loaded, twice.');
    expect(state.verdicts.kept).toEqual({});
  });

  it('is another one after a load that came to its end', () => {
    begin();
    send({ kind: 'fetched', run: runOf('llm') });
    still();
    load('llm', 0.5);
    expect(state.stoodStill).toEqual([]);
    die('llm', 'worker-died');
    send({ kind: 'fetched', run: runOf('llm') });
    still();
    expect(line('llm')).toBe('gemma-3-4b-onnx webgpu loading');
  });

  it('is none while files are fetched, which has limits of its own', () => {
    begin();
    still();
    expect(effects).toEqual([]);
  });
});

describe('where main memory is short', () => {
  it('heavy models are loaded one after another, small ones beside them', () => {
    begin({ isTight: true });
    expect(['stt', 'llm', 'tts', 'vad', 'eou'].map((role) => state.roles[role as Role].serving?.is)).toEqual([
      'loading',
      'waiting',
      'waiting',
      'loading',
      'loading',
    ]);
    load('stt', 0.5);
    expect(line('llm')).toContain('loading');
    load('llm', 0.5);
    expect(line('tts')).toContain('loading');
  });
});

describe('a download', () => {
  const keyOf = ({ roles }: ModelsState) => roles.llm.ladder.map(rungKey);
  const fetching = () => {
    state = initialState({ wishes: {}, own: null, hub: '', askAboveBytes: 100e6 });
    send({ kind: 'load' });
    choose(NOTHING);
    send({ kind: 'agree' });
    for (const role of ['stt', 'llm', 'tts'] as const) load(role);
  };
  /** Of Gemma and Whisper nothing is here. */
  const choose = (kept: Kept | null) => {
    const { attempt, wishes } = state.choosing ?? { attempt: 0, wishes: {} };
    const choice = chooseModels(wishes, CARD);
    const missing = (rung: Rung) => ({ name: rung.spec.name, missingBytes: 3e9, wholeBytes: 3e9, isExact: false });
    const big = choice.ladders.llm.filter(({ backend }) => backend === 'webgpu');
    const found = Object.fromEntries(big.map((rung) => [rungKey(rung), missing(rung)]));
    send({
      kind: 'chosen',
      attempt,
      choice,
      ...(kept && { kept }),
      isTight: false,
      found,
      freeBytes: null,
      bytesPerSecond: null,
    });
  };

  it('that is given up is ended and deleted, and what stands in goes on', () => {
    fetching();
    expect(noticeOf('fetching')?.other?.label).toBe('Cancel and delete');
    const run = runOf('llm', 'next');
    send({ kind: 'cancel' });
    expect(effects).toContainEqual({ kind: 'end', role: 'llm', run });
    expect(effects).toContainEqual({ kind: 'discard', rung: GEMMA, others: [] });
    expect(effects).toContainEqual({ kind: 'keep-agreed', agreed: [] });
    expect(state.roles.llm.next).toBeNull();
    expect(line('llm')).toBe('smollm2-135m wasm ready');
    expect(noticesOf(state)).toEqual([]);
  });

  it('says so while its hub asks to wait, and no longer', () => {
    fetching();
    const run = runOf('llm', 'next');
    send({ kind: 'hub-waits', run, ms: 180_000 });
    expect(noticeOf('fetching')?.text).toContain('You can talk meanwhile. The hub asks to wait about 3 minutes.');
    send({ kind: 'hub-waits', run, ms: 0 });
    expect(noticeOf('fetching')?.text).not.toContain('wait');
    send({ kind: 'hub-waits', run, ms: 180_000 });
    send({ kind: 'pause' });
    send({ kind: 'go-on' });
    expect(noticeOf('fetching')?.text).not.toContain('wait');
    const before = state;
    send({ kind: 'hub-waits', run: 999, ms: 60_000 });
    expect(state).toBe(before);
  });

  describe('of a language model of gigabytes that is here', () => {
    const fetched = () => {
      fetching();
      const run = runOf('llm', 'next');
      send({ kind: 'fetched', run });
      return run;
    };

    it('is built without what stands in for it, which goes between two turns', () => {
      const run = fetched();
      // What fetched it may not build it yet: an answer may be under way.
      expect(effects).toEqual([{ kind: 'end', role: 'llm', run }, { kind: 'await-turn' }]);
      expect(line('llm')).toBe('smollm2-135m wasm ready');
      const standIn = runOf('llm');
      send({ kind: 'between-turns' });
      expect(effects[0]).toEqual({ kind: 'end', role: 'llm', run: standIn });
      expect(effects[1]).toMatchObject({ kind: 'load', role: 'llm', rung: GEMMA, isBeside: true });
      expect(line('llm')).toBe('smollm2-135m wasm waiting');
      expect(noticeOf('fetching')?.text).toContain('What you ask meanwhile is answered as soon as it is.');
      send({ kind: 'fetched', run: runOf('llm', 'next') });
      expect(kinds()).toEqual(['mark']);
      // A question may be waiting for it, so that no moment between two turns would come.
      send({ kind: 'loaded', run: runOf('llm', 'next'), realTimeFactor: 0.5 });
      expect(kinds()).toEqual(['keep-verdicts', 'switch-over', 'language-model', 'mark']);
      expect(line('llm')).toBe('gemma-3-4b-onnx webgpu ready');
      expect(noticesOf(state)).toEqual([]);
    });

    it('has what stood in for it answer again when it fails, and when the user pauses it', () => {
      fetched();
      send({ kind: 'between-turns' });
      send({ kind: 'died', run: runOf('llm', 'next'), error: { reason: 'out-of-memory', message: 'It is gone.' }, at: 0 });
      // The voice has left the card for it, and it is tried again.
      expect(line('llm')).toBe('smollm2-135m wasm waiting');
      send({ kind: 'died', run: runOf('llm', 'next'), error: { reason: 'load-failed', message: 'It is gone.' }, at: 0 });
      expect(line('llm')).toBe('smollm2-135m wasm loading');
      load('llm');
      send({ kind: 'test-again' });
      send({ kind: 'between-turns' });
      expect(line('llm')).toBe('smollm2-135m wasm waiting');
      send({ kind: 'pause' });
      expect(line('llm')).toBe('smollm2-135m wasm loading');
      send({ kind: 'go-on' });
      send({ kind: 'between-turns' });
      expect(line('llm')).toBe('smollm2-135m wasm waiting');
    });

    it('has smaller models stay beside one another', () => {
      const medium: Rung = { spec: findModel('llm', 'gemma-3-270m-onnx'), backend: 'webgpu' };
      fetching();
      const next = { is: 'loading', rung: medium, run: 99 } as const;
      state = { ...state, roles: { ...state.roles, llm: { ...state.roles.llm, next } } };
      send({ kind: 'fetched', run: 99 });
      send({ kind: 'between-turns' });
      expect(line('llm')).toBe('smollm2-135m wasm ready');
      expect(runOf('llm', 'next')).toBe(99);
    });
  });

  it('while it is paused is given up as well', () => {
    fetching();
    send({ kind: 'pause' });
    expect(noticeOf('fetching')?.other?.event).toEqual({ kind: 'cancel' });
    send({ kind: 'cancel' });
    expect(effects).toContainEqual({ kind: 'discard', rung: GEMMA, others: [] });
    expect(state.downloads.isPaused).toBe(false);
  });

  it('that was given up is not offered at the next visit, nor another one for it, until the user chooses anew', () => {
    fetching();
    send({ kind: 'cancel' });
    const { declined } = state.downloads;
    expect(keyOf(state)).toEqual(expect.arrayContaining([...declined]));
    state = initialState(state.chosen);
    send({ kind: 'load' });
    choose({ ...NOTHING, declined });
    expect(line('llm')).toBe('smollm2-135m wasm loading');
    expect(noticeOf('offer')).toBeUndefined();
    load('llm');
    wish({ llm: 'gemma-3-4b-onnx' });
    choose(null);
    expect(effects.some(({ kind }) => kind === 'keep-declined')).toBe(true);
    send({ kind: 'between-turns' });
    expect(noticeOf('offer')?.text).toContain('Gemma');
  });

  it('that is given up leaves the files that another model of its repository takes', () => {
    const whisper: Rung = { spec: findModel('stt', 'whisper-base'), backend: 'webgpu' };
    const paths = ['config.json', 'onnx/encoder_model.onnx', 'onnx/of-nobody.onnx'];
    expect(pathsToDiscard(whisper, [], paths)).toEqual(paths);
    expect(pathsToDiscard(whisper, [whisper], paths)).toEqual([]);
  });
});

describe('another choice', () => {
  it('made while models are chosen has its way, and what comes of the first is too late', () => {
    send({ kind: 'load' });
    const before = state.choosing?.attempt ?? 0;
    wish({ llm: 'smollm2-135m' });
    expect(state.choosing?.attempt).not.toBe(before);
    const { state: same } = reduce(state, {
      kind: 'choosing-failed',
      attempt: before,
      error: { reason: 'unknown', message: '' },
    });
    expect(same).toBe(state);
    answer(NOTHING);
    expect(line('llm')).toContain('smollm2-135m');
  });

  it('waits for a moment between two turns, and what served does until the other is ready', () => {
    begin({ card: null });
    load('llm', 0.5);
    wish({ llm: 'tiny-gemma3' });
    answer(null);
    expect(kinds()).toContain('await-turn');
    expect(line('llm')).toBe('smollm2-135m wasm ready');
    send({ kind: 'between-turns' });
    expect(line('llm')).toBe('smollm2-135m wasm ready');
    send({ kind: 'loaded', run: runOf('llm', 'next') });
    send({ kind: 'between-turns' });
    expect(line('llm')).toBe('tiny-gemma3 webgpu ready');
    expect(kinds()).toEqual(['end', 'switch-over', 'language-model']);
  });

  it('of hub ends what is being fetched from the one before, and leaves what serves', () => {
    begin({ card: null });
    load('llm', 0.5);
    const next = { is: 'loading', rung: GEMMA, run: 99 } as const;
    state = { ...state, roles: { ...state.roles, llm: { ...state.roles.llm, next } } };
    send({ kind: 'options', chosen: { ...state.chosen, hub: 'https://other.example/' } });
    expect(effects).toContainEqual({ kind: 'end', role: 'llm', run: 99 });
    expect(state.choosing?.roles).toEqual(['stt', 'llm', 'tts']);
    expect(line('llm')).toBe('smollm2-135m wasm ready');
  });

  it('that can’t be had is named, and what serves goes on', () => {
    begin({ card: null });
    wish({ llm: 'gemma-3-4b-mlc' });
    const { attempt } = state.choosing ?? { attempt: 0 };
    send({ kind: 'choosing-failed', attempt, error: { reason: 'no-webgpu', message: 'It needs WebGPU.' } });
    expect(noticeOf('choice')?.text).toBe('It needs WebGPU.');
    expect(stageOf(state)).toBe('started');
  });
});

describe('a server', () => {
  it('that fails has no verdict kept, and is not told about its graphics', () => {
    const spec = { ...GEMMA.spec, id: 'own', folder: '', repo: '', variants: { remote: { dtype: '', bytes: 0 } } };
    begin();
    const llm: Rung = { spec, backend: 'remote' };
    state = {
      ...state,
      roles: { ...state.roles, llm: { ...state.roles.llm, ladder: [llm], serving: { is: 'loading', rung: llm, run: 99 } } },
    };
    die('llm', 'self-test-failed');
    expect(state.verdicts.kept).toEqual({});
  });
});
