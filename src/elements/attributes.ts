/** What the element's attributes say beyond the settings, and which there are. Pure. */
import { GIVEN_NAMES, type GivenProblem } from '../session/given.ts';

/** Choices of one word each; the first is the default. */
const LOOKS = {
  mode: ['both', 'voice', 'text'],
  layout: ['full', 'bar'],
  captions: ['karaoke', 'sentence', 'off'],
  theme: ['auto', 'light', 'dark'],
} as const;

/** How the element looks, and what can be done with it. */
export type Look = { readonly [Name in keyof typeof LOOKS]: (typeof LOOKS)[Name][number] };

/** Attributes that are properties of text; `lang` is one of every element already. */
export const TEXTS: readonly string[] = [
  ...GIVEN_NAMES.filter((name) => name !== 'lang'),
  ...Object.keys(LOOKS),
  'greeting',
  'consent-text',
  'memory-id',
  'asset-base',
];

/** Attributes that are there or not. */
export const FLAGS: readonly string[] = ['whole-page', 'no-wake-lock', 'allow-software-gpu', 'use-page-tools', 'confirm-tools'];

/** `system-prompt` is `systemPrompt`. */
export function propertyOf(attribute: string): string {
  return attribute.replaceAll(/-./g, ([, letter = '']) => letter.toUpperCase());
}

/** Reads them, by name; null for what is not there. */
export function readLook(given: (name: string) => string | null): { look: Look; problems: GivenProblem[] } {
  const problems: GivenProblem[] = [];
  const look = Object.entries(LOOKS).map(([name, choices]: [string, readonly string[]]) => {
    const text = given(name)?.trim().toLowerCase() ?? '';
    if (text !== '' && !choices.includes(text)) problems.push({ name, is: 'choice', choices });
    return [name, choices.includes(text) ? text : choices[0]];
  });
  return { look: Object.fromEntries(look) as Look, problems };
}
