/** The calls of one turn, by themselves. */
import { describe, expect, it } from 'vitest';
import { actsToRemember, noActs, reduceActs, type Acts, type LoopEffect, type LoopEvent } from '../../../src/tools/loop.ts';
import { isNo, isYes, questionAbout } from '../../../src/tools/phrases.ts';
import { TOOL_SETTINGS } from '../../../src/tools/settings.ts';
import { declarationOf, type Declaration } from '../../../src/tools/tool.ts';

const light = declarationOf({
  name: 'set_light',
  description: 'Turns a light on or off.',
  inputSchema: {
    type: 'object',
    properties: { room: { enum: ['kitchen', 'office'] }, on: { type: 'boolean' } },
    required: ['room', 'on'],
  },
});
const buy = declarationOf({ name: 'buy', description: 'Buys it.', annotations: { consequentialHint: true } });
const TOOLS = [light, buy];
const ON = { name: 'set_light', args: { room: 'kitchen', on: true } };
const DONE = { is: 'done', text: '{"ok": true}' } as const;

class Loop {
  acts: Acts;
  last: readonly LoopEffect[] = [];
  readonly #tools: readonly Declaration[];

  constructor(isOpen = true, tools: readonly Declaration[] = TOOLS) {
    this.acts = noActs(7, isOpen, 'en');
    this.#tools = tools;
  }

  send(event: LoopEvent, tools = this.#tools): this {
    const { acts, effects } = reduceActs(this.acts, event, tools);
    this.acts = acts;
    this.last = effects;
    return this;
  }

  called(...calls: (typeof ON | { name: string; args: Record<string, unknown>; problem?: string })[]): this {
    return this.send({ kind: 'called', calls, before: '' });
  }

  ended(id: string): this {
    return this.send({ kind: 'ended', id, outcome: DONE });
  }

  get kinds(): string[] {
    return this.last.map(({ kind }) => kind);
  }
}

describe('the calls of a turn', () => {
  it('are carried out one after the other, and then the model goes on', () => {
    const loop = new Loop().called(ON, { name: 'set_light', args: { room: 'office', on: 'false' } });
    expect(loop.last).toMatchObject([
      { kind: 'run', call: { id: '7-1', name: 'set_light' } },
      { kind: 'wait', timer: 'moment', ms: 1000 },
    ]);
    // What was written as text and is a yes or no is one.
    expect(loop.ended('7-1').last).toMatchObject([{ kind: 'run', call: { id: '7-2', args: { on: false } } }, { kind: 'wait' }]);
    expect(loop.ended('7-2').last).toEqual([{ kind: 'go-on' }]);
    expect(actsToRemember(loop.acts).map(({ call }) => call.id)).toEqual(['7-1', '7-2']);
  });

  it('wait for the turn to be the assistant’s', () => {
    const loop = new Loop(false).called(ON);
    expect(loop.last).toEqual([]);
    expect(actsToRemember(loop.acts)).toEqual([]);
    expect(loop.send({ kind: 'opened' }).kinds).toEqual(['run', 'wait']);
    expect(loop.send({ kind: 'opened' }).kinds).toEqual([]);
  });

  it('are asked about where that is wanted, and only a yes is one', () => {
    const loop = new Loop().called({ name: 'buy', args: {} });
    expect(loop.kinds).toEqual(['ask', 'wait']);
    expect(loop.last[1]).toMatchObject({ timer: 'approval', ms: TOOL_SETTINGS.approvalMs });
    expect(loop.send({ kind: 'allowed', id: '7-2', yes: true }).last).toEqual([]);
    expect(loop.send({ kind: 'allowed', id: '7-1', yes: true }).kinds).toEqual(['asked', 'run', 'wait']);

    const refused = new Loop().called({ name: 'buy', args: {} }).send({ kind: 'allowed', id: '7-1', yes: false });
    expect(refused.kinds).toEqual(['asked', 'go-on']);
    expect(refused.acts.all[0]?.outcome).toMatchObject({ is: 'refused' });
    expect(refused.send({ kind: 'allowed', id: '7-1', yes: true }).last).toEqual([]);
  });

  it('are told what is wrong with them once, and given up after that', () => {
    const wrong = { name: 'set_light', args: { room: 'cellar', on: true } };
    const loop = new Loop().called(wrong);
    expect(loop.last).toEqual([{ kind: 'go-on' }]);
    expect(loop.acts.all[0]?.outcome?.text).toMatch(/room/);
    expect(loop.called(ON).kinds).toEqual(['run', 'wait']);
    loop.ended('7-2');
    expect(loop.called({ name: 'fly', args: {} }).last).toEqual([{ kind: 'go-on' }]);
    expect(loop.acts.all[2]?.outcome?.text).toContain('There are: set_light, buy.');
    expect(loop.called(ON).last).toEqual([{ kind: 'say', text: 'Sorry, that did not work.', ends: true }]);
    expect(actsToRemember(loop.acts).map(({ call }) => call.id)).toEqual(['7-2']);
  });

  it('are no more than so many', () => {
    const loop = new Loop();
    for (let number = 1; number <= TOOL_SETTINGS.maxCalls; number += 1) loop.called(ON).ended(`7-${String(number)}`);
    expect(loop.last).toEqual([{ kind: 'go-on' }]);
    expect(loop.called(ON).last).toMatchObject([{ kind: 'say', ends: true }]);
    const many = new Loop().called(...Array.from({ length: 50 }, () => ON));
    expect(many.acts.all.filter(({ is }) => is !== 'over')).toHaveLength(TOOL_SETTINGS.maxCalls);
  });

  it('that take longer than a moment are waited for aloud, once', () => {
    const loop = new Loop().called(ON, ON).send({ kind: 'lasted', id: '7-1' });
    expect(loop.last).toEqual([{ kind: 'say', text: 'One moment.', ends: false }]);
    loop.ended('7-1');
    expect(loop.kinds).toEqual(['run']);
    expect(loop.send({ kind: 'lasted', id: '7-2' }).last).toEqual([]);
  });

  it('change nothing when they come too late', () => {
    const loop = new Loop().called(ON).ended('7-1');
    const { acts } = loop;
    for (const event of [
      { kind: 'ended', id: '7-1', outcome: { is: 'failed', text: '{}' } },
      { kind: 'ended', id: '6-1', outcome: DONE },
      { kind: 'allowed', id: '7-1', yes: true },
      { kind: 'lasted', id: '7-1' },
      { kind: 'called', calls: [], before: '' },
    ] as const)
      expect(loop.send(event)).toMatchObject({ acts, last: [] });
  });

  it('of a tool that has gone meanwhile fail', () => {
    const loop = new Loop(false).called(ON).send({ kind: 'opened' }, []);
    expect(loop.last).toEqual([{ kind: 'go-on' }]);
    expect(loop.acts.all[0]?.outcome).toMatchObject({ is: 'failed' });
  });

  it('that were under way at the end are remembered as interrupted, and those that nobody answered as refused', () => {
    expect(actsToRemember(new Loop().called(ON, ON).acts).map(({ outcome }) => outcome.is)).toEqual(['cancelled']);
    expect(actsToRemember(new Loop().called({ name: 'buy', args: {} }).acts).map(({ outcome }) => outcome.is)).toEqual([
      'refused',
    ]);
  });
});

