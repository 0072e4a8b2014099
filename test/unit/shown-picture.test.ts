/** Pictures that the user gives one soon after the other: each takes its time to be made small. */
import { beforeEach, expect, it, vi } from 'vitest';
import { ShownPicture } from '../../src/session/shown-picture.ts';

/** A picture that takes so long, ms. */
function slow(name: string, ms: number): Promise<Blob> {
  return new Promise((resolve) => setTimeout(resolve, ms, new Blob([name])));
}

let shown: ShownPicture;
beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:a');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  shown = new ShownPicture(() => undefined);
});

const text = () => shown.lend()?.text();

it('the one that was given last is shown, however long the others take', async () => {
  await Promise.all([shown.take(slow('large', 20)), shown.take(slow('small', 1))]);
  expect(await text()).toBe('small');
});

it('what is taken back before it is there does not come', async () => {
  const large = shown.take(slow('large', 10));
  shown.show(null);
  await large;
  expect(shown.url).toBeNull();
});

it('that one is no picture is not said once there is another', async () => {
  const broken = shown.take(slow('', 10).then(() => Promise.reject(new Error('That is no picture.'))));
  await shown.take(slow('small', 1));
  await broken;
  expect(await text()).toBe('small');
  await expect(shown.take(Promise.reject(new Error('That is no picture.')))).rejects.toThrow('no picture');
});

it('one that is given while the one before goes along with a turn stays for the next', async () => {
  await shown.take(slow('first', 1));
  shown.lend();
  const second = shown.take(slow('second', 10));
  shown.went(1);
  expect(shown.url).toBeNull();
  await second;
  expect(await text()).toBe('second');
});
