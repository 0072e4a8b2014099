/** How the language model chooses its words, and how much it reads for them. */
import { html, type TemplateResult } from 'lit';
import { LEAST_CONTEXT, TEMPERATURES, TOP_PS } from '../session/settings.ts';
import { optional, type Fields } from './setting-fields.ts';
import { number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

export function answerSection(fields: Fields): TemplateResult {
  return html`${optional(
    fields,
    'temperature',
    {
      label: msg('Temperature'),
      about: msg(
        str`From ${number(TEMPERATURES.min)}, always the likeliest word, to ${number(TEMPERATURES.max)}, where words are strewn. Left empty, what is best for the model.`,
      ),
    },
    TEMPERATURES,
  )}
  ${optional(
    fields,
    'topP',
    {
      label: msg('Top-p'),
      about: msg(
        'Words are chosen among the likeliest that together reach this share. Smaller is steadier. Left empty, what is best for the model.',
      ),
    },
    TOP_PS,
  )}
  ${optional(
    fields,
    'contextTokens',
    {
      label: msg('Context length, tokens'),
      about: msg(
        str`How much of the conversation is read for an answer, at least ${number(LEAST_CONTEXT)}. A model on this device takes no more than it was made for; a server may take more than the ${number(8_192)} that it is given unasked. Left empty, all that it takes.`,
      ),
    },
    { min: LEAST_CONTEXT, max: 1_000_000, step: 256 },
  )}`;
}
