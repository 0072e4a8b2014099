/** The elements that the assistant is made of. They are defined when the first assistant is made, so that importing it defines nothing. */
import { updateWhenLocaleChanges } from '@lit/localize';
import type { LitElement } from 'lit';

const parts = new Map<string, typeof LitElement>();

/** This class is to be the element of that name. */
export function part(name: string, element: typeof LitElement): void {
  parts.set(name, element);
}

/**
 * Defines those that are not yet. Each is drawn anew where the page is in another language. Where the page has another version of Parley too, the first
 * to come wins.
 */
export function defineParts(): void {
  for (const [name, element] of parts) {
    if (customElements.get(name)) continue;
    element.addInitializer(updateWhenLocaleChanges);
    customElements.define(name, element);
  }
}
