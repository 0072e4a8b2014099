/** Keeps one place of a template at what slices of a session say, and leaves the rest of it alone. */
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type DirectiveResult } from 'lit/directive.js';
import type { Shown, Slices } from '../session/view.ts';

type Names = readonly (keyof Shown)[];
type Show = (shown: Shown) => unknown;

/** Follows them for as long as its place is on the page: it lets go when that is taken away, and takes up again when it comes back. */
class Follow extends AsyncDirective {
  #slices: Slices | null = null;
  #names: Names = [];
  #show: Show = () => null;
  #following = new AbortController();

  override render(slices: Slices, names: Names, show: Show): unknown {
    this.#show = show;
    if (slices !== this.#slices) {
      this.#slices = slices;
      this.#names = names;
      this.#subscribe();
    }
    return this.#shown(slices);
  }

  protected override disconnected(): void {
    this.#following.abort();
  }

  protected override reconnected(): void {
    this.#subscribe();
    this.#draw();
  }

  #subscribe(): void {
    this.#following.abort();
    this.#following = new AbortController();
    if (!this.isConnected) return;
    for (const name of this.#names) this.#slices?.[name].subscribe(this.#draw, this.#following);
  }

  readonly #draw = (): void => {
    if (this.#slices) this.setValue(this.#shown(this.#slices));
  };

  #shown(slices: Slices): unknown {
    return this.#show(Object.fromEntries(this.#names.map((name) => [name, slices[name].value])) as Shown);
  }
}

const make = directive(Follow);

/** Shows what `show` makes of these slices, now and after every change of one of them. The names stay what they were at first. */
export function follow<Name extends keyof Shown>(
  slices: Slices,
  names: readonly Name[],
  show: (shown: Pick<Shown, Name>) => unknown,
): DirectiveResult {
  return make(slices, names, show);
}
