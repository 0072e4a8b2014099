/** The table of what becomes of each field, against the code; and the document that has it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gemini } from '../../../src/live/gemini/codec.ts';
import { FIELDS, fieldTable } from '../../../src/live/gemini/fields.ts';
import type { CodecEffect } from '../../../src/live/neutral.ts';

/** The frame with this value at this path. */
function frameWith(place: string, value: unknown): Record<string, unknown> {
  return place.split('.').reduceRight<unknown>((inner, name) => {
    return name.endsWith('[]') ? { [name.slice(0, -2)]: [inner] } : { [name]: inner };
  }, value) as Record<string, unknown>;
}

/** What comes of the frame: all effects, and what is settled by a setup and only seen later. */
function outcome(frame: Record<string, unknown>) {
  const send = (state: ReturnType<typeof gemini.initial>, what: unknown) =>
    gemini.reduce(state, { kind: 'frame', text: JSON.stringify(what), at: 0 });
  const isSetup = 'setup' in frame;
  const before = isSetup ? gemini.initial('id') : send(gemini.initial('id'), { setup: {} }).state;
  const { state, effects } = send(before, frame);
  const told = gemini.reduce(state, { kind: 'told', told: { kind: 'ready' }, at: 0 });
  return { effects, setup: state.setup, closed: effects.find(({ kind }) => kind === 'close'), later: told.effects };
}

describe.each(FIELDS.map((field) => [`${field.path} ${JSON.stringify(field.example)}`, field] as const))('%s', (_, field) => {
  const { effects, setup, closed } = outcome(frameWith(field.path, field.example));
  const bare = outcome(field.path.startsWith('setup') ? { setup: {} } : {});

  it(`is ${field.is}`, () => {
    if (field.is === 'refused') {
      expect(closed).toMatchObject({
        code: Number(/^\d{4}/.exec(field.about)?.[0]),
        reason: expect.stringMatching(/.{10}/) as string,
      });
      return;
    }
    expect(closed).toBeUndefined();
    const settled = (of: typeof bare): unknown => [of.setup, asked(of.effects)];
    const here = [setup, asked(effects)];
    if (field.is === 'ignored') expect(here).toEqual(settled(bare));
    else expect(here).not.toEqual(settled(bare));
  });

  it('is the same in the other spelling', () => {
    const snake = field.path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const value = JSON.parse(
      JSON.stringify(field.example).replace(
        /"(\w+)":/g,
        (_all, name: string) => `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`,
      ),
    ) as unknown;
    expect(outcome(frameWith(snake, value)).effects).toEqual(effects);
  });
});

function asked(effects: readonly CodecEffect[]): unknown[] {
  return effects.filter(({ kind }) => kind === 'ask' || kind === 'send');
}

it('stands in docs/live.md', () => {
  const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/live.md'), 'utf8');
  expect(document).toContain(fieldTable());
});
