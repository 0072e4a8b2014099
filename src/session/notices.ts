/** Lines that the user should read, each with a way on. */
import type { DeviceNotice } from '../devices/events.ts';
import { errorInWords } from '../locales/errors.ts';
import type { ErrorData } from '../protocol/errors.ts';
import type { Effect } from '../turn/events.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { questionAbout } from './address-question.ts';
import type { GivenProblem } from './given.ts';
import { givenNotice } from './setting-problems.ts';
import type { Settings } from './settings.ts';
import { isSame } from './slice.ts';
import type { DeviceKind, NoticeView } from './view.ts';
import { msg, str } from '../locales/words.ts';

type ConversationNotice = Extract<Effect, { kind: 'notice' }>['notice'];
type Words = Pick<NoticeView, 'level' | 'text' | 'advice'>;

const conversation = (): Record<ConversationNotice, Words> => ({
  echo: {
    level: 'info',
    text: msg('Parley keeps hearing itself.'),
    advice: msg('With headphones it does not; or choose in the settings that it listens only while you press a key.'),
  },
  'no-answer': { level: 'warning', text: msg('No answer came of that.'), advice: msg('Ask again, or in other words.') },
  unsaid: {
    level: 'info',
    text: msg('That answer can’t be said aloud, so it is there to read.'),
    advice: msg('Code, signs alone, and languages that have no voice here are not read out.'),
  },
  'transcript-late': {
    level: 'warning',
    text: msg('Transcribing takes longer than usual here.'),
    advice: msg('What you said counts once it is understood. Or say it again, or type it.'),
  },
});

type Way = 'try-again' | 'take-over' | 'none';

/** What is in the way of the microphone, in words. */
const microphone = (): Record<
  Exclude<Extract<DeviceNotice, { about: 'microphone'; is: unknown }>['is'], 'fallback'>,
  Words & { way: Way }
> => ({
  elsewhere: {
    level: 'info',
    text: msg('Parley is listening in another tab or window.'),
    advice: msg('Only one can listen, or they would answer each other. Typing works here too.'),
    way: 'take-over',
  },
  'taken-over': {
    level: 'info',
    text: msg('Parley is listening in another tab or window now.'),
    advice: msg('Typing works here too.'),
    way: 'take-over',
  },
  blocked: {
    level: 'warning',
    text: msg('The microphone is muted by the system, or by a switch on it.'),
    advice: msg('Unmute it there, or type.'),
    way: 'none',
  },
  hushed: {
    level: 'warning',
    text: msg('Nothing but silence comes from the microphone.'),
    advice: msg('It may have a switch, or be another one: choose it by name in the settings, or type.'),
    way: 'none',
  },
  silent: {
    level: 'warning',
    text: msg('No sound comes from the microphone.'),
    advice: msg('Another program may have it to itself: close that, choose another microphone, or type.'),
    way: 'try-again',
  },
});

const silentLoudspeaker = (): Words & { way: Way } => ({
  level: 'warning',
  text: msg('No sound can be played, so that answers are there to read.'),
  advice: msg('Another program may have the loudspeaker to itself, or the page waits for a press.'),
  way: 'try-again',
});

/** What goes on without a device that can't be had. */
const without = (): Record<DeviceKind, string> => ({
  microphone: msg('Typing works all the same.'),
  loudspeaker: msg('Answers are there to read.'),
  camera: msg('Talking and typing work all the same.'),
});

/** A device that was chosen and is not there. */
function missing(about: DeviceKind, label: string): string {
  if (label === '') {
    return {
      microphone: msg('The microphone that you chose is not there.'),
      loudspeaker: msg('The loudspeaker that you chose is not there.'),
      camera: msg('The camera that you chose is not there.'),
    }[about];
  }
  return {
    microphone: msg(str`The microphone “${label}” is not there.`),
    loudspeaker: msg(str`The loudspeaker “${label}” is not there.`),
    camera: msg(str`The camera “${label}” is not there.`),
  }[about];
}

/** A notice as it is said in the language of the page now. */
type Made = { readonly id: string; readonly make: () => Omit<NoticeView, 'id'> };

