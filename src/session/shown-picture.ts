/** A picture that the user has given, until it has gone along with a turn. */
export class ShownPicture {
  readonly #changed: () => void;
  #picture: Blob | null = null;
  #url: string | null = null;
  /** The one that an answer was begun with. */
  #lent: Blob | null = null;
  /** How many were given, or taken back. */
  #given = 0;
  /** The last turn that a picture went along with. */
  #pictured: number | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Its address for an `<img>`; null where there is none. */
  get url(): string | null {
    return this.#url;
  }

  /** In place of the one before; null: none. */
  show(picture: Blob | null): void {
    this.#given += 1;
    this.#set(picture);
  }

  /** Shows it once it is made, unless another was given, or it was taken back, meanwhile. Rejects where it can't be made and is still wanted. */
  async take(making: Promise<Blob>): Promise<void> {
    this.#given += 1;
    const mine = this.#given;
    const isWanted = () => mine === this.#given;
    try {
      const picture = await making;
      if (isWanted()) this.#set(picture);
    } catch (error) {
      if (isWanted()) throw error;
    }
  }

  #set(picture: Blob | null): void {
    if (this.#url !== null) URL.revokeObjectURL(this.#url);
    this.#picture = picture;
    this.#url = picture && URL.createObjectURL(picture);
    this.#changed();
  }

  /** For an answer that is begun: it may be begun in vain, and then the picture stays for the next. */
  lend(): Blob | null {
    this.#lent = this.#picture;
    return this.#picture;
  }

  /** `pictured`: the last turn in the conversation that has a picture. A new one took along what was lent last. */
  went(pictured: number | undefined): void {
    if (pictured === this.#pictured) return;
    this.#pictured = pictured;
    if (this.#lent !== null && this.#lent === this.#picture) this.#set(null);
    this.#lent = null;
  }
}
