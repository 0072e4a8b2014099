/** The browser as the rules of the devices see it: what is open, what is asked for, who listens. Throws at the first broken promise. */
import type { DevicesEffect, DevicesEvent, TimerName } from '../../../src/devices/events.ts';
import { reduce } from '../../../src/devices/reducer.ts';
import { INITIAL, inputState, type DevicesState, type Kind } from '../../../src/devices/state.ts';
import { check } from './outside-world.ts';

export class DevicesWorld {
  state: DevicesState = INITIAL;
  /** Attempts that the browser has not answered, and those that are open. */
  readonly asked = new Map<number, Kind>();
  readonly open = new Map<number, Kind>();
  /** Attempts that failed or ended by themselves: closing them is tidying up. */
  readonly #over = new Set<number>();
  readonly timers = new Map<TimerName, number>();
  /** The attempt that asks to be the one that listens, or is it. */
  claim: { attempt: number; granted: boolean } | null = null;
  /** Whether the VAD believes that the talk key is down. */
  isHeld = false;
  /** The microphone whose frames go to the VAD. */
  connected = 0;
  effects: readonly DevicesEffect[] = [];

  send(event: DevicesEvent): void {
    const { state, effects } = reduce(this.state, event);
    this.state = state;
    this.effects = effects;
    for (const effect of effects) this.#perform(effect);
    this.#check(event);
  }

  /** The browser answers the newest that was asked for of a kind, if there is one. */
  answer(device: Kind, how: 'opened' | 'denied' | 'absent'): void {
    const attempt = [...this.asked].findLast(([, kind]) => kind === device)?.[0];
    if (attempt === undefined) return;
    this.asked.delete(attempt);
    if (how === 'opened') {
      this.open.set(attempt, device);
      this.send({ kind: 'opened', device, attempt });
    } else {
      this.#over.add(attempt);
      const reason = device === 'loudspeaker' ? 'loudspeaker-failed' : (`${device}-${how}` as const);
      this.send({ kind: 'failed', device, attempt, error: { reason, message: 'It does not work.' } });
    }
  }

  /** Answers whoever asks to listen. */
  grant(how: 'claimed' | 'taken'): void {
    const { claim } = this;
    if (!claim || claim.granted) return;
    if (how === 'claimed') claim.granted = true;
    else this.claim = null;
    this.send({ kind: how, attempt: claim.attempt });
  }

  steal(): void {
    const { claim } = this;
    if (!claim?.granted) return;
    this.claim = null;
    this.send({ kind: 'claim-lost' });
    check(
      this.effects.some(({ kind }) => kind === 'sound-lost'),
      'what is being said falls silent where another tab listens',
    );
  }

  fire(timer: TimerName): void {
    const attempt = this.timers.get(timer);
    if (attempt === undefined) return;
    this.timers.delete(timer);
    this.send({ kind: 'timer', timer, attempt });
  }

  /** The number of the device that is open now, or of one that never was. */
  numberOf(device: Kind): number {
    return [...this.open].findLast(([, kind]) => kind === device)?.[0] ?? 0;
  }

  #perform(effect: DevicesEffect): void {
    switch (effect.kind) {
      case 'open':
        check(![...this.asked.values(), ...this.open.values()].includes(effect.device), `one ${effect.device} at a time`);
        check(effect.device !== 'microphone' || this.claim?.granted === true, 'only who may listen opens a microphone');
        this.asked.set(effect.attempt, effect.device);
        return;
      case 'close':
        check(
          this.asked.delete(effect.attempt) || this.open.delete(effect.attempt) || this.#over.delete(effect.attempt),
          'only what is there is closed, and once',
        );
        return;
      case 'claim':
        check(this.claim === null, 'who listens does not ask again');
        this.claim = { attempt: effect.attempt, granted: false };
        return;
      case 'release':
        this.claim = null;
        return;
      case 'connect':
        check(this.open.get(effect.attempt) === 'microphone', 'only an open microphone is listened to');
        this.connected = effect.attempt;
        return;
      case 'resume':
        check(this.open.get(effect.attempt) === effect.device, 'only what is open is woken');
        return;
      case 'hold':
        this.isHeld = effect.down;
        return;
      case 'switch':
        check(this.open.get(effect.attempt) === effect.device, 'only an open loudspeaker changes over');
        return;
      case 'set-timer':
        check(effect.ms > 0 && effect.ms <= 10_000, 'a timer has an end');
        this.timers.set(effect.timer, effect.attempt);
        return;
      case 'clear-timer':
        this.timers.delete(effect.timer);
        return;
      default:
    }
  }

  #check(event: DevicesEvent): void {
    const { microphone, loudspeaker, camera, isDisposed } = this.state;
    for (const [device, state] of [
      ['microphone', microphone],
      ['loudspeaker', loudspeaker],
      ['camera', camera],
    ] as const) {
      const there = [...this.asked, ...this.open].filter(([, kind]) => kind === device).map(([attempt]) => attempt);
      const isWaitingForOthers = microphone.is === 'claiming' && device === 'microphone';
      const attempt = 'attempt' in state && !isWaitingForOthers ? state.attempt : null;
      check(
        attempt === null ? there.length === 0 : there.join() === String(attempt),
        `no ${device} is live under a state that denies it`,
      );
    }
    check((this.claim !== null) === 'attempt' in microphone, 'who does not listen keeps nobody from it');
    const isHeldInVain = this.state.talk === 'toggle' && this.state.isHeld && !('attempt' in microphone);
    check(!isHeldInVain, 'what is pressed to stay is let go with the microphone');
    if (isDisposed) check(this.asked.size + this.open.size + this.timers.size === 0, 'nothing is left behind');
    if (microphone.is === 'on') {
      check(this.connected === microphone.attempt, 'what is on is listened to');
      const isHeard = microphone.sound === 'flowing' && !microphone.isMuted;
      check((inputState(microphone) === 'on') === isHeard, 'on means heard');
      // In a page that is out of view its return is the way on.
      if (microphone.sound !== 'flowing' && this.state.page === 'visible') {
        check(this.timers.get('microphone') === microphone.attempt, 'a lack of sound is dealt with in time');
      }
      if (!this.state.isHeld) check(!this.isHeld, 'a key that is up is up');
      else if (!this.state.isMuted) check(this.isHeld, 'a key that is down is down');
      check(this.timers.has('hush') === (microphone.hush === 'suspected'), 'silence is named in time, or not waited for');
    }
    if (loudspeaker.is === 'opening') check(this.timers.get('patience') === loudspeaker.attempt, 'opening has an end');
    if (microphone.is === 'ready') check(loudspeaker.is === 'opening', 'a microphone that is open is on as soon as it may');
    if (loudspeaker.is === 'on' && loudspeaker.sound !== 'running' && this.state.page === 'visible') {
      check(this.timers.get('loudspeaker') === loudspeaker.attempt, 'a loudspeaker that is suspended is woken in time');
    }
    if (event.kind === 'hold' && !event.down && !isDisposed && this.state.talk !== 'toggle')
      check(!this.isHeld, 'the release of the key counts, whatever became of the microphone');
  }
}
