/** Tells the page what goes on in a session: by events, by the attribute `state`, and by states that style sheets can ask for. */
import type { Session } from '../session/view.ts';
import type { ParleyEvents, ParleyState } from './api.ts';
import { downloaded, downloadOf, happened, stateOf, troubles, type Told } from './told.ts';

/** What the page has to have heard of before it is told what is new. */
const NOTHING = { download: null, notices: [] } as const;

export class Telling {
  readonly #host: HTMLElement;
  readonly #internals: ElementInternals;
  readonly #changed: (state: ParleyState, before: ParleyState) => void;
  #session: Session | null = null;
  #following: AbortController | null = null;
  #state: ParleyState = 'idle';
  #known: { download: ReturnType<typeof downloadOf>; notices: Parameters<typeof troubles>[1] } = NOTHING;

  /** `changed`: there is another state. */
  constructor(host: HTMLElement, changed: (state: ParleyState, before: ParleyState) => void) {
    this.#host = host;
    this.#internals = host.attachInternals();
    this.#internals.states.add(this.#state);
    this.#changed = changed;
  }

  get state(): ParleyState {
    return this.#state;
  }

  /** Follows this session from now on; null: there is none, and all is quiet. */
  follow(session: Session | null): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#following?.abort();
    this.#following = null;
    this.#known = NOTHING;
    if (!session) {
      this.#mark('muted', false);
      this.#enter('idle');
      return;
    }
    this.#following = new AbortController();
    const { phase, devices, models, notices } = session.slices;
    const looks: readonly (readonly [typeof phase | typeof devices | typeof models | typeof notices, () => void])[] = [
      [
        phase,
        () => {
          this.#enter(stateOf(phase.value));
        },
      ],
      [
        devices,
        () => {
          this.#mark('muted', devices.value.muted);
        },
      ],
      [
        models,
        () => {
          const download = downloadOf(models.value);
          this.#tellAll(downloaded(this.#known.download, download));
          this.#known = { ...this.#known, download };
        },
      ],
      [
        notices,
        () => {
          const before = this.#known.notices;
          this.#known = { ...this.#known, notices: notices.value };
          this.#tellAll(troubles(before, notices.value));
        },
      ],
    ];
    for (const [slice, look] of looks) {
      slice.subscribe(look, this.#following);
      look();
    }
    session.guardTools((request) => this.tell('parley-tool-call', { ...request }, true), this.#following);
    session.happenings.subscribe((happening) => {
      const told = happened(happening);
      if (told) this.#tellAll([told]);
    }, this.#following);
  }

  /** Dispatches an event on the element. False where the page has cancelled it. */
  tell<Name extends keyof ParleyEvents>(name: Name, detail: ParleyEvents[Name]['detail'], cancelable = false): boolean {
    return this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  #tellAll(all: readonly Told[]): void {
    for (const [name, detail] of all) this.tell(name, detail);
  }

  #enter(state: ParleyState): void {
    this.#host.setAttribute('state', state);
    if (state === this.#state) return;
    const before = this.#state;
    this.#state = state;
    this.#internals.states.delete(before);
    this.#internals.states.add(state);
    this.tell('parley-state', { state, before });
    this.#changed(state, before);
  }

  #mark(name: string, isOn: boolean): void {
    this.#host.toggleAttribute(`data-${name}`, isOn);
    if (isOn) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }
}
