/** Obtains files for a test and says what came of it. */
import { toErrorData } from '../../../src/protocol/errors.ts';
import { obtain } from '../../../workers/store/obtain.ts';
import type { Order, Outcome, StoreMessage } from './store-messages.ts';

self.onmessage = ({ data }: MessageEvent<Order>) => {
  void carryOut(data);
};

async function carryOut({ id, model, path, address, expected, waitsMs }: Order): Promise<void> {
  const wanted = { model, path, address, ...(expected ? { expected: () => Promise.resolve(expected) } : {}) };
  const progress = (loadedBytes: number, totalBytes: number) => {
    post({ kind: 'progress', id, path, loadedBytes, totalBytes });
  };
  let outcome: Outcome;
  try {
    const file = await obtain(wanted, { progress, waitsMs });
    outcome = file ? { kind: 'there', bytes: file.size, sha256: await sha256(file) } : { kind: 'absent' };
  } catch (error) {
    outcome = { kind: 'failed', error: toErrorData(error) };
  }
  post({ kind: 'outcome', id, outcome });
}

/** By other means than the store's own. */
async function sha256(file: File): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function post(message: StoreMessage): void {
  self.postMessage(message);
}
