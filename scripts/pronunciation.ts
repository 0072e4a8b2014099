/** What eSpeak NG has to know for the languages that Kokoro speaks beside English, cut out of its package: 1.3 MB of 24. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const PACKAGE = path.resolve(import.meta.dirname, '../node_modules/@echogarden/espeak-ng-emscripten');

/** The sounds of all languages, and of these six the dictionary and the voice; English is spoken inside the others ("WhatsApp"). */
const KEPT =
  /^(?:phontab|phonindex|phondata|intonations|(?:en|es|fr|hi|it|pt)_dict|lang\/(?:gmw\/en|gmw\/en-US|roa\/es|roa\/fr|roa\/it|roa\/pt|roa\/pt-BR|inc\/hi))$/;

/** As the package's script lists its files: the name, and where in espeak-ng.data it is. */
const LISTED = /\{filename:"\/usr\/share\/espeak-ng-data\/([^"]+)",start:(\d+),end:(\d+)\}/g;

let made: Buffer | null = null;

/** eSpeak NG itself, as its package has it. It is no part of Parley's own scripts, and has terms of its own (THIRD_PARTY.md). */
export function espeak(): Buffer {
  return readFileSync(path.join(PACKAGE, 'espeak-ng.js'));
}

/**
 * The cut file: how many pieces there are, for each where it lies in the package's own file and how long it is (32 bits, little-endian), then the
 * pieces. workers/tts/espeak.ts puts them back. Throws where the package has not got them.
 */
export function pronunciation(): Buffer {
  if (made) return made;
  const script = readFileSync(path.join(PACKAGE, 'espeak-ng.js'), 'utf8');
  const data = readFileSync(path.join(PACKAGE, 'espeak-ng.data'));
  const kept = [...script.matchAll(LISTED)]
    .map(([, name = '', start, end]) => ({ name, start: Number(start), end: Number(end) }))
    .filter(({ name }) => KEPT.test(name));
  if (kept.length !== 18) throw new Error(`espeak-ng.js lists ${String(kept.length)} of the 18 files that are needed of it.`);
  const head = Buffer.from(Uint32Array.from([kept.length, ...kept.flatMap(({ start, end }) => [start, end - start])]).buffer);
  made = Buffer.concat([head, ...kept.map(({ start, end }) => data.subarray(start, end))]);
  return made;
}
