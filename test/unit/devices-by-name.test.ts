import { describe, expect, it } from 'vitest';
import type { DevicesEffect } from '../../src/devices/events.ts';
import type { Kind } from '../../src/devices/state.ts';
import { DevicesWorld } from './properties/devices-world.ts';

const HEADSET = { kind: 'microphone', id: 'headset', label: 'Headset' } as const;
const BUILT_IN = { kind: 'microphone', id: 'built-in', label: 'Built-in microphone' } as const;

function listening(chosen: Partial<Record<Kind, string>> = {}): DevicesWorld {
  const world = new DevicesWorld();
  world.send({ kind: 'recalled', chosen });
  world.send({ kind: 'listen' });
  world.grant('claimed');
  world.answer('loudspeaker', 'opened');
  world.answer('microphone', 'opened');
  return world;
}

const notices = (effects: readonly DevicesEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'notice' && 'is' in effect.notice ? [effect.notice] : []));
const opened = ({ effects }: DevicesWorld) => effects.flatMap((effect) => (effect.kind === 'open' ? [effect.id] : []));

describe('a microphone that was chosen', () => {
  it('and is unplugged gives way to the system’s choice, which is said; it is taken again when it is back', () => {
    const world = listening({ microphone: 'headset' });
    world.send({ kind: 'available', devices: [HEADSET, BUILT_IN] });
    world.send({ kind: 'ended', device: 'microphone', attempt: world.numberOf('microphone') });
    expect(world.state.microphone.is).toBe('opening');
    world.answer('microphone', 'opened');
    world.send({ kind: 'available', devices: [BUILT_IN] });
    expect(notices(world.effects)).toEqual([{ about: 'microphone', is: 'fallback', label: 'Headset' }]);
    expect(world.state.chosen.microphone).toBe('headset');
    world.send({ kind: 'available', devices: [BUILT_IN, HEADSET] });
    expect(world.effects).toContainEqual({ kind: 'drop-notice', about: 'microphone-fallback' });
    expect(opened(world)).toEqual(['headset']);
  });

  it('and is not there at the start is said, once', () => {
    const world = listening({ microphone: 'headset' });
    world.send({ kind: 'available', devices: [BUILT_IN] });
    expect(notices(world.effects)).toEqual([{ about: 'microphone', is: 'fallback', label: '' }]);
    world.send({ kind: 'available', devices: [BUILT_IN] });
    expect(world.effects).toEqual([]);
  });

  it('is not missed while the browser tells no names', () => {
    const world = listening({ microphone: 'headset' });
    world.send({ kind: 'available', devices: [{ kind: 'microphone', id: '', label: '' }] });
    expect(world.effects).toEqual([]);
  });
});

it('the only microphone is unplugged: plugged in again it is listened to without a press, unless the user has stopped', () => {
  const unplugged = () => {
    const world = listening();
    world.send({ kind: 'available', devices: [BUILT_IN] });
    world.send({ kind: 'ended', device: 'microphone', attempt: world.numberOf('microphone') });
    world.send({ kind: 'available', devices: [] });
    expect(world.state.microphone.is).toBe('lost');
    return world;
  };
  const world = unplugged();
  world.send({ kind: 'available', devices: [BUILT_IN] });
  expect(world.state.microphone.is).toBe('claiming');
  const stopped = unplugged();
  stopped.send({ kind: 'sleep' });
  stopped.send({ kind: 'available', devices: [BUILT_IN] });
  expect(stopped.state.microphone.is).toBe('off');
});

it('one that was there all along, and is only told by name now, is none that was plugged in', () => {
  for (const before of [[], [{ kind: 'microphone', id: '', label: '' } as const]]) {
    const world = new DevicesWorld();
    if (before.length > 0) world.send({ kind: 'available', devices: before });
    world.send({ kind: 'listen' });
    world.grant('claimed');
    world.answer('microphone', 'absent');
    expect(world.state.microphone.is).toBe('absent');
    world.send({ kind: 'available', devices: [BUILT_IN] });
    expect(world.state.microphone.is).toBe('absent');
    world.send({ kind: 'available', devices: [BUILT_IN, HEADSET] });
    expect(world.state.microphone.is).toBe('claiming');
  }
});

