import { describe, expect, it } from 'vitest';
import { announce, NOTHING_HEARD, noteLines, type Heard } from '../../src/elements/announcing.ts';
import { isOnlyWritten, shownText } from '../../src/elements/caption-text.ts';
import type { CaptionView, Phase, Shown } from '../../src/session/view.ts';

type Seen = Pick<Shown, 'phase' | 'captions' | 'devices'>;

const caption = (id: string, text: string, more: Partial<CaptionView> = {}): CaptionView => ({
  id,
  who: id.startsWith('u') ? 'user' : 'assistant',
  turn: 1,
  text,
  heard: text.length,
  state: 'final',
  ...more,
});

const seen = (phase: Phase, said: readonly CaptionView[] = [], live: CaptionView | null = null, loudspeaker = 'off'): Seen => ({
  phase,
  captions: { said, live },
  devices: { loudspeaker, talk: 'open' } as Shown['devices'],
});

/** All that is announced of these views, one after another. */
function announced(views: readonly Seen[]): string[] {
  let heard: Heard = NOTHING_HEARD;
  return views.flatMap((view) => {
    const told = announce(noteLines(heard, view), view);
    heard = told.heard;
    return told.lines;
  });
}

describe('what a screen reader says', () => {
  const question = caption('u1', 'Who are you?');
  const answer = caption('a1', 'I am Parley.');

  it('is each state and each finished line once, and nothing while anybody speaks', () => {
    const live = { ...answer, state: 'live', heard: 4 } as const;
    const talk = [
      seen('listening'),
      seen('hearing'),
      seen('thinking', [question]),
      seen('speaking', [question], live),
      seen('speaking', [question], { ...live, heard: 9 }),
      seen('listening', [question, answer]),
      seen('listening', [question, answer]),
    ];
    expect(announced(talk.slice(0, 5))).toEqual(['Parley is listening.', 'Parley is thinking.']);
    expect(announced(talk)).toEqual([
      'Parley is listening.',
      'Parley is thinking.',
      'You: Who are you?',
      'Parley: I am Parley.',
      'Parley is listening.',
    ]);
  });

  it('is no answer that was heard aloud: the microphone would hear it as a question', () => {
    expect(announced([seen('listening'), seen('listening', [question, answer], null, 'on')])).toEqual([
      'Parley is listening.',
      'You: Who are you?',
    ]);
  });

  it('is nothing of an earlier visit, and nothing once more when the conversation is forgotten', () => {
    expect(announced([seen('asleep', [question, answer]), seen('listening', [question, answer]), seen('listening', [])])).toEqual(
      ['Parley is not listening.', 'Parley is listening.'],
    );
  });

  it('says that an answer was cut off', () => {
    const cut = caption('a1', 'I am', { state: 'interrupted' });
    expect(announced([seen('listening', [question]), seen('listening', [question, cut])])).toContain(
      'Parley: I am — interrupted',
    );
  });
});

describe('captions', () => {
  const live = caption('a1', 'It rains. Take a coat. שלום.', { state: 'live', heard: 12 });

  it('word by word: what was not heard yet is dim', () => {
    expect(shownText(live, 'karaoke')).toEqual({ bright: 'It rains. Ta', dim: 'ke a coat. שלום.' });
  });

  it('sentence by sentence: each as soon as it is begun, and the whole once it is over', () => {
    expect(shownText({ ...live, heard: 0 }, 'sentence')).toEqual({ bright: '', dim: '' });
    expect(shownText({ ...live, heard: 1 }, 'sentence').bright).toBe('It rains. ');
    expect(shownText(live, 'sentence').bright).toBe('It rains. Take a coat. ');
    expect(shownText({ ...live, state: 'final' }, 'sentence')).toEqual({ bright: live.text, dim: '' });
  });

  it('an answer that is written on can wait to be drawn, a word that is heard and another caption can not', () => {
    const said = [caption('u1', 'Hello?')];
    const drawn = { said, live };
    const longer = `${live.text} Go.`;
    expect(isOnlyWritten(drawn, { said, live: { ...live, text: longer } })).toBe(true);
    // Text alone counts as heard as soon as it is there.
    expect(isOnlyWritten(drawn, { said, live: { ...live, text: longer, heard: longer.length } })).toBe(true);
    expect(isOnlyWritten(drawn, { said, live: { ...live, text: longer, heard: 20 } })).toBe(false);
    expect(isOnlyWritten(drawn, { said, live: { ...live, id: 'a2' } })).toBe(false);
    expect(isOnlyWritten(drawn, { said: [...said, { ...live, state: 'final' }], live })).toBe(false);
    expect(isOnlyWritten(drawn, { said, live: null })).toBe(false);
  });
});
