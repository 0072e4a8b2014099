/** Has the page in the language that the settings of a session say. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { updateWhenLocaleChanges } from '@lit/localize';
import { usePageLanguage } from '../locales/page-language.ts';
import type { Session } from '../session/view.ts';

/** So long another language is waited for before something is shown at all, ms: a file of some kB. */
const PATIENCE_MS = 3_000;

/** Where the user's choice is kept beside the settings, which are read long after the first picture. */
const KEY = 'parley-page-language';

type Host = ReactiveControllerHost & HTMLElement & { readonly control: Session | null; readonly wholePage: boolean };

export class PageWords implements ReactiveController {
  readonly #host: Host;
  #control: Session | null = null;
  /** The language that was wished for last, on its way; null where it is there. */
  #coming: Promise<void> | null = null;
  #following = new AbortController();

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    updateWhenLocaleChanges(host);
  }

  hostConnected(): void {
    this.#look();
  }

  hostUpdate(): void {
    this.#look();
  }

  hostDisconnected(): void {
    this.#following.abort();
    this.#control = null;
  }

  /** Resolves when the language is there, or is not waited for any longer. */
  async known(): Promise<void> {
    this.#look();
    if (this.#coming) await Promise.race([this.#coming, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  }

  /** Follows the session that the host has now. */
  #look(): void {
    const { control, isConnected } = this.#host;
    // An element that was taken away may be drawn once more, and has no say any longer.
    if (control === this.#control || !isConnected) return;
    this.#following.abort();
    this.#following = new AbortController();
    this.#control = control;
    if (!control) return;
    const { settings } = control.slices;
    const wish = () => settings.value.values.pageLanguage;
    const isFixed = () => settings.value.fixed.has('pageLanguage');
    settings.subscribe(() => {
      if (!isFixed()) keep(wish());
      this.#use(wish());
    }, this.#following);
    this.#use(isFixed() || wish() !== 'auto' ? wish() : kept());
  }

  /** Where the user has chosen none: on pages of others theirs, where it is known here, otherwise what the browser says. */
  #use(wish: string): void {
    const { wholePage, ownerDocument } = this.#host;
    const wanted = [...(wholePage ? [] : [ownerDocument.documentElement.lang]), ...navigator.languages];
    this.#coming = usePageLanguage(wish, wanted);
  }
}

function kept(): string {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    // Nothing is kept here: the settings say it later.
    return 'auto';
  }
}

function keep(wish: string): void {
  try {
    localStorage.setItem(KEY, wish);
  } catch {
    // As above.
  }
}
