/** What the address of the page wants and takes a yes, in words. Pure. */
import type { Settings } from './settings.ts';
import { list, number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

/** The question for the user; `asked`: what takes a yes (given.ts). */
export function questionAbout(asked: Partial<Settings>, own: Settings['own']): string {
  const { hub, askAboveBytes, llm, systemPrompt } = asked;
  const server =
    own?.kind === 'endpoint' && URL.canParse(own.url) ? msg(str`the server ${new URL(own.url).host}`) : msg('your own model');
  const wishes = [
    ...(hub === undefined ? [] : [msg(str`models come from ${new URL(hub).host}`)]),
    ...(askAboveBytes === undefined ? [] : [msg(str`downloads of up to ${number(askAboveBytes / 1e6)} MB are not asked about`)]),
    ...(llm === undefined ? [] : [msg(str`what you say is answered by ${server}`)]),
    ...(systemPrompt === undefined ? [] : [msg(str`the language model is told: “${systemPrompt}”`)]),
  ];
  return msg(str`The address of this page wants that ${list(wishes)}.`);
}
