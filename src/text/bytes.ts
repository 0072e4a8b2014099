/** Bytes in words, in the decimal units that download dialogs use. */
import { number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

const KB = 1e3;
const MB = 1e6;
const GB = 1e9;

function unitFor(bytes: number): readonly [size: number, name: string] {
  if (bytes >= GB) return [GB, 'GB'];
  if (bytes >= MB) return [MB, 'MB'];
  return [KB, 'kB'];
}

/** One decimal below ten, where it still tells something, none above. */
function inUnit(bytes: number, size: number): string {
  const value = bytes / size;
  return number(value, { maximumFractionDigits: value < 10 && size > KB ? 1 : 0 });
}

/** `550 MB`. */
export function formatBytes(bytes: number): string {
  const [size, name] = unitFor(bytes);
  return `${inUnit(bytes, size)} ${name}`;
}

/** `41 of 550 MB`; only what is loaded while the total is unknown (0). */
export function formatProgress(loadedBytes: number, totalBytes: number): string {
  if (totalBytes <= 0) return formatBytes(loadedBytes);
  const [size] = unitFor(totalBytes);
  return msg(str`${inUnit(Math.min(loadedBytes, totalBytes), size)} of ${formatBytes(totalBytes)}`);
}