/** The notices there are, newest last; one per id. The list is the same object until it has another notice. */
export class Notices {
  readonly #changed: () => void;
  readonly #dismissals = new Map<string, () => void>();
  #made: readonly Made[] = [];
  #list: readonly NoticeView[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get list(): readonly NoticeView[] {
    return this.#list;
  }

  /** The page is in another language: what is said is said in that, as far as its words are chosen here. */
  sayAnew(): void {
    this.#list = this.#made.map(({ id, make }) => ({ id, ...make() }));
    this.#changed();
  }

  /** In words that were chosen elsewhere. `dismiss`: a second button, as for `info`. */
  error(
    id: string,
    { message, advice }: Pick<ErrorData, 'message' | 'advice'>,
    action?: NoticeView['action'],
    dismiss?: NoticeView['dismiss'],
  ): void {
    const ways = { ...(action ? { action } : {}), ...(dismiss ? { dismiss } : {}) };
    this.#put(id, () => ({ level: 'error', text: message, ...(advice ? { advice } : {}), ...ways }));
  }

  info(id: string, text: string, action?: NoticeView['action'], dismiss?: NoticeView['dismiss']): void {
    this.#put(id, () => ({ level: 'info', text, action: action ?? this.#dismiss(id), ...(dismiss ? { dismiss } : {}) }));
  }

  /** As `info`, and the user may decline. */
  offer(id: string, text: string, action: NonNullable<NoticeView['action']>): void {
    this.#put(id, () => ({ level: 'info', text, action, dismiss: this.#dismiss(id, msg('Not now')) }));
  }

  /** What a page or its address has given is of no use. */
  ofGiven(problem: GivenProblem): void {
    const { id } = givenNotice(problem);
    this.#put(id, () => ({ ...givenNotice(problem), action: this.#dismiss(id) }));
  }

  /** It is of use now, or not given any more. */
  dropGiven(name: string): void {
    this.drop(`given-${name}`);
  }

  /** The address wants what takes a yes. `own`: the user's own model. */
  ofAddress(asked: Partial<Settings>, own: Settings['own'], use: () => void): void {
    const run = () => {
      this.drop('address');
      use();
    };
    this.#put('address', () => ({
      level: 'warning',
      text: questionAbout(asked, own),
      advice: msg('Only if you trust whoever gave it to you.'),
      action: { label: msg('Use it'), run },
      dismiss: this.#dismiss('address', msg('Don’t')),
    }));
  }

  /** `why`: of a model that should see. */
  blindModel(why: ErrorData | null = null): void {
    this.#put('blind', () => {
      if (!why) {
        return {
          level: 'warning',
          text: msg('This language model can’t see pictures, so what you show is seen by you alone.'),
          advice: msg('Choose a model with pictures.'),
        };
      }
      const { message, advice } = errorInWords(why);
      return {
        level: 'warning',
        text: msg(str`What you show is seen by you alone, since the language model can’t see on this device: ${message}`),
        advice: advice ?? msg('Turn the camera off and on to try again.'),
      };
    });
  }

  /** What was given as a picture can't be shown. */
  pictureFailed(error: ErrorData): void {
    const ways = () => ({ action: this.#dismiss('picture') });
    this.#putError('picture', 'error', error, ways, () => msg('You can ask without it.'));
  }

  /** The server of the user's own model did not answer. */
  answerFailed(error: ErrorData): void {
    this.#putError('answer', 'error', error, () => ({ action: this.#dismiss('answer') }));
  }

  /** The voice said that it can't do what is wished for. */
  voiceFailed(error: ErrorData): void {
    this.#putError('voice', 'error', error, () => ({}));
  }

  /** The user talks for nearly as long as one utterance can be. */
  longUtterance(): void {
    const minutes = TURN_SETTINGS.longestUtteranceMs / 60_000;
    this.#put('long-utterance', () => ({
      level: 'warning',
      text: msg(str`Parley takes ${minutes} minutes of speech at once, and the last of them has begun.`),
      advice: msg('Pause, or let go of the talk key, and go on after the answer: beyond that the beginning is lost.'),
      action: this.#dismiss('long-utterance'),
    }));
  }

  /** The voice that was chosen is being fetched, and takes longer than an answer can wait. */
  voiceLate(): void {
    this.#put('voice', () => ({
      level: 'info',
      text: msg('The voice for this language is still being fetched.'),
      advice: msg('Until it is here, answers are there to read.'),
      action: this.#dismiss('voice'),
    }));
  }

  /** Settings of earlier visits could not be read, or those of this one can't be kept. */
  settingsTrouble(error: ErrorData): void {
    this.#putError('settings', 'warning', error, () => ({ action: this.#dismiss('settings') }));
  }

  /** Lengths in characters. */
  tooLong(length: number, most: number): void {
    this.#put('too-long', () => ({
      level: 'warning',
      text: msg(str`That is ${length} characters, and this language model takes ${most} at once.`),
      advice: msg('Shorten it or send it in parts: it is still in the box.'),
      action: this.#dismiss('too-long'),
    }));
  }

  ofConversation(notice: ConversationNotice): void {
    this.#put(notice, () => ({ ...conversation()[notice], action: this.#dismiss(notice) }));
  }

  /** What is in the way of a device, with the way on that goes with it. */
  ofDevice(notice: DeviceNotice, ways: { tryAgain: () => void; takeOver: () => void; wakeSound: () => void }): void {
    const { about } = notice;
    const tryAgain = () => ({ label: msg('Try again'), run: about === 'loudspeaker' ? ways.wakeSound : ways.tryAgain });
    if ('error' in notice) {
      const ways = () => (about === 'camera' ? {} : { action: tryAgain() });
      this.#putError(about, 'error', notice.error, ways, () => without()[about]);
      return;
    }
    if (notice.is === 'fallback') {
      const id = `${about}-fallback`;
      this.#put(id, () => ({
        level: 'info',
        text: missing(about, notice.label),
        advice: msg('The system’s choice is in its place, until it is back.'),
        action: this.#dismiss(id),
      }));
      return;
    }
    this.#put(about, () => {
      const { way, ...line } = notice.about === 'microphone' ? microphone()[notice.is] : silentLoudspeaker();
      const actions = {
        'try-again': tryAgain(),
        'take-over': { label: msg('Listen here'), run: ways.takeOver },
        none: this.#dismiss(about),
      };
      return { ...line, action: actions[way] };
    });
  }

  drop(id: string): void {
    if (!this.#list.some((notice) => notice.id === id)) return;
    this.#made = this.#made.filter((made) => made.id !== id);
    this.#list = this.#list.filter((notice) => notice.id !== id);
    this.#changed();
  }

  clear(): void {
    if (this.#list.length === 0) return;
    this.#made = [];
    this.#list = [];
    this.#changed();
  }

  /** What it does is the same for the same notice: an equal notice is to be known as one. */
  #dismiss(id: string, label = msg('All right')): NonNullable<NoticeView['action']> {
    const known = this.#dismissals.get(id);
    const run =
      known ??
      (() => {
        this.drop(id);
      });
    this.#dismissals.set(id, run);
    return { label, run };
  }

  /** `works`: what goes on all the same. */
  #putError(
    id: string,
    level: NoticeView['level'],
    error: ErrorData,
    ways: () => Pick<NoticeView, 'action'>,
    works: () => string = () => '',
  ): void {
    this.#put(id, () => {
      const { message, advice = '' } = errorInWords(error);
      const lines = `${advice} ${works()}`.trim();
      return { level, text: message, ...(lines === '' ? {} : { advice: lines }), ...ways() };
    });
  }

  /** What is said already is not said again. */
  #put(id: string, make: Made['make']): void {
    const notice: NoticeView = { id, ...make() };
    if (this.#list.some((each) => isSame(each, notice))) return;
    this.#made = [...this.#made.filter((each) => each.id !== id), { id, make }];
    this.#list = [...this.#list.filter((each) => each.id !== id), notice];
    this.#changed();
  }
}
