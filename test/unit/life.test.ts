/** What counts as a sign that a load gets on. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchGpu } from '../../workers/gpu-loss.ts';
import { endingByItself, lifeSigns } from '../../workers/life.ts';
import { warmUp } from '../../workers/self-test.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A graphics card that takes everything. */
class Adapter {
  readonly limits = {};

  requestDevice() {
    return Promise.resolve({
      lost: new Promise(() => undefined),
      addEventListener: () => undefined,
      queue: { writeBuffer: () => undefined },
      createBuffer: (descriptor: unknown) => descriptor,
      createComputePipelineAsync: (descriptor: unknown) => Promise.resolve(descriptor),
    });
  }
}

describe('a load', () => {
  it('gives a sign with each buffer, write and program on the graphics card, which get what they were given', async () => {
    vi.stubGlobal('GPUAdapter', Adapter);
    watchGpu(() => undefined);
    const device = await new Adapter().requestDevice();
    const { signs: before } = lifeSigns();
    expect(device.createBuffer({ size: 4 })).toEqual({ size: 4 });
    device.queue.writeBuffer();
    expect(await device.createComputePipelineAsync('program')).toBe('program');
    expect(lifeSigns().signs - before).toBe(3);
  });

  it('that warms up, or waits for something else with a limit of its own, says so until that has ended', async () => {
    const endings: (() => void)[] = [];
    const wait = () => new Promise<void>((resolve) => endings.push(resolve));
    const both = [warmUp({ warmUp: wait }, {}), endingByItself(wait())];
    expect(lifeSigns().endsByItself).toBe(true);
    endings.pop()?.();
    await both[1];
    expect(lifeSigns().endsByItself).toBe(true);
    endings.pop()?.();
    await both[0];
    expect(lifeSigns().endsByItself).toBe(false);
    await expect(endingByItself(Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lifeSigns().endsByItself).toBe(false);
  });
});
