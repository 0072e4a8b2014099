/** Something that happens to a world, in whatever state it is. Named, so that a counterexample can be read. */
export class Move<World> {
  readonly name: string;
  readonly make: (world: World) => void;

  constructor(name: string, make: (world: World) => void) {
    this.name = name;
    this.make = make;
  }

  toString(): string {
    return this.name;
  }
}
