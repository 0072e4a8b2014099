/** A client at the other end of a port. */
import { expect, it, vi } from 'vitest';
import type { Wire } from '../../../src/live/page/peer.ts';
import { serveLive } from '../../../src/live/page/port.ts';

it('that is gone without a word makes room for the next', async () => {
  const { port1, port2 } = new MessageChannel();
  const peer = { receive: vi.fn(), end: vi.fn() };
  serveLive(port1, () => peer);
  port2.postMessage({ kind: 'frame', text: 'hello' });
  await vi.waitFor(() => {
    expect(peer.receive).toHaveBeenCalledWith('hello');
  });
  port2.close();
  await vi.waitFor(() => {
    expect(peer.end).toHaveBeenCalled();
  });
});

it('that is sent away, and goes at the same moment, is heard no more', async () => {
  const { port1, port2 } = new MessageChannel();
  const peer = { receive: vi.fn(), end: vi.fn() };
  const wires: Wire[] = [];
  serveLive(port1, (given) => {
    wires.push(given);
    return peer;
  });
  wires[0]?.close(1000, '');
  port2.postMessage({ kind: 'close' });
  port2.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(peer.receive).not.toHaveBeenCalled();
});
