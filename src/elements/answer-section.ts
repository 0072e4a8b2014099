/** How the language model chooses its words, and how much it reads for them. */
import { html, type TemplateResult } from 'lit';
import { LEAST_CONTEXT, TEMPERATURES, TOP_PS } from '../session/settings.ts';
import { optional, type Fields } from './setting-fields.ts';

export function answerSection(fields: Fields): TemplateResult {
  return html`${optional(
    fields,
    'temperature',
    {
      label: 'Temperature',
      about: `From ${String(TEMPERATURES.min)}, always the likeliest word, to ${String(TEMPERATURES.max)}, where words are strewn. Left empty, what is best for the model.`,
    },
    TEMPERATURES,
  )}
  ${optional(
    fields,
    'topP',
    {
      label: 'Top-p',
      about:
        'Words are chosen among the likeliest that together reach this share. Smaller is steadier. Left empty, what is best for the model.',
    },
    TOP_PS,
  )}
  ${optional(
    fields,
    'contextTokens',
    {
      label: 'Context length, tokens',
      about: `How much of the conversation is read for an answer, at least ${LEAST_CONTEXT.toLocaleString('en')}. A model on this device takes no more than it was made for; a server may take more than the 8,192 that it is given unasked. Left empty, all that it takes.`,
    },
    { min: LEAST_CONTEXT, max: 1_000_000, step: 256 },
  )}`;
}
