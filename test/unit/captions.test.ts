/** R20: captions are made once for what was said, however long the conversation is; a token changes the one that is live. */
import { describe, expect, it } from 'vitest';
import { Captions } from '../../src/session/captions.ts';
import type { Entry } from '../../src/turn/history.ts';
import { newReply } from '../../src/turn/replying.ts';
import { initialState, type TurnState } from '../../src/turn/state.ts';

const OPTIONS = { language: 'en', system: '', contextTokens: 2048, voice: true, camera: false };

const HISTORY = Array.from({ length: 10_000 }, (_, index): Entry => {
  const turn = Math.floor(index / 2) + 1;
  return index % 2 === 0
    ? { role: 'user', text: `Question ${String(turn)}`, turn }
    : { role: 'assistant', text: `Answer ${String(turn)}`, interrupted: false, turn };
});

const replying = (text: string, state = initialState(OPTIONS, HISTORY)): TurnState => {
  const turn = state.counter + 1;
  const question: Entry = { role: 'user', text: 'And now?', turn };
  const reply = { ...newReply(turn, false, 0), question, committed: true, text };
  return { ...state, reply };
};

describe('captions', () => {
  it('R20: a token leaves the list of what was said as it is', () => {
    const captions = new Captions(() => undefined);
    const before = captions.of(replying('One'));
    const after = captions.of(replying('One two'));
    expect(after.said).toBe(before.said);
    expect(after.live).toMatchObject({ id: 'assistant-5001', text: 'One two', state: 'live' });
  });

  it('R20: one more entry, or the oldest gone, leaves every other caption as it is', () => {
    const captions = new Captions(() => undefined);
    const { said } = captions.of(initialState(OPTIONS, HISTORY));
    const entry: Entry = { role: 'assistant', text: 'One', interrupted: true, turn: 5001 };
    const later = captions.of(initialState(OPTIONS, [...HISTORY.slice(2), entry])).said;
    expect(later).toHaveLength(said.length - 1);
    expect(later.slice(0, -1).every((caption, index) => caption === said[index + 2])).toBe(true);
    expect(later.at(-1)).toMatchObject({ text: 'One', state: 'interrupted' });
  });

  it('shows the still that comes after the words it goes with', () => {
    const urls = new Map<number, string>();
    const captions = new Captions((picture) => urls.get(picture));
    const state = initialState(OPTIONS, [...HISTORY, { role: 'user', text: 'What is this?', picture: 5001, turn: 5001 }]);
    const before = captions.of(state).said;
    expect(before.at(-1)?.imageUrl).toBeUndefined();
    urls.set(5001, 'blob:still');
    const after = captions.of(state).said;
    expect(after.at(-1)?.imageUrl).toBe('blob:still');
    expect(after[0]).toBe(before[0]);
    expect(captions.of(state).said).toBe(after);
  });

  it('says what language each is in, whatever was chosen, and nothing where that is not known', () => {
    const texts = ['¿Cuál es la capital de Francia?', 'Paris is the capital of France.', 'Merci !', 'Paris?'];
    const history = texts.map((text, index): Entry => ({ role: 'user', text, turn: index + 1 }));
    const languages = (language: string) => {
      const { said, live } = new Captions(() => undefined).of(
        replying('It is the capital of Spain.', initialState({ ...OPTIONS, language }, history)),
      );
      return [...said, live].map((caption) => caption?.language);
    };
    expect(languages('auto')).toEqual(['es', 'en', 'fr', '', 'en']);
    expect(languages('es')).toEqual(['es', 'en', 'fr', 'es', 'en']);
    expect(languages('en-GB')).toEqual(['es', 'en-GB', 'fr', 'en-GB', 'en-GB']);
  });

  it('has nothing live before there is something to read', () => {
    const captions = new Captions(() => undefined);
    expect(captions.of(replying(' ')).live).toBeNull();
    expect(captions.of(initialState(OPTIONS)).live).toBeNull();
  });
});
