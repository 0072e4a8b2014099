/** What can go wrong with a download, in words, each with a way on. */
import { ParleyError } from '../../src/protocol/errors.ts';
import { adviceForGated } from '../../src/store/answers.ts';
import { formatBytes } from '../../src/text/bytes.ts';

const hostOf = (address: string) => new URL(address).host;

export function forbidden(address: string, status: number): ParleyError {
  return new ParleyError('model-file-forbidden', `${hostOf(address)} does not hand out ${address} (HTTP ${status}).`, {
    advice: adviceForGated(address),
  });
}

/** The error for a file that could be had nowhere; `answers` is every address that was tried, with what it said. */
export function missing(path: string, answers: string[]): ParleyError {
  const refusal = answers.find((answer) => /HTTP 40[13]/.test(answer));
  return new ParleyError(
    refusal !== undefined ? 'model-file-forbidden' : 'model-file-missing',
    `${path} is not to be had. Looked at ${answers.join(', ')}.`,
    {
      advice:
        refusal !== undefined
          ? adviceForGated(refusal.replace(/ \(.*$/, ''))
          : 'Check the connection, put the file into models/local/, or choose the starter set.',
    },
  );
}

export function webPage(address: string): ParleyError {
  return new ParleyError('model-file-web-page', `In place of ${address} came a web page.`, {
    advice: 'A network that wants a login answers like this: open any site in another tab and log in, then try again.',
  });
}

/** `answer` is what the last try came to: an HTTP status, or the browser's words. */
export function unreachable(address: string, answer: string): ParleyError {
  return new ParleyError('network', `${hostOf(address)} could not be reached for ${address} (${answer}).`, {
    advice: 'Check the connection, then try again.',
  });
}

/** `bytes` 0: the whole size is not known. */
export function cutOff(address: string, here: number, bytes: number, answer: string): ParleyError {
  const progress = bytes > 0 ? `${formatBytes(here)} of ${formatBytes(bytes)}` : formatBytes(here);
  return new ParleyError('download-cut', `The connection keeps breaking: ${progress} of ${address} came (${answer}).`, {
    advice: 'What came is kept. Check the connection, then try again: it goes on where it stopped.',
  });
}

/** `needed` bytes are still to come (0: not known), `free` of them would fit. */
export function noRoom(path: string, needed: number, free: number): ParleyError {
  const exactly = (bytes: number) => `${formatBytes(bytes)} (${bytes} bytes)`;
  const need = needed > 0 ? `${exactly(needed)} more are needed, ${exactly(free)} are free` : 'the browser takes no more';
  return new ParleyError('storage-full', `There is no room for ${path}: ${need}.`, {
    advice: 'Delete models you no longer use, or free disk space, then try again. A private window has less room.',
  });
}

export function corrupt(address: string): ParleyError {
  return new ParleyError(
    'model-file-corrupt',
    `${address} came twice with other bytes than were announced. It was thrown away.`,
    {
      advice:
        'Something between here and the host changes files, or the host has a broken one. Try another network or another model.',
    },
  );
}

export function noStore(cause: unknown): ParleyError {
  return new ParleyError('storage-unavailable', 'This browser keeps no files for this page.', {
    advice: 'Leave the private window, allow the site to keep data, or serve the models from the app’s own host.',
    cause,
  });
}

/** A file of the store itself is not what was once stored. */
export function damaged(model: string, path: string): ParleyError {
  return new ParleyError('model-file-corrupt', `${path} of ${model} is damaged on this device. It was not copied.`, {
    advice: 'Delete the model, fetch it again, then export once more.',
  });
}

export function noRoomInFolder(name: string): ParleyError {
  return new ParleyError('storage-full', `There is no room for ${name} in that folder.`, {
    advice: 'Free space on its disk or choose a folder on another one. What was copied stays, and is not copied again.',
  });
}

/** `refused`: each file or folder with what is wrong with it. `taken`: how many files are in the store. */
export function notAsListed(refused: readonly string[], taken: number): ParleyError {
  const others = taken > 0 ? ` The other files (${String(taken)}) are stored and will not be read again.` : '';
  return new ParleyError('model-file-corrupt', `Not taken: ${refused.join('; ')}.`, {
    advice: `Copy, fetch or export it again.${others}`,
  });
}
