/** The elements that the assistant is made of. They are defined when the first assistant is made, so that importing it defines nothing. */

const parts = new Map<string, CustomElementConstructor>();

/** This class is to be the element of that name. */
export function part(name: string, element: CustomElementConstructor): void {
  parts.set(name, element);
}

/** Defines those that are not yet. Where the page has another version of Parley too, the first to come wins. */
export function defineParts(): void {
  for (const [name, element] of parts) if (!customElements.get(name)) customElements.define(name, element);
}
