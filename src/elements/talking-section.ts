/** Settings of how the user takes the turn. */
import { html, type TemplateResult } from 'lit';
import { check, choice, type Fields } from './setting-fields.ts';
import { msg } from '../locales/words.ts';

export function talkingSection(fields: Fields): TemplateResult {
  return html`${choice(
    fields,
    'talk',
    {
      label: msg('Parley listens'),
      about: msg(
        'Space works wherever no text is being written. With the key what you say is over when you let go, however long you pause; pressing it ends an answer.',
      ),
    },
    {
      before: [
        { value: 'open', label: msg('All the time, and hears when you are done') },
        { value: 'hold', label: msg('While Space or the big button is held down') },
        { value: 'toggle', label: msg('From one press of Space or the big button to the next') },
      ],
    },
  )}
  ${check(fields, 'interruptions', {
    label: msg('Talking over an answer interrupts it'),
    about: msg('Off for rooms where others talk. The stop button, Escape and the talk key end an answer all the same.'),
  })}`;
}
