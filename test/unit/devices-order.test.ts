/** What of devices comes late, or in another order than usual. */
import { expect, it } from 'vitest';
import type { DevicesEffect } from '../../src/devices/events.ts';
import { DevicesWorld } from './properties/devices-world.ts';

const HEADSET = { kind: 'microphone', id: 'headset', label: 'Headset' } as const;
const BUILT_IN = { kind: 'microphone', id: 'built-in', label: 'Built-in microphone' } as const;

function listening(): DevicesWorld {
  const world = new DevicesWorld();
  world.send({ kind: 'available', devices: [BUILT_IN] });
  world.send({ kind: 'listen' });
  world.grant('claimed');
  world.answer('loudspeaker', 'opened');
  world.answer('microphone', 'opened');
  return world;
}

const opened = ({ effects }: { effects: readonly DevicesEffect[] }) =>
  effects.flatMap((effect) => (effect.kind === 'open' || effect.kind === 'switch' ? [`${effect.device} ${effect.id}`] : []));

it('a choice of an earlier visit that is read when devices are being opened is theirs all the same', () => {
  const world = new DevicesWorld();
  world.send({ kind: 'listen' });
  world.grant('claimed');
  world.send({ kind: 'recalled', chosen: { microphone: 'headset', loudspeaker: 'headphones' } });
  expect(opened(world)).toEqual(['microphone headset']);
  // Whatever was made in the gesture stays.
  world.answer('loudspeaker', 'opened');
  expect(opened(world)).toEqual(['loudspeaker headphones']);
  const late = listening();
  late.send({ kind: 'recalled', chosen: { microphone: 'headset', loudspeaker: 'headphones' } });
  expect(opened(late)).toEqual(['microphone headset', 'loudspeaker headphones']);
});

it('a choice of an earlier visit that is read late undoes none of this one', () => {
  const world = new DevicesWorld();
  world.send({ kind: 'choose', device: 'microphone', id: 'headset' });
  world.send({ kind: 'choose', device: 'camera', id: 'back' });
  world.send({ kind: 'choose', device: 'camera', id: '' });
  world.send({ kind: 'recalled', chosen: { microphone: 'built-in', loudspeaker: 'headphones', camera: 'front' } });
  expect(world.state.chosen).toEqual({ microphone: 'headset', loudspeaker: 'headphones', camera: '' });
});

it('a loudspeaker that is chosen while one is being opened is switched to: what lies in the queue stays', () => {
  const world = new DevicesWorld();
  world.send({ kind: 'sound' });
  world.send({ kind: 'choose', device: 'loudspeaker', id: 'headphones' });
  expect(world.effects).not.toContainEqual({ kind: 'sound-lost' });
  world.answer('loudspeaker', 'opened');
  expect(opened(world)).toEqual(['loudspeaker headphones']);
});

it('a microphone that came back after it was opened anew may be opened anew another time', () => {
  const world = listening();
  world.send({ kind: 'frames', arrive: false });
  world.fire('microphone');
  world.fire('microphone');
  expect(world.effects).toContainEqual({ kind: 'notice', notice: { about: 'microphone', is: 'silent' } });
  world.answer('microphone', 'opened');
  world.send({ kind: 'frames', arrive: true });
  expect(world.effects).toContainEqual({ kind: 'drop-notice', about: 'microphone' });
  world.send({ kind: 'frames', arrive: false });
  world.fire('microphone');
  world.fire('microphone');
  expect(world.state.microphone.is).toBe('opening');
});

it('a microphone that is muted by a switch while it is being opened is said to be, once it is on', () => {
  const world = new DevicesWorld();
  world.send({ kind: 'listen' });
  world.grant('claimed');
  const attempt = world.state.attempts;
  world.send({ kind: 'muted-by-system', attempt, muted: true });
  world.answer('microphone', 'opened');
  world.answer('loudspeaker', 'opened');
  expect(world.state.microphone).toMatchObject({ is: 'on', isMuted: true });
  expect(world.effects).toContainEqual({ kind: 'notice', notice: { about: 'microphone', is: 'blocked' } });
});

it('a microphone that is plugged in while the page is out of view is listened to when it is back', () => {
  const lost = () => {
    const world = listening();
    world.send({ kind: 'ended', device: 'microphone', attempt: world.numberOf('microphone') });
    world.send({ kind: 'available', devices: [] });
    return world;
  };
  for (const is of ['hidden', 'away'] as const) {
    const world = lost();
    world.send({ kind: 'page', is });
    world.send({ kind: 'available', devices: [BUILT_IN] });
    expect(world.state.microphone.is).toBe('lost');
    world.send({ kind: 'page', is: 'visible' });
    expect(world.state.microphone.is).toBe('claiming');
  }
  // Gone again meanwhile, or there before the other was lost.
  const gone = lost();
  gone.send({ kind: 'page', is: 'hidden' });
  gone.send({ kind: 'available', devices: [BUILT_IN] });
  gone.send({ kind: 'available', devices: [] });
  gone.send({ kind: 'page', is: 'visible' });
  expect(gone.state.microphone.is).toBe('lost');
  const other = listening();
  other.send({ kind: 'page', is: 'hidden' });
  other.send({ kind: 'available', devices: [BUILT_IN, HEADSET] });
  other.send({ kind: 'ended', device: 'microphone', attempt: other.numberOf('microphone') });
  other.send({ kind: 'available', devices: [HEADSET] });
  other.send({ kind: 'page', is: 'visible' });
  expect(other.state.microphone.is).toBe('lost');
});
