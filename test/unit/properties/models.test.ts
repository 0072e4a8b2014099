import fc from 'fast-check';
import { describe, it } from 'vitest';
import { BIG, ROLES } from '../../../src/models/state.ts';
import { ModelsWorld } from './models-world.ts';
import { Move } from './move.ts';
import { check } from './outside-world.ts';
import { limitOf, walksOf } from './seed.ts';

const move = (name: string, make: (world: ModelsWorld) => void) => new Move(name, make);

const MOVES: readonly Move<ModelsWorld>[] = [
  ...(['load', 'sleep', 'hand-over', 'agree', 'pause', 'go-on', 'use-starter', 'between-turns'] as const).map((kind) =>
    move(kind, (world) => {
      world.send({ kind });
    }),
  ),
  move('models are chosen', (world) => {
    world.choose();
  }),
  move('none can be chosen', (world) => {
    world.choose({ fails: true });
  }),
  ...[undefined, 'gemma-3-4b-mlc', 'smollm2-135m', 'tiny-gemma3'].map((llm) =>
    move(`wish for ${llm}`, (world) => {
      world.send({
        kind: 'options',
        chosen: { wishes: llm === undefined ? {} : { llm }, own: null, hub: '', askAboveBytes: 100e6 },
      });
    }),
  ),
  move('the store changes', (world) => {
    world.send({ kind: 'store-changed' });
    world.look();
  }),
  move('the hub tells', (world) => {
    world.lookUp();
  }),
  ...[true, false].flatMap((is) => [
    move(`fetched ${is}`, (world) => {
      world.isFetched = is;
    }),
    move(`memory short ${is}`, (world) => {
      world.isTight = is;
    }),
    move(`card ${is}`, (world) => {
      world.hasCard = is;
    }),
    move(`leave, crashed ${is}`, (world) => {
      world.leave({ crashes: is });
      world.send({ kind: 'load' });
      world.choose();
    }),
  ]),
  ...(['newest', 'oldest'] as const).flatMap((which) =>
    (['fetched', null, 0.5, 3] as const).map((how) =>
      move(`${which} loads ${how}`, (world) => {
        world.load(how, which);
      }),
    ),
  ),
  ...(
    [
      'self-test-failed',
      'self-test-unfinished',
      'shader-failed',
      'load-failed',
      'device-lost',
      'out-of-memory',
      'worker-died',
      'network',
    ] as const
  ).flatMap((reason) =>
    (['newest', 'ready'] as const).map((which) =>
      move(`${which} dies of ${reason}`, (world) => {
        world.kill(reason, which);
      }),
    ),
  ),
  ...(['fetched', 'loaded', 'died'] as const).map((kind) =>
    move(`a dead one has ${kind}`, (world) => {
      world.hearOfTheDead(kind);
    }),
  ),
  move('cancel', (world) => {
    world.cancel();
  }),
  move('stands still', (world) => {
    world.standStill();
  }),
  move('test again', (world) => {
    world.testAgain();
  }),
  ...BIG.map((role) =>
    move(`start ${role} again`, (world) => {
      world.startAgain(role);
    }),
  ),
  move('begin, and all is loaded', (world) => {
    world.send({ kind: 'load' });
    world.succeed();
  }),
];

const walks = (maxLength: number) => fc.array(fc.constantFrom(...MOVES), { maxLength, size: 'max' });

/** 100,000 walks in all, a tenth of them in `npm test`. A failure prints its seed and path; `fc.assert(…, { seed, path })` runs it again. */
const RUNS = walksOf(50_000);

describe('models, in any order of events', { timeout: limitOf(240_000) }, () => {
  it('keep every promise at every step, and end on something that answers', () => {
    fc.assert(
      fc.property(walks(24), (moves) => {
        const world = new ModelsWorld();
        for (const each of moves) each.make(world);
        world.send({ kind: 'load' });
        world.succeed();
        const { roles, isAsleep, isHandedOver, choice } = world.state;
        check(!isAsleep && !isHandedOver, 'who wants models wakes them');
        const isAnswering = ROLES.every((role) => ['ready', 'failed'].includes(roles[role].serving?.is ?? ''));
        check(isAnswering || choice === null, 'each role has a model, or a failure with a way on');
        // The way on that all of them have.
        world.send({ kind: 'use-starter' });
        world.succeed();
        for (const role of ROLES) world.startAgain(role);
        world.succeed();
        check(
          ROLES.every((role) => world.state.roles[role].serving?.is === 'ready'),
          'the starter set answers',
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('are all let go when the session ends, and nothing is loaded afterwards', () => {
    fc.assert(
      fc.property(walks(14), walks(6), (before, after) => {
        const world = new ModelsWorld();
        for (const each of before) each.make(world);
        world.send({ kind: 'dispose' });
        const { state } = world;
        for (const each of after.filter(({ name }) => !name.startsWith('leave'))) each.make(world);
        check(world.workers.size === 0 && world.state === state, 'nothing is left behind');
      }),
      { numRuns: RUNS },
    );
  });
});
