/** The time, and timers that speak. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OwnTools } from '../../../src/tools/page/own-tools.ts';

const NOON = new Date(2026, 10, 29, 12, 0);
const options = { signal: new AbortController().signal };

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The tools, and what they have said when it was due. */
function make(language = 'en'): { own: OwnTools; said: string[]; setTimer: (minutes: number) => unknown } {
  const said: string[] = [];
  const own: OwnTools = new OwnTools(() => {
    said.push(own.take() ?? '');
  });
  own.language = language;
  const setTimer = (minutes: number) => own.named(['set_timer'])[0]?.execute({ minutes }, options);
  return { own, said, setTimer };
}

it('are those that are named, and no others', () => {
  expect(make().own.named([])).toEqual([]);
  expect(
    make()
      .own.named(['set_timer', 'get_time', 'open_door'])
      .map(({ name }) => name),
  ).toEqual(['get_time', 'set_timer']);
});

it('tell the time and the date', () => {
  const [time] = make().own.named(['get_time']);
  expect(time?.execute({}, options)).toEqual({ time: '12:00', date: 'Sunday, November 29, 2026' });
});

it.each([
  ['en', 5, 'The timer for 5 minutes is over.'],
  ['en', 1, 'The timer for 1 minute is over.'],
  ['en', 0.5, 'The timer for 30 seconds is over.'],
  ['en', 0.001, 'The timer for 1 second is over.'],
  ['en', 120, 'The timer for 2 hours is over.'],
  ['en', 90, 'The timer for 90 minutes is over.'],
  ['es', 5, 'Ha terminado el temporizador de 5 minutos.'],
  ['pt-BR', 1.5, 'O temporizador de 1,5 minuto terminou.'],
  ['ja', 5, 'The timer for 5 minutes is over.'],
])('speak once a timer is over: %s, %d minutes', (language, minutes, words) => {
  const { said, setTimer } = make(language);
  expect(setTimer(minutes)).toEqual({ ok: true });
  vi.advanceTimersByTime(minutes * 60_000 - 1);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([words]);
});

it('speak soon after a sleep of the computer in which they ended, and on time where the clock was set back', () => {
  const slept = make();
  slept.setTimer(30);
  vi.advanceTimersByTime(60_000);
  // Timers stand still meanwhile.
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(slept.said).toEqual(['The timer for 30 minutes is over.']);
  const back = make();
  back.setTimer(5);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(300_000);
  expect(back.said).toEqual(['The timer for 5 minutes is over.']);
});

it('say of timers that end while nobody can be told all at once, and only once', () => {
  const own = new OwnTools(() => undefined);
  const timer = own.named(['set_timer'])[0];
  void timer?.execute({ minutes: 1 }, options);
  void timer?.execute({ minutes: 2 }, options);
  vi.advanceTimersByTime(120_000);
  expect(own.take()).toBe('The timer for 1 minute is over. The timer for 2 minutes is over.');
  expect(own.take()).toBeNull();
});

it('have so many timers and no more; none of them outlives the conversation', () => {
  const { own, said, setTimer } = make();
  for (let count = 0; count < 20; count += 1) setTimer(1);
  expect(() => setTimer(1)).toThrow('There are 20 timers already.');
  own.dispose();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([]);
});
