/** What the page says of an error: workers, which know no language of the page, tell it in English. */
import type { ErrorData, ErrorReason } from '../protocol/errors.ts';
import { isEnglish } from './formats.ts';
import { msg } from './words.ts';

/** A fixed text has a translation of its own. What has values in it is said by its reason, and stands behind that as it is. */
export function errorInWords({ reason, message, advice }: ErrorData): { message: string; advice?: string } {
  if (isEnglish()) return { message, ...(advice ? { advice } : {}) };
  const known = knownText(message);
  return {
    message: known ?? `${byReason()[reason]} (${message})`,
    ...(advice ? { advice: msg(advice) } : {}),
  };
}

/** A text that may be one of Parley’s own. */
function knownText(text: string): string | null {
  const said = msg(text);
  return said === text ? null : said;
}

const byReason = (): Readonly<Record<ErrorReason, string>> => ({
  'model-file-missing': msg('A file of the model could not be found.'),
  'model-file-forbidden': msg('The host does not hand out a file of the model.'),
  'model-file-web-page': msg('A web page came in place of a file of the model.'),
  'model-file-corrupt': msg('A file of the model is damaged.'),
  network: msg('A server could not be reached.'),
  'download-cut': msg('The connection broke off in the middle of a file.'),
  'storage-full': msg('There is no room for the files.'),
  'storage-unavailable': msg('The browser keeps no files for this page.'),
  'model-busy': msg('The model is in use at the moment.'),
  'load-failed': msg('The model could not be loaded.'),
  'self-test-failed': msg('The model did not pass its test on this device.'),
  'self-test-unfinished': msg('The test of the model on this device did not end in time.'),
  'shader-failed': msg('The graphics driver does not take the model.'),
  'no-webgpu': msg('WebGPU is missing, or does not have what the model needs.'),
  'device-lost': msg('The graphics card was lost.'),
  'endpoint-refused': msg('The server of the language model did not answer.'),
  'out-of-memory': msg('There is not enough memory.'),
  'worker-died': msg('A part of Parley stopped working.'),
  'inference-failed': msg('The model failed while it worked.'),
  'microphone-denied': msg('The microphone may not be used.'),
  'microphone-absent': msg('No microphone could be opened.'),
  'microphone-lost': msg('The microphone is gone.'),
  'camera-denied': msg('The camera may not be used.'),
  'camera-absent': msg('No camera could be opened.'),
  'camera-lost': msg('The camera is gone.'),
  'loudspeaker-failed': msg('The sound could not be set up.'),
  'bad-input': msg('That can’t be used.'),
  unknown: msg('Something did not work.'),
});