describe('a yes', () => {
  it.each(['Yes.', 'Yes, please.', 'Yeah!', 'Okay, do it.', 'Go ahead.', 'Sure, thanks.', 'Oh yes, please do.'])(
    'is “%s”',
    (text) => {
      expect(isYes(text, 'en')).toBe(true);
    },
  );
  it.each([
    '',
    'No.',
    'Yes and no.',
    'Yes, but make it two.',
    'Yesterday.',
    'What?',
    'Please.',
    'Shall I do this?',
    'Do not do it.',
    'Hmm.',
  ])('is not “%s”', (text) => {
    expect(isYes(text, 'en')).toBe(false);
  });
  it('is never guessed in a language whose words are not known', () => {
    expect(isYes('yes', 'xx')).toBe(false);
  });
  it.each(['No.', 'No, thanks.', 'Nope!', "Don't do that."])('and a no is “%s”', (text) => {
    expect(isNo(text, 'en')).toBe(true);
  });
  it.each([
    ['es', 'Sí, claro.', 'No, mejor no.'],
    ['fr-CA', 'Oui, vas-y !', 'Non, surtout pas.'],
    ['it', 'Sì, va bene.', 'No, non farlo.'],
    ['pt-BR', 'Sim, pode fazer.', 'Não, agora não.'],
    ['hi', 'जी हाँ, ठीक है।', 'नहीं, रहने दो।'],
    ['de', 'Ja, mach das, bitte.', 'Nein, lieber nicht.'],
    ['ja', 'はい、お願いします。', 'いいえ、結構です。'],
    ['zh', '好的。', '不要。'],
  ])('in %s are “%s” and “%s”, and the question is neither', (language, yes, no) => {
    expect([isYes(yes, language), isNo(yes, language)]).toEqual([true, false]);
    expect([isYes(no, language), isNo(no, language)]).toEqual([false, true]);
    const question = questionAbout('light', {}, language);
    expect([isYes(question, language), isNo(question, language)]).toEqual([false, false]);
  });
});
