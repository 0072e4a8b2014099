/** Where models come from. Pure. */

/** Models come from here unless the user has chosen otherwise. */
export const DEFAULT_HUB = 'https://huggingface.co/';

/** The host of a hub that is not the default one, to be named; null for the default and for none. */
export function otherHost(hub: string): string | null {
  if (hub === DEFAULT_HUB || hub === '') return null;
  return /^\w+:\/\/([^/]+)/.exec(hub)?.[1] ?? hub;
}
