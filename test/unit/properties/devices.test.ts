import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Kind } from '../../../src/devices/state.ts';
import { DevicesWorld } from './devices-world.ts';
import { Move } from './move.ts';
import { check } from './outside-world.ts';
import { limitOf, walksOf } from './seed.ts';

const move = (name: string, make: (world: DevicesWorld) => void) => new Move(name, make);
const KINDS: readonly Kind[] = ['microphone', 'loudspeaker', 'camera'];

const MOVES: readonly Move<DevicesWorld>[] = [
  ...[false, true].map((takeOver) =>
    move(`listen${takeOver ? ' here' : ''}`, (world) => {
      world.send({ kind: 'listen', takeOver });
    }),
  ),
  move('sleep', (world) => {
    world.send({ kind: 'sleep' });
  }),
  move('sound', (world) => {
    world.send({ kind: 'sound' });
  }),
  ...[true, false].flatMap((on) => [
    move(`camera ${on}`, (world) => {
      world.send({ kind: 'camera', on });
    }),
    move(`hold ${on}`, (world) => {
      world.send({ kind: 'hold', down: on });
    }),
    move(`mute ${on}`, (world) => {
      world.send({ kind: 'mute', muted: on });
    }),
    move(`frames ${on}`, (world) => {
      world.send({ kind: 'frames', arrive: on });
    }),
    move(`system mutes ${on}`, (world) => {
      world.send({ kind: 'muted-by-system', attempt: world.numberOf('microphone'), muted: on });
    }),
  ]),
  ...(['open', 'hold', 'toggle'] as const).map((mode) =>
    move(`talk ${mode}`, (world) => {
      world.send({ kind: 'talk', mode });
    }),
  ),
  ...[true, false].flatMap((isZero) =>
    [true, false].map((isAwaited) =>
      move(`${isZero ? 'zeros' : 'sound'}${isAwaited ? ', awaited' : ''}`, (world) => {
        world.send({ kind: 'level', isZero, isAwaited });
      }),
    ),
  ),
  ...['', 'a', 'b', 'a b'].map((ids) =>
    move(`devices '${ids}'`, (world) => {
      const devices = KINDS.flatMap((kind) => ids.split(' ').map((id) => ({ kind, id, label: id.toUpperCase() })));
      world.send({ kind: 'available', devices });
    }),
  ),
  ...KINDS.map((kind) =>
    move(`${kind} recalled`, (world) => {
      world.send({ kind: 'recalled', chosen: { [kind]: 'b' } });
    }),
  ),
  ...(['claimed', 'taken'] as const).map((how) =>
    move(how, (world) => {
      world.grant(how);
    }),
  ),
  move('another tab takes over', (world) => {
    world.steal();
  }),
  ...KINDS.flatMap((device) => [
    ...(['opened', 'denied', 'absent'] as const).map((how) =>
      move(`${device} ${how}`, (world) => {
        world.answer(device, how);
      }),
    ),
    ...['a', ''].map((id) =>
      move(`choose ${device} '${id}'`, (world) => {
        world.send({ kind: 'choose', device, id });
      }),
    ),
    move(`${device} ends`, (world) => {
      const attempt = world.numberOf(device);
      world.send({ kind: 'ended', device, attempt });
    }),
    move(`an older ${device} ends`, (world) => {
      world.send({ kind: 'ended', device, attempt: Math.max(0, world.numberOf(device) - 1) });
    }),
  ]),
  ...(['microphone', 'loudspeaker'] as const).flatMap((device) => [
    move(`${device} suspended`, (world) => {
      world.send({ kind: 'suspended', device, attempt: world.numberOf(device) });
    }),
    move(`${device} runs`, (world) => {
      world.send({ kind: 'running', device, attempt: world.numberOf(device) });
    }),
  ]),
  ...(['patience', 'microphone', 'loudspeaker', 'hush'] as const).map((timer) =>
    move(`${timer} timer`, (world) => {
      world.fire(timer);
    }),
  ),
  ...(['visible', 'hidden', 'away'] as const).map((is) =>
    move(`page ${is}`, (world) => {
      world.send({ kind: 'page', is });
    }),
  ),
  move('listen, all granted', (world) => {
    world.send({ kind: 'listen' });
    world.grant('claimed');
    world.answer('loudspeaker', 'opened');
    world.answer('microphone', 'opened');
  }),
];

const walks = (maxLength: number) => fc.array(fc.constantFrom(...MOVES), { maxLength, size: 'max' });

/** 100,000 walks in all, a tenth of them in `npm test`. A failure prints its seed and path; `fc.assert(…, { seed, path })` runs it again. */
const RUNS = walksOf(50_000);

describe('devices, in any order of events', { timeout: limitOf(180_000) }, () => {
  it('keep every promise at every step, and can be listened to afterwards', () => {
    fc.assert(
      fc.property(walks(20), (moves) => {
        const world = new DevicesWorld();
        for (const each of moves) each.make(world);
        world.send({ kind: 'page', is: 'visible' });
        world.send({ kind: 'sleep' });
        check(![...world.open.values(), ...world.asked.values()].includes('microphone'), 'sleep lets go of the microphone');
        world.send({ kind: 'listen', takeOver: true });
        world.grant('claimed');
        world.answer('loudspeaker', 'opened');
        world.answer('microphone', 'opened');
        check(world.state.microphone.is === 'on', 'who asks to be listened to is');
      }),
      { numRuns: RUNS },
    );
  });

  it('are all let go when the session ends, and nothing is opened afterwards', () => {
    fc.assert(
      fc.property(walks(12), walks(6), (before, after) => {
        const world = new DevicesWorld();
        for (const each of before) each.make(world);
        world.send({ kind: 'dispose' });
        for (const each of after) each.make(world);
        check(world.open.size + world.asked.size === 0 && world.claim === null, 'nothing is left behind');
      }),
      { numRuns: RUNS },
    );
  });
});
