/** Microphone and loudspeaker where the browser answers late, or not as it did before. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Devices, type DevicesEvents } from '../../src/devices/page/devices.ts';
import { OpenLoudspeaker } from '../../src/devices/page/loudspeaker.ts';

class FakeTrack extends EventTarget {
  readyState = 'live';
  muted = false;
  stop(): void {
    this.readyState = 'ended';
  }
}

/** Set-up of sound waits for this. */
let isSetUp: Promise<void>;
let setUp: () => void;

class FakeContext extends EventTarget {
  state = 'running';
  readonly sampleRate = 16_000;
  readonly audioWorklet = {
    addModule: (address: string) => (address.includes('capture') ? isSetUp : new Promise(() => undefined)),
  };
  createMediaStreamSource() {
    return { connect: () => undefined };
  }
  resume = () => Promise.resolve();
  close = () => Promise.resolve();
}

const events = (): DevicesEvents => ({
  changed: vi.fn(),
  source: vi.fn(),
  reconnect: vi.fn(),
  report: vi.fn(),
  hold: vi.fn(),
  mute: vi.fn(),
  soundLost: vi.fn(),
  notice: vi.fn(),
  dropNotice: vi.fn(),
});

const media = Object.assign(new EventTarget(), { enumerateDevices: vi.fn(), getUserMedia: vi.fn() });
const soon = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  isSetUp = new Promise((resolve) => (setUp = resolve));
  media.enumerateDevices.mockReset().mockResolvedValue([]);
  vi.stubGlobal('navigator', { mediaDevices: media });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible', baseURI: 'https://museum.example/' }));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('AudioWorkletNode', EventTarget);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A microphone whose sound is being set up. */
async function settingUp(track: FakeTrack): Promise<{ devices: Devices; heard: DevicesEvents }> {
  media.getUserMedia.mockResolvedValue({ getTracks: () => [track], getAudioTracks: () => [track] });
  const heard = events();
  const devices = new Devices(heard);
  devices.dispatch({ kind: 'listen' });
  await soon();
  expect(devices.state.microphone.is).toBe('opening');
  return { devices, heard };
}

it('a microphone that is unplugged while its sound is set up is lost', async () => {
  const track = new FakeTrack();
  const { devices } = await settingUp(track);
  track.dispatchEvent(new Event('ended'));
  setUp();
  await soon();
  expect(devices.state.microphone.is).toBe('lost');
  expect(track.readyState).toBe('ended');
  devices.dispose();
});

it('a microphone that is muted by a switch from the start is known to be', async () => {
  const track = new FakeTrack();
  track.muted = true;
  const { devices } = await settingUp(track);
  setUp();
  await soon();
  expect(devices.state.microphone).toMatchObject({ is: 'ready', isMuted: true });
  devices.dispose();
});

it('where the browser does not tell which devices there are, those that it told of stay', async () => {
  media.enumerateDevices.mockResolvedValue([{ kind: 'audioinput', deviceId: 'built-in', label: 'Built-in' }]);
  const devices = new Devices(events());
  await soon();
  const { available } = devices.state;
  expect(available.map(({ id }) => id)).toEqual(['built-in']);
  media.enumerateDevices.mockRejectedValueOnce(new DOMException('Not now.', 'InvalidStateError'));
  media.dispatchEvent(new Event('devicechange'));
  await soon();
  expect(media.enumerateDevices).toHaveBeenCalledTimes(2);
  expect(devices.state.available).toEqual(available);
  devices.dispose();
});

it('of two looks at which devices there are the later one counts, whichever is answered first', async () => {
  const [before, after] = ['built-in', 'headset'].map((deviceId) => [{ kind: 'audioinput', deviceId, label: '' }]);
  media.enumerateDevices
    .mockReturnValueOnce(new Promise((resolve) => setTimeout(resolve, 20, before)))
    .mockResolvedValueOnce(after);
  const devices = new Devices(events());
  media.dispatchEvent(new Event('devicechange'));
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(devices.state.available.map(({ id }) => id)).toEqual(['headset']);
  devices.dispose();
});

it('of loudspeakers that are chosen one soon after the other the last is the one, however long each takes', async () => {
  const context = {
    sinkId: '',
    setSinkId: async (id: string) => {
      await new Promise((resolve) => setTimeout(resolve, id === 'slow' ? 20 : 0));
      if (id === 'broken') throw new DOMException('Gone.', 'NotFoundError');
      context.sinkId = id;
    },
  };
  const none = {} as never;
  const loudspeaker = new OpenLoudspeaker(context as unknown as AudioContext, none, none, none);
  for (const ids of [
    ['slow', ''],
    ['slow', 'headphones'],
    ['slow', 'broken', 'headphones'],
  ]) {
    for (const id of ids) loudspeaker.switchTo(id);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(context.sinkId, ids.join()).toBe(ids.at(-1));
  }
});
