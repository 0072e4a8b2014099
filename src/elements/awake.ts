/** Keeps the screen on while there is a conversation by voice: nobody touches it meanwhile. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session } from '../session/view.ts';

/** The lock as browsers give it. */
export type Lock = Pick<WakeLockSentinel, 'release' | 'addEventListener'>;

/** Where a lock is had: this browser, or what a test has in its place. */
export type LockPlace = {
  /** Rejects where the page is hidden, the battery low, or the browser forbids it. */
  readonly request: () => Promise<Lock>;
  readonly isVisible: () => boolean;
};

/** Holds one lock for as long as it is wanted. The browser takes it away when the page is hidden: `look` asks anew. */
export class WakeLock {
  readonly #place: LockPlace;
  #isWanted = false;
  #lock: Lock | null = null;
  #isAsking = false;

  constructor(place: LockPlace) {
    this.#place = place;
  }

  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.look();
  }

  /** The page may be seen again. */
  look(): void {
    if (this.#isWanted) void this.#ask();
    else this.#release();
  }

  async #ask(): Promise<void> {
    if (this.#lock || this.#isAsking || !this.#place.isVisible()) return;
    this.#isAsking = true;
    try {
      const lock = await this.#place.request();
      this.#lock = lock;
      lock.addEventListener('release', () => {
        if (this.#lock === lock) this.#lock = null;
      });
      if (!this.#isWanted) this.#release();
    } catch {
      // The screen goes off, as it would without Parley.
    }
    this.#isAsking = false;
  }

  #release(): void {
    const lock = this.#lock;
    this.#lock = null;
    void lock?.release().catch(() => undefined);
  }
}

type Host = ReactiveControllerHost & {
  readonly control: Session | null;
  readonly noWakeLock: boolean;
  readonly isConnected: boolean;
};

/** Holds a lock while the host's conversation has the microphone open, unless the host says no. */
export class Awake implements ReactiveController {
  readonly #host: Host;
  readonly #lock = new WakeLock({
    request: () => navigator.wakeLock.request('screen'),
    isVisible: () => 'wakeLock' in navigator && document.visibilityState === 'visible',
  });
  #following: { control: Session; end: AbortController } | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    // An element that is only moved is not updated.
    this.#follow();
  }

  hostUpdated(): void {
    this.#follow();
  }

  #follow(): void {
    const { control } = this.#host;
    if (control !== this.#following?.control) {
      this.#following?.end.abort();
      this.#following = control && { control, end: new AbortController() };
      if (this.#following) control?.slices.devices.subscribe(this.#look, this.#following.end);
    }
    this.#look();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#following?.end.abort();
    this.#following = null;
    this.#lock.want(false);
  }

  readonly #look = (): void => {
    const { control, noWakeLock } = this.#host;
    this.#lock.want(control?.slices.devices.value.microphone === 'on' && !noWakeLock);
  };

  readonly #onVisibility = (): void => {
    this.#lock.look();
  };
}
