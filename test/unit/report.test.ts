/** Where the time went, and the report of it: times, models and events, and no word that was said. */
import { describe, expect, it } from 'vitest';
import { eventLog } from '../../src/session/event-log.ts';
import { report } from '../../src/session/report.ts';
import { mergeSettings } from '../../src/session/settings.ts';
import { MAX_TURNS, mediansOf, stagesOf, withTurn, type LoggedTurn } from '../../src/session/turn-log.ts';
import type { TurnEvent } from '../../src/turn/events.ts';
import { Recorder } from '../../src/turn/recording.ts';
import { OPTIONS } from './conversation.ts';

/** Whatever words there can be, each of them to be found again. */
const WORDS = ['Zanzibar', 'Ouagadougou', 'Reykjavik', 'Tegucigalpa', 'Antananarivo', 'Bujumbura', 'Ljubljana', 'Nouakchott'];
const [said, answered, typed, spoken, recalled, prompt, quoted, persona] = WORDS as [string, ...string[]];

const MARKS = {
  speechEndAt: 1000,
  sttMs: 300,
  generateAt: 1600,
  committedAt: 2000,
  firstTokenAt: 1900,
  ttsTtfbMs: 500,
  startedAt: 2600,
};
const MODELS: LoggedTurn['models'] = [{ role: 'llm', id: 'tiny', backend: 'wasm' }];

describe('the log of turns', () => {
  const log = withTurn([], 1, MARKS, MODELS);

  it('has each stage with its beginning and end, from the end of speech on', () => {
    expect(log.map(stagesOf)).toEqual([
      [
        { name: 'endOfUtteranceMs', fromMs: 0, toMs: 1000 },
        { name: 'sttMs', fromMs: 300, toMs: 600 },
        { name: 'ttftMs', fromMs: 600, toMs: 900 },
        { name: 'ttsTtfbMs', fromMs: 1100, toMs: 1600 },
        { name: 'totalMs', fromMs: 0, toMs: 1600 },
      ],
    ]);
  });

  it('has a typed turn without ears, and none before its first token', () => {
    expect(withTurn(log, 2, { generateAt: 5000 }, MODELS)).toBe(log);
    const [, typedTurn] = withTurn(log, 2, { generateAt: 5000, firstTokenAt: 5200 }, MODELS);
    expect(typedTurn).toEqual({ turn: 2, ttftMs: 200, askedAfterMs: 0, models: MODELS });
  });

  it('has a turn once, as it is known last, and the newest of many', () => {
    expect(withTurn(log, 1, MARKS, MODELS)).toBe(log);
    expect(withTurn(log, 1, { ...MARKS, startedAt: 3000 }, MODELS)).toMatchObject([{ turn: 1, totalMs: 2000 }]);
    let many: readonly LoggedTurn[] = [];
    for (let turn = 1; turn <= MAX_TURNS + 5; turn += 1) many = withTurn(many, turn, MARKS, MODELS);
    expect([many.length, many[0]?.turn]).toEqual([MAX_TURNS, 6]);
  });

  it('has the medians of what took part', () => {
    const ttfts = [100, 900, 200].reduce<readonly LoggedTurn[]>(
      (all, ms, turn) => withTurn(all, turn, { generateAt: 0, firstTokenAt: ms }, []),
      log.slice(1),
    );
    expect(mediansOf(ttfts)).toEqual({ ttftMs: 200 });
    expect(mediansOf(ttfts.slice(0, 2))).toEqual({ ttftMs: 500 });
    expect(mediansOf([])).toEqual({});
  });
});

it('a report has no word that was said, written, kept or instructed', () => {
  const recorder = new Recorder();
  recorder.add({ options: { ...OPTIONS, system: prompt ?? '' } });
  const events = [
    { kind: 'recalled', history: [{ role: 'user', text: recalled, turn: 1 }], at: 1 },
    {
      kind: 'pause',
      utterance: 1,
      revision: 1,
      at: 2,
      speechEndAt: 1,
      speechMs: 900,
      durationMs: 1000,
      fallDb: -9,
      released: false,
    },
    { kind: 'transcript', utterance: 1, revision: 1, text: said, confidence: 0.9, speechMs: 900, sttMs: 300, waitMs: 0, at: 3 },
    { kind: 'typed', text: typed, at: 4 },
    { kind: 'say', text: spoken, at: 5 },
    { kind: 'text', turn: 2, delta: answered, at: 6 },
    { kind: 'timer', timer: 'commit', utterance: 1, revision: 1, at: 7 },
  ] as unknown as TurnEvent[];
  for (const event of events) recorder.add({ event });
  // Not even where nothing was masked before.
  const logged = [true, false].map((words) => eventLog(recorder.recording(words).steps, 100));
  expect(logged[0]).toEqual(logged[1]);
  expect(logged[0]?.[2]).toMatchObject({ kind: 'pause', at: 2, utterance: 1, speechMs: 900, released: false });
  expect(eventLog(recorder.recording(false).steps, 2)).toHaveLength(2);
  const made = report(
    {
      phase: 'listening',
      models: {
        models: [],
        gpuMb: 0,
        coming: null,
        why: 'No graphics card.',
        vramMb: 0,
        findings: [],
        leaves: null,
      },
      devices: { microphone: 'on', muted: false, camera: 'off', loudspeaker: 'on' } as never,
      notices: [
        { id: 'address', level: 'warning', text: `The address wants “${quoted ?? ''}”.` },
        { id: 'answer', level: 'error', text: `The server says: ${quoted ?? ''}` },
        { id: 'echo', level: 'warning', text: 'Parley keeps hearing itself.' },
      ],
      turns: withTurn([], 1, MARKS, MODELS),
      settings: mergeSettings(
        {},
        { systemPrompt: prompt ?? '', personas: [{ name: persona ?? '', systemPrompt: '' }], speed: 1.5 },
      ),
    },
    ['A card'],
    logged[0] ?? [],
    'Chromium',
  );
  const text = JSON.stringify(made);
  for (const word of WORDS) expect(text).not.toContain(word);
  expect(made).toMatchObject({
    notices: [{ id: 'address' }, { id: 'answer' }, { id: 'echo', text: 'Parley keeps hearing itself.' }],
    settings: { systemPrompt: 'chosen', personas: 'chosen', speed: 1.5 },
    medians: { ttftMs: 300, totalMs: 1600 },
    turns: [{ turn: 1, models: MODELS }],
  });
});
