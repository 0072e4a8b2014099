/** What the address of the page wants and takes a yes, in words. Pure. */
import type { Settings } from './settings.ts';

/** The question for the user; `asked`: what takes a yes (given.ts). */
export function questionAbout(asked: Partial<Settings>, own: Settings['own']): string {
  const { hub, askAboveBytes, llm, systemPrompt } = asked;
  const server = own?.kind === 'endpoint' && URL.canParse(own.url) ? `the server ${new URL(own.url).host}` : 'your own model';
  const wishes = [
    ...(hub === undefined ? [] : [`models come from ${new URL(hub).host}`]),
    ...(askAboveBytes === undefined
      ? []
      : [`downloads of up to ${(askAboveBytes / 1e6).toLocaleString('en')} MB are not asked about`]),
    ...(llm === undefined ? [] : [`what you say is answered by ${server}`]),
    ...(systemPrompt === undefined ? [] : [`the language model is told: “${systemPrompt}”`]),
  ];
  return `The address of this page wants that ${new Intl.ListFormat('en').format(wishes)}.`;
}
