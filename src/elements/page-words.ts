/** Has the page in the language that the settings of a session say. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { updateWhenLocaleChanges } from '@lit/localize';
import { usePageLanguage } from '../locales/page-language.ts';
import type { Session } from '../session/view.ts';

/** So long another language is waited for before something is shown at all, ms: a file of some kB. */
const PATIENCE_MS = 3_000;

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
    const { control } = this.#host;
    if (control === this.#control) return;
    this.#following.abort();
    this.#following = new AbortController();
    this.#control = control;
    control?.slices.settings.subscribe(this.#use, this.#following);
    this.#use();
  }

  /** Where the user has chosen none: on pages of others theirs, where it is known here, otherwise what the browser says. */
  readonly #use = (): void => {
    if (!this.#control) return;
    const wanted = [...(this.#host.wholePage ? [] : [this.#host.ownerDocument.documentElement.lang]), ...navigator.languages];
    this.#coming = usePageLanguage(this.#control.slices.settings.value.values.pageLanguage, wanted);
  };
}
