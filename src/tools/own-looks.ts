/** What Parley's own tools say of themselves, to the model and to the user. */
import { translatable } from '../locales/words.ts';
import type { OWN_TOOLS } from './own-names.ts';

export const OWN_LOOKS: Readonly<Record<(typeof OWN_TOOLS)[number], { readonly title: string; readonly description: string }>> = {
  get_time: { title: translatable('Tell the time'), description: translatable('Tells the time of day and the date.') },
  set_timer: {
    title: translatable('Set a timer'),
    description: translatable('Sets a timer that speaks when it is over, as long as this page is open.'),
  },
};
