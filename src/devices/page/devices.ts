/** Performs what the rules of the devices ask for: the one place where they meet the browser. */
import { toErrorData } from '../../protocol/errors.ts';
import type { DeviceNotice, DevicesEffect, DevicesEvent, TimerName } from '../events.ts';
import { reduce } from '../reducer.ts';
import {
  canSound,
  INITIAL,
  inputState,
  type Choices,
  type DeviceChoice,
  type DevicesState,
  type InputState,
  type Kind,
} from '../state.ts';
import { openCamera, openScreen, type Camera } from './camera.ts';
import { claimListening } from './listening-claim.ts';
import { LoudspeakerSink, openLoudspeaker, type OpenLoudspeaker } from './loudspeaker.ts';
import { openMicrophone, type Microphone } from './microphone.ts';
import type { TalkMode } from '../../turn/talk-mode.ts';
import { watchPage } from './page-life.ts';
import type { SinkReports, SoundSource } from './sound.ts';
import { closeSoundContext, makeSoundContext } from './sound-context.ts';
import { get, update } from '../../store/site-storage.ts';

/** How the session hears of the devices. */
export type DevicesEvents = {
  /** The view has a new value. */
  changed: () => void;
  /** The microphone's sound is to be had here from now on; null: nowhere. */
  source: (source: SoundSource | null) => void;
  /** A new loudspeaker wants a port of its own. */
  reconnect: () => void;
  report: SinkReports;
  /** The talk key counts as down, for so many ms by now, or as up. */
  hold: (down: boolean, forMs: number) => void;
  mute: (muted: boolean) => void;
  /** What is being said can't be heard. */
  soundLost: () => void;
  notice: (notice: DeviceNotice) => void;
  dropNotice: (about: Kind | `${Kind}-fallback`) => void;
};

/** What the page shows of the devices. */
export type DevicesView = {
  readonly microphone: InputState;
  readonly muted: boolean;
  /** When the microphone's sound counts, and whether the talk key says so now. */
  readonly talk: TalkMode;
  readonly held: boolean;
  readonly camera: InputState;
  /** It is a screen or window that is shared. */
  readonly isScreen: boolean;
  /** Its picture for a preview; null while off. */
  readonly cameraStream: MediaStream | null;
  /** Whether answers are heard; where not, they are read. */
  readonly loudspeaker: 'off' | 'starting' | 'on' | 'silent';
  readonly chosenDevices: Choices;
  readonly availableDevices: readonly DeviceChoice[];
};

/** Where the user's choice of devices is kept. */
const KEY = 'parley-devices';

const KINDS: Readonly<Record<MediaDeviceKind, Kind>> = {
  audioinput: 'microphone',
  audiooutput: 'loudspeaker',
  videoinput: 'camera',
};

export class Devices {
  readonly sink: LoudspeakerSink;
  readonly #events: DevicesEvents;
  #state: DevicesState;
  /** Whoever opened something owns it: aborting closes it, now or when it comes. */
  readonly #owners = new Map<number, AbortController>();
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #life = new AbortController();
  /** How often it was looked which devices there are. */
  #looks = 0;
  #claim: AbortController | null = null;
  #microphone: Microphone | null = null;
  #loudspeaker: OpenLoudspeaker | null = null;
  #camera: Camera | null = null;
  /** For the first loudspeaker that is opened. */
  #soundContext: AudioContext | null;

