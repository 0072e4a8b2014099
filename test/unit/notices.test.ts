/** Notices: one per id, and another list only where there is something else to read. */
import { expect, it, vi } from 'vitest';
import { Notices } from '../../src/session/notices.ts';

it('an equal notice changes nothing, nor does the end of one that is not there', () => {
  const changed = vi.fn();
  const notices = new Notices(changed);
  const action = { label: 'Fetch', run: () => undefined };
  const putAll = () => {
    notices.info('models', 'These are smaller.');
    notices.offer('offer', 'There is a bigger one.', action);
    notices.error('llm', { message: 'No connection.', advice: 'Go online.' }, action);
    notices.ofConversation('no-answer');
    notices.tooLong(2, 1);
    notices.blindModel();
  };
  putAll();
  const { list } = notices;
  expect(list).toHaveLength(6);
  expect(changed).toHaveBeenCalledTimes(6);
  putAll();
  notices.drop('camera');
  expect(notices.list).toBe(list);
  expect(changed).toHaveBeenCalledTimes(6);
});

it('another text takes the place of the first, as the newest', () => {
  const notices = new Notices(() => undefined);
  notices.info('models', 'These are smaller.');
  notices.ofConversation('echo');
  notices.info('models', 'There are none.');
  expect(notices.list.map(({ text }) => text)).toEqual(['Parley keeps hearing itself.', 'There are none.']);
  notices.list.at(-1)?.action?.run();
  expect(notices.list.map(({ id }) => id)).toEqual(['echo']);
  notices.clear();
  const { list } = notices;
  notices.clear();
  expect(notices.list).toBe(list);
});

it('a device that can’t be had is said with what goes on without it', () => {
  const ways = { tryAgain: () => undefined, takeOver: () => undefined, wakeSound: () => undefined };
  const notices = new Notices(() => undefined);
  const error = { reason: 'inference-failed' as const, message: 'It is in use.', advice: 'Close the other program.' };
  for (const about of ['microphone', 'loudspeaker', 'camera'] as const) notices.ofDevice({ about, error }, ways);
  expect(notices.list.map(({ advice }) => advice)).toEqual([
    'Close the other program. Typing works all the same.',
    'Close the other program. Answers are there to read.',
    'Close the other program. Talking and typing work all the same.',
  ]);
  notices.ofDevice({ about: 'camera', error: { reason: error.reason, message: error.message } }, ways);
  expect(notices.list.at(-1)?.advice).toBe('Talking and typing work all the same.');
});

it('a voice that is on its way is named once, and what becomes of it takes that place', () => {
  const notices = new Notices(() => undefined);
  notices.voiceLate();
  notices.voiceLate();
  expect(notices.list).toMatchObject([{ level: 'info', text: 'The voice for this language is still being fetched.' }]);
  notices.voiceFailed({ reason: 'model-file-missing', message: 'It could not be fetched.' });
  expect(notices.list.map(({ text }) => text)).toEqual(['It could not be fetched.']);
});
