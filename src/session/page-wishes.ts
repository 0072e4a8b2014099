/** What the page wants of the settings, by its attributes and its address, and what of it is of no use. */
import { needsNoYes, needsYes, without, type GivenProblem } from './given.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { Notices } from './notices.ts';
import type { Settings } from './settings.ts';

export class PageWishes {
  readonly #address: Partial<Settings>;
  /** What counts of the address: it wins over the attributes. */
  #decided: Partial<Settings>;
  #attributes: Partial<Settings>;
  #problems: readonly GivenProblem[];

  constructor(attributes: Partial<Settings>, address: Partial<Settings>, problems: readonly GivenProblem[]) {
    this.#attributes = attributes;
    this.#address = address;
    this.#problems = problems;
    this.#decided = needsNoYes(address);
  }

  /** All that counts so far. */
  get settings(): Partial<Settings> {
    return { ...this.#attributes, ...this.#decided };
  }

  /** Once the user's settings are known: what the address wants is in force at once but for what takes a yes; that is for this visit, once there is one. */
  hear(settings: KeptSettings, notices: Notices): void {
    const decide = (more: Partial<Settings>) => {
      this.#decided = { ...this.#decided, ...more };
      settings.give(this.settings);
    };
    const asked = needsYes(this.#address, settings.values);
    decide(without(this.#address, asked));
    if (Object.keys(asked).length > 0) {
      notices.ofAddress(asked, settings.values.own, () => {
        decide(asked);
      });
    }
  }

  /** What is of no use, to be read by the user. */
  nameProblems(notices: Notices): void {
    for (const problem of this.#problems) notices.ofGiven(problem);
  }

  /** The attributes say this now, and nothing else. */
  change(attributes: Partial<Settings>, problems: readonly GivenProblem[], settings: KeptSettings, notices: Notices): void {
    for (const { name } of this.#problems) if (!problems.some((each) => each.name === name)) notices.dropGiven(name);
    for (const problem of problems) notices.ofGiven(problem);
    this.#problems = problems;
    this.#attributes = attributes;
    settings.give(this.settings);
  }
}