it('another loudspeaker takes over what lies in the queue', () => {
  const world = listening();
  world.send({ kind: 'choose', device: 'loudspeaker', id: 'headphones' });
  expect(world.effects).toContainEqual(expect.objectContaining({ kind: 'switch', id: 'headphones' }));
  expect(world.effects).not.toContainEqual({ kind: 'sound-lost' });
});

it('of a camera that is gone no other takes the place; back again it is on', () => {
  const front = { kind: 'camera', id: 'front', label: 'Front' } as const;
  const world = new DevicesWorld();
  world.send({ kind: 'recalled', chosen: { camera: 'front' } });
  world.send({ kind: 'camera', on: true });
  world.answer('camera', 'opened');
  world.send({ kind: 'available', devices: [front] });
  world.send({ kind: 'ended', device: 'camera', attempt: world.numberOf('camera') });
  world.send({ kind: 'available', devices: [] });
  expect(world.state.camera.is).toBe('lost');
  world.send({ kind: 'available', devices: [front] });
  expect(world.state.camera.is).toBe('opening');
});

describe('a microphone that gives nothing but zeros', () => {
  const zeros = { kind: 'level', isZero: true, isAwaited: true } as const;

  it('is named after a while; the first sound takes that back', () => {
    const world = listening();
    world.send(zeros);
    world.fire('hush');
    expect(notices(world.effects)).toEqual([{ about: 'microphone', is: 'hushed' }]);
    world.send({ kind: 'level', isZero: false, isAwaited: false });
    expect(world.effects).toEqual([{ kind: 'drop-notice', about: 'microphone' }]);
  });

  it('is not while Parley speaks, while it is muted, and while nobody holds the talk key', () => {
    const world = listening();
    world.send({ ...zeros, isAwaited: false });
    expect(world.timers.has('hush')).toBe(false);
    world.send({ kind: 'mute', muted: true });
    world.send(zeros);
    expect(world.timers.has('hush')).toBe(false);
    world.send({ kind: 'mute', muted: false });
    world.send({ kind: 'talk', mode: 'hold' });
    world.send(zeros);
    expect(world.timers.has('hush')).toBe(false);
    world.send({ kind: 'hold', down: true });
    world.send(zeros);
    expect(world.timers.has('hush')).toBe(true);
  });
});

describe('the talk key', () => {
  const holds = ({ effects }: DevicesWorld) => effects.flatMap((effect) => (effect.kind === 'hold' ? [effect.down] : []));

  it('counts as let go where the page is hidden, but not where it was pressed to stay', () => {
    const world = listening();
    world.send({ kind: 'talk', mode: 'hold' });
    world.send({ kind: 'hold', down: true });
    world.send({ kind: 'page', is: 'hidden' });
    expect(holds(world)).toEqual([false]);
    world.send({ kind: 'page', is: 'visible' });
    world.send({ kind: 'talk', mode: 'toggle' });
    world.send({ kind: 'hold', down: true });
    world.send({ kind: 'hold', down: false });
    world.send({ kind: 'page', is: 'hidden' });
    expect(world.isHeld).toBe(true);
  });

  it('pressed to stay is let go with the microphone, and counts for nothing without one', () => {
    const world = listening();
    world.send({ kind: 'talk', mode: 'toggle' });
    world.send({ kind: 'hold', down: true });
    world.send({ kind: 'sleep' });
    expect(holds(world)).toEqual([false]);
    world.send({ kind: 'hold', down: true });
    expect(world.state.isHeld).toBe(false);
  });

  it('pressed while muted counts once that is over', () => {
    const world = listening();
    world.send({ kind: 'mute', muted: true });
    world.send({ kind: 'hold', down: true });
    expect(holds(world)).toEqual([]);
    world.send({ kind: 'mute', muted: false });
    expect(holds(world)).toEqual([true]);
  });

  it('is up when another way to talk is chosen', () => {
    const world = listening();
    world.send({ kind: 'hold', down: true });
    world.send({ kind: 'talk', mode: 'toggle' });
    expect(world).toMatchObject({ isHeld: false, state: { isHeld: false } });
  });
});
