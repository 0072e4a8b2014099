/** What is said of what goes on before there is a conversation. Pure. */
import { msg } from '../locales/words.ts';
import type { Phase } from '../session/view.ts';
import type { Look } from './attributes.ts';

/** How a conversation is begun. */
export const wayIn = (): { readonly [mode in Look['mode']]: string } => ({
  both: msg('Press to talk, or type'),
  voice: msg('Press to talk'),
  text: msg('Type to begin'),
});

/** What is going on, as long as what knows more of it is not there. */
export function firstLine(phase: Phase, mode: Look['mode']): string {
  if (phase === 'loading') return msg('Getting ready');
  return wayIn()[mode === 'text' ? 'text' : 'voice'];
}
