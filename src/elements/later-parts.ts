/** Elements whose code is fetched when they are first needed, so that nobody waits for it who does not. */
import type { NoticeView } from '../session/view.ts';
import { msg } from '../locales/words.ts';
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

const lacks = () =>
  ({
    id: 'part',
    level: 'error',
    text: msg('That part of Parley could not be loaded.'),
    advice: msg('Check the connection, then try again.'),
  }) as const;

type Lack = ReturnType<typeof lacks> & Required<Pick<NoticeView, 'action'>>;

/** Fetches parts as they are asked for. What can't be had is told, until it can. */
export class LaterParts {
  readonly #changed: (isNew: Lack | null) => void;
  #lacking: { part: LaterPart; notice: Lack } | null = null;

  /** `changed`: there is another `notice`; with it where it is the first after a time in which nothing was lacking. */
  constructor(changed: (isNew: Lack | null) => void) {
    this.#changed = changed;
  }

  /** That the part which was asked for last could not be had, with a button that does `again`. */
  get notice(): Lack | null {
    return this.#lacking?.notice ?? null;
  }

  /** Whether it is there: it is fetched and defined, unless that was done, and what of it is in the page already comes to life then. */
  async has(part: LaterPart, again: () => void): Promise<boolean> {
    try {
      await bring(part);
    } catch (error) {
      console.warn('A part of Parley could not be loaded:', error);
      const isNew = !this.#lacking;
      this.#lacking = { part, notice: { ...lacks(), action: { label: msg('Try again'), run: again } } };
      this.#changed(isNew ? this.#lacking.notice : null);
      return false;
    }
    // That another part is there changes nothing.
    if (this.#lacking?.part !== part) return true;
    this.#lacking = null;
    this.#changed(null);
    return true;
  }
}

/** Rejects where it can't be fetched; asked again, it tries again. */
async function bring(part: LaterPart): Promise<void> {
  if (customElements.get(part)) return;
  await LATER[part]();
  defineParts();
}