  /**
   * Nothing is opened, and nothing told yet. `hasOwnSound`: there is sound without a microphone. `soundContext` is for the loudspeaker, where it was made
   * in a gesture that is over now.
   */
  constructor(
    events: DevicesEvents,
    {
      soundContext = null,
      ...begin
    }: Partial<Pick<DevicesState, 'hasOwnSound' | 'talk'>> & { soundContext?: AudioContext | null } = {},
  ) {
    this.#state = { ...INITIAL, ...begin };
    this.#events = events;
    this.#soundContext = soundContext;
    this.sink = new LoudspeakerSink(events.reconnect);
    const { signal } = this.#life;
    watchPage((is) => {
      this.dispatch({ kind: 'page', is });
    }, signal);
    // Missing in a page that came by plain http.
    const media = navigator.mediaDevices as MediaDevices | undefined;
    media?.addEventListener('devicechange', () => void this.#lookForDevices(), { signal });
    void this.#recall();
    // No device is opened by that, and nobody asked.
    void this.#lookForDevices();
  }

  get state(): DevicesState {
    return this.#state;
  }

  get view(): DevicesView {
    const { microphone, loudspeaker, camera, isMuted, talk, isHeld, chosen, available } = this.#state;
    return {
      microphone: inputState(microphone),
      muted: isMuted,
      talk,
      held: isHeld,
      camera: inputState(camera),
      isScreen: 'isScreen' in camera && camera.isScreen,
      cameraStream: camera.is === 'on' ? (this.#camera?.stream ?? null) : null,
      loudspeaker: loudspeaker.is === 'opening' ? 'starting' : loudspeaker.is,
      chosenDevices: chosen,
      availableDevices: available,
    };
  }

  /** Whether the user wants to be listened to: it is open, or being opened. */
  get isWanted(): boolean {
    return 'attempt' in this.#state.microphone;
  }

  /** Whether sound comes from the microphone, as far as is known. */
  get isListening(): boolean {
    return inputState(this.#state.microphone) === 'on';
  }

  /** Whether what Parley says can be heard. */
  get canSound(): boolean {
    return canSound(this.#state);
  }

  dispatch(event: DevicesEvent): void {
    const { state, effects } = reduce(this.#state, event);
    const isOther = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (isOther) this.#events.changed();
  }

  /** What the camera sees; null where there is none. Rejects where the picture can't be had. */
  async still(): Promise<Blob | null> {
    return (await this.#camera?.still()) ?? null;
  }

  /** Plays a short sound, as soon as the loudspeaker is open: to find out which one it is. */
  testSound(): void {
    this.dispatch({ kind: 'sound' });
    this.sink.chime();
  }

  dispose(): void {
    this.dispatch({ kind: 'dispose' });
    this.#life.abort();
    if (this.#soundContext) closeSoundContext(this.#soundContext);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #perform(effect: DevicesEffect): void {
    switch (effect.kind) {
      case 'claim':
        this.#claimListening(effect.attempt, effect.takeOver);
        break;
      case 'release':
        this.#claim?.abort();
        this.#claim = null;
        break;
      case 'open':
        void this.#open(effect);
        break;
      case 'close':
        this.#owners.get(effect.attempt)?.abort();
        this.#owners.delete(effect.attempt);
        this.#forget(effect.device);
        break;
      case 'resume':
        (effect.device === 'microphone' ? this.#microphone : this.#loudspeaker)?.resume();
        break;
      case 'switch':
        this.#loudspeaker?.switchTo(effect.id);
        break;
      case 'connect':
        this.#events.source(this.#microphone);
        break;
      case 'hold':
        this.#events.hold(effect.down, effect.forMs);
        break;
      case 'mute':
        this.#events.mute(effect.muted);
        break;
      case 'sound-lost':
        this.#events.soundLost();
        break;
      case 'keep':
        // Without IndexedDB it holds until the page is closed.
        void update<object>(KEY, (before) => ({ ...before, ...effect.chosen })).catch(() => undefined);
        break;
      case 'look-for-devices':
        void this.#lookForDevices();
        break;
      case 'set-timer':
        this.#setTimer(effect.timer, effect.ms, effect.attempt);
        break;
      case 'clear-timer':
        clearTimeout(this.#timers.get(effect.timer));
        this.#timers.delete(effect.timer);
        break;
      case 'notice':
        this.#events.notice(effect.notice);
        break;
      case 'drop-notice':
        this.#events.dropNotice(effect.about);
        break;
    }
  }

  #claimListening(attempt: number, takeOver: boolean): void {
    this.#claim = new AbortController();
    const tell = (event: DevicesEvent) => () => {
      this.dispatch(event);
    };
    const events = {
      granted: tell({ kind: 'claimed', attempt }),
      taken: tell({ kind: 'taken', attempt }),
      lost: tell({ kind: 'claim-lost' }),
    };
    void claimListening(takeOver, events, this.#claim.signal);
  }

  async #open({ device, attempt, id, isScreen = false }: Extract<DevicesEffect, { kind: 'open' }>): Promise<void> {
    const owner = new AbortController();
    this.#owners.set(attempt, owner);
    const { signal } = owner;
    try {
      await this.#openAs(device, attempt, { id, isScreen }, signal);
      this.dispatch({ kind: 'opened', device, attempt });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toErrorData(thrown, device === 'loudspeaker' ? 'loudspeaker-failed' : `${device}-absent`);
      this.dispatch({ kind: 'failed', device, attempt, error });
    }
  }

  async #openAs(
    device: Kind,
    attempt: number,
    { id, isScreen }: { id: string; isScreen: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const ended = () => {
      this.dispatch({ kind: 'ended', device, attempt });
    };
    if (device === 'camera') {
      this.#camera = await (isScreen ? openScreen(ended, signal) : openCamera(id, ended, signal));
      return;
    }
    const running = () => {
      this.dispatch({ kind: 'running', device, attempt });
    };
    const suspended = () => {
      this.dispatch({ kind: 'suspended', device, attempt });
    };
    if (device === 'loudspeaker') {
      const context = this.#soundContext ?? makeSoundContext();
      this.#soundContext = null;
      const events = { running, suspended, closed: ended };
      this.#loudspeaker = await openLoudspeaker(context, id, this.#events.report, events, signal);
      this.sink.use(this.#loudspeaker);
      return;
    }
    const muted = (isMuted: boolean) => {
      this.dispatch({ kind: 'muted-by-system', attempt, muted: isMuted });
    };
    this.#microphone = await openMicrophone(id, { ended, running, suspended, muted }, signal);
  }

  #forget(device: Kind): void {
    if (device === 'camera') this.#camera = null;
    else if (device === 'microphone') {
      this.#microphone = null;
      this.#events.source(null);
    } else {
      this.#loudspeaker = null;
      this.sink.use(null);
    }
  }

  #setTimer(timer: TimerName, ms: number, attempt: number): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.set(
      timer,
      setTimeout(() => {
        this.#timers.delete(timer);
        this.dispatch({ kind: 'timer', timer, attempt });
      }, ms),
    );
  }

  async #recall(): Promise<void> {
    const kept = await get<unknown>(KEY).catch(() => undefined);
    if (typeof kept !== 'object' || kept === null) return;
    const good = Object.entries(kept).filter(([kind, id]) => Object.hasOwn(INITIAL.chosen, kind) && typeof id === 'string');
    this.dispatch({ kind: 'recalled', chosen: Object.fromEntries(good) });
  }

  async #lookForDevices(): Promise<void> {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    this.#looks += 1;
    const mine = this.#looks;
    const found = await media?.enumerateDevices().catch(() => undefined);
    // Where the browser does not tell, as in a page that is being left, what it told before holds: all of it would look new the next time.
    // Of two that are under way the later one counts.
    if (!found || mine !== this.#looks) return;
    const devices = found.map(({ kind, deviceId, label }): DeviceChoice => ({ kind: KINDS[kind], id: deviceId, label }));
    this.dispatch({ kind: 'available', devices });
  }
}
