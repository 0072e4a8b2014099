/** Lines that the user should read, each with a way on. */
import type { DeviceNotice } from '../devices/events.ts';
import type { ErrorData } from '../protocol/errors.ts';
import type { Effect } from '../turn/events.ts';
import { questionAbout } from './address-question.ts';
import { givenNotice, type GivenProblem } from './given.ts';
import type { Settings } from './settings.ts';
import { isSame } from './slice.ts';
import type { NoticeView } from './view.ts';

type ConversationNotice = Extract<Effect, { kind: 'notice' }>['notice'];

const CONVERSATION: Record<ConversationNotice, Omit<NoticeView, 'id'>> = {
  echo: {
    level: 'info',
    text: 'Parley keeps hearing itself.',
    advice: 'With headphones it does not; or choose in the settings that it listens only while you press a key.',
  },
  'no-answer': { level: 'warning', text: 'No answer came of that.', advice: 'Ask again, or in other words.' },
  unsaid: {
    level: 'info',
    text: 'That answer can’t be said aloud, so it is there to read.',
    advice: 'Code is not read out, and this voice reads the Latin alphabet only.',
  },
  'transcript-late': {
    level: 'warning',
    text: 'Transcribing took too long, so that was not understood.',
    advice: 'Say it again, or type it.',
  },
};

type Way = 'try-again' | 'take-over' | 'none';

/** What is in the way of the microphone, in words. */
const MICROPHONE: Record<
  Exclude<Extract<DeviceNotice, { about: 'microphone'; is: unknown }>['is'], 'fallback'>,
  Pick<NoticeView, 'level' | 'text' | 'advice'> & { way: Way }
> = {
  elsewhere: {
    level: 'info',
    text: 'Parley is listening in another tab or window.',
    advice: 'Only one can listen, or they would answer each other.',
    way: 'take-over',
  },
  'taken-over': { level: 'info', text: 'Parley is listening in another tab or window now.', way: 'take-over' },
  blocked: {
    level: 'warning',
    text: 'The microphone is muted by the system, or by a switch on it.',
    advice: 'Unmute it there, or type.',
    way: 'none',
  },
  hushed: {
    level: 'warning',
    text: 'Nothing but silence comes from the microphone.',
    advice: 'It may have a switch, or be another one: choose it by name in the settings.',
    way: 'none',
  },
  silent: {
    level: 'warning',
    text: 'No sound comes from the microphone.',
    advice: 'Another program may have it to itself: close that, choose another microphone, or type.',
    way: 'try-again',
  },
};

const SILENT_LOUDSPEAKER = {
  level: 'warning',
  text: 'No sound can be played, so that answers are there to read.',
  advice: 'Another program may have the loudspeaker to itself, or the page waits for a press.',
  way: 'try-again',
} as const;

