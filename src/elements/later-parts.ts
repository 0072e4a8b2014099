/** Elements whose code is fetched when they are first needed, so that nobody waits for it who does not. */
import { defineParts } from './parts.ts';

export type ConversationParts = typeof import('./conversation-parts.ts');

export const conversationParts = (): Promise<ConversationParts> => import('./conversation-parts.ts');

const LATER = {
  'parley-caption-log': conversationParts,
  'parley-settings': () => import('./settings-panel.ts'),
  'parley-keys': () => import('./keys-sheet.ts'),
  'parley-conversations': () => import('./conversations-panel.ts'),
  'parley-timings': () => import('./timings-panel.ts'),
  'parley-welcome': () => import('./welcome-card.ts'),
} as const;

export type LaterPart = keyof typeof LATER;

/**
 * Fetches it, unless it is there, and defines it: what of it is in the page already comes to life then. Rejects where it can't be fetched; asked
 * again, it tries again.
 */
export async function bring(part: LaterPart): Promise<void> {
  if (customElements.get(part)) return;
  await LATER[part]();
  defineParts();
}