/** The notices there are, newest last; one per id. The list is the same object until it has another notice. */
export class Notices {
  readonly #changed: () => void;
  readonly #dismissals = new Map<string, NonNullable<NoticeView['action']>>();
  #list: readonly NoticeView[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get list(): readonly NoticeView[] {
    return this.#list;
  }

  /** `dismiss`: a second button, as for `info`. */
  error(
    id: string,
    { message, advice }: Pick<ErrorData, 'message' | 'advice'>,
    action?: NoticeView['action'],
    dismiss?: NoticeView['dismiss'],
  ): void {
    const ways = { ...(action ? { action } : {}), ...(dismiss ? { dismiss } : {}) };
    this.#put({ id, level: 'error', text: message, ...(advice ? { advice } : {}), ...ways });
  }

  info(id: string, text: string, action: NoticeView['action'] = this.#dismiss(id), dismiss?: NoticeView['dismiss']): void {
    this.#put({ id, level: 'info', text, action, ...(dismiss ? { dismiss } : {}) });
  }

  /** As `info`, and the user may decline. */
  offer(id: string, text: string, action: NonNullable<NoticeView['action']>): void {
    this.#put({ id, level: 'info', text, action, dismiss: { ...this.#dismiss(id), label: 'Not now' } });
  }

  /** What a page or its address has given is of no use. */
  ofGiven(problem: GivenProblem): void {
    const notice = givenNotice(problem);
    this.#put({ ...notice, action: this.#dismiss(notice.id) });
  }

  /** It is of use now, or not given any more. */
  dropGiven(name: string): void {
    this.drop(`given-${name}`);
  }

  /** The address wants what takes a yes. `own`: the user's own model. */
  ofAddress(asked: Partial<Settings>, own: Settings['own'], use: () => void): void {
    const text = questionAbout(asked, own);
    const dismiss = { ...this.#dismiss('address'), label: 'Don’t' };
    const action = {
      label: 'Use it',
      run: () => {
        this.drop('address');
        use();
      },
    };
    this.#put({ id: 'address', level: 'warning', text, advice: 'Only if you trust whoever gave it to you.', action, dismiss });
  }

  /** `why`: of a model that should see. */
  blindModel(why: ErrorData | null = null): void {
    this.#put({
      id: 'blind',
      level: 'warning',
      text: why
        ? `What you show is seen by you alone, since the language model can’t see on this device: ${why.message}`
        : 'This language model can’t see pictures, so what you show is seen by you alone.',
      advice: why ? (why.advice ?? 'Turn the camera off and on to try again.') : 'Choose a model with pictures.',
    });
  }

  /** What was given as a picture can't be shown. */
  pictureFailed(error: ErrorData): void {
    this.error('picture', error, this.#dismiss('picture'));
  }

  /** The server of the user's own model did not answer. */
  answerFailed(error: ErrorData): void {
    this.error('answer', error, this.#dismiss('answer'));
  }

  /** Settings of earlier visits could not be read, or those of this one can't be kept. */
  settingsTrouble({ message, advice }: ErrorData): void {
    const action = this.#dismiss('settings');
    this.#put({ id: 'settings', level: 'warning', text: message, ...(advice ? { advice } : {}), action });
  }

  /** Lengths in characters. */
  tooLong(length: number, most: number): void {
    this.#put({
      id: 'too-long',
      level: 'warning',
      text: `That is ${String(length)} characters, and this language model takes ${String(most)} at once.`,
      advice: 'Shorten it or send it in parts: it is still in the box.',
      action: this.#dismiss('too-long'),
    });
  }

  ofConversation(notice: ConversationNotice): void {
    this.#put({
      id: notice,
      ...CONVERSATION[notice],
      action: this.#dismiss(notice),
    });
  }

  /** What is in the way of a device, with the way on that goes with it. */
  ofDevice(notice: DeviceNotice, ways: { tryAgain: () => void; takeOver: () => void; wakeSound: () => void }): void {
    const { about } = notice;
    const tryAgain = { label: 'Try again', run: about === 'loudspeaker' ? ways.wakeSound : ways.tryAgain };
    if ('error' in notice) {
      if (about === 'camera') this.error(about, notice.error);
      else this.error(about, notice.error, tryAgain);
      return;
    }
    if (notice.is === 'fallback') {
      const id = `${about}-fallback`;
      this.#put({
        id,
        level: 'info',
        text: notice.label === '' ? `The ${about} that you chose is not there.` : `The ${about} “${notice.label}” is not there.`,
        advice: 'The system’s choice is in its place, until it is back.',
        action: this.#dismiss(id),
      });
      return;
    }
    const { way, ...line } = notice.about === 'microphone' ? MICROPHONE[notice.is] : SILENT_LOUDSPEAKER;
    const action = {
      'try-again': tryAgain,
      'take-over': { label: 'Listen here', run: ways.takeOver },
      none: this.#dismiss(about),
    }[way];
    this.#put({ id: about, ...line, action });
  }

  drop(id: string): void {
    if (!this.#list.some((notice) => notice.id === id)) return;
    this.#list = this.#list.filter((notice) => notice.id !== id);
    this.#changed();
  }

  clear(): void {
    if (this.#list.length === 0) return;
    this.#list = [];
    this.#changed();
  }

  /** The same object for the same notice: an equal notice is to be known as one. */
  #dismiss(id: string): NonNullable<NoticeView['action']> {
    const known = this.#dismissals.get(id);
    if (known) return known;
    const dismissal = {
      label: 'All right',
      run: () => {
        this.drop(id);
      },
    };
    this.#dismissals.set(id, dismissal);
    return dismissal;
  }

  /** What is said already is not said again. */
  #put(notice: NoticeView): void {
    if (this.#list.some((each) => isSame(each, notice))) return;
    this.#list = [...this.#list.filter(({ id }) => id !== notice.id), notice];
    this.#changed();
  }
}
