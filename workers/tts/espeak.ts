/** Pronunciation beside English: eSpeak NG, a script of its own that is fetched when a voice wants it. */
import type { SpokenLanguage } from '../../src/models/voices.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { getFile } from '../model-files.ts';
import { aborted } from './aborted.ts';
import { kokoroPhonemes, piecesToPronounce } from './ipa.ts';

/** Beside the voices, below the app: the package's script, and what it has to know of six languages (scripts/pronunciation.ts). */
const SCRIPT = 'voices/espeak-ng.js';
const FILE = 'voices/pronunciation.bin';

/** The parts of the script that are used; its package brings no types. */
type EspeakModule = {
  eSpeakNGWorker: new () => {
    /** 0 when there is such a voice. */
    set_voice(name: string): number;
    /** Phonemes in IPA, '_' between them, a line for each of its clauses. `code` 0 when it went well. */
    synthesize_ipa(text: string): { code: number; ipa: string };
  };
};
type EspeakScript = {
  default: (options: { getPreloadedPackage: (name: string, bytes: number) => ArrayBuffer }) => Promise<EspeakModule>;
};

/** It is given up after this, ms: a slow line of 0.5 Mbit/s takes 21 s for its 1.3 MB. No answer waits for so long (tts-stage.ts). */
const PATIENCE_MS = 30_000;

/** What eSpeak NG calls them. English is kokoro-js's affair. */
const VOICES: Readonly<Record<Exclude<SpokenLanguage, 'en-US' | 'en-GB'>, string>> = {
  es: 'es',
  fr: 'fr',
  it: 'it',
  'pt-BR': 'pt-br',
  hi: 'hi',
};

/** A language that is pronounced here. */
export type Pronounced = keyof typeof VOICES;

export class Espeak {
  readonly #engine: InstanceType<EspeakModule['eSpeakNGWorker']>;

  private constructor({ eSpeakNGWorker }: EspeakModule) {
    this.#engine = new eSpeakNGWorker();
  }

  /** Rejects with `model-file-missing` where it can't be fetched. `app`: where the app's files are, ends in '/'. */
  static async load(app: string): Promise<Espeak> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const [pieces, { default: load }] = await Promise.all([fetchPieces(app + FILE, signal), importScript(app + SCRIPT, signal)]);
    return new Espeak(await load({ getPreloadedPackage: (_, bytes) => putBack(pieces, bytes) }));
  }

  /** A text in phonemes as Kokoro reads them. Throws `inference-failed`. */
  phonemes(text: string, language: Pronounced): string {
    const isThere = this.#engine.set_voice(VOICES[language]) === 0;
    const said = piecesToPronounce(text).map(({ text: piece, isMark }) => (isMark ? piece : this.#pronounce(piece)));
    if (!isThere) throw new ParleyError('inference-failed', `eSpeak NG knows no language '${language}'.`);
    return said.join('').replace(/\s+/g, ' ').trim();
  }

  #pronounce(piece: string): string {
    const words = piece.trim();
    if (words === '') return piece;
    const { code, ipa } = this.#engine.synthesize_ipa(words);
    if (code !== 0) throw new ParleyError('inference-failed', 'eSpeak NG could not pronounce a text.');
    const [before = '', after = ''] = [/^\s*/.exec(piece)?.[0], /\s*$/.exec(piece)?.[0]];
    return before + kokoroPhonemes(ipa) + after;
  }
}

async function fetchPieces(address: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const file = await getFile(address, { signal });
  if (typeof file === 'string') throw missing(file);
  try {
    return await file.arrayBuffer();
  } catch (error) {
    throw missing(String(error));
  }
}

/** Scripts that did not come. An import can't be stopped, and one that hangs would hang for whoever asks for the same address again. */
let inVain = 0;

async function importScript(address: string, signal: AbortSignal): Promise<EspeakScript> {
  try {
    const imported = import(
      /* @vite-ignore */ inVain === 0 ? address : `${address}?again=${String(inVain)}`
    ) as Promise<EspeakScript>;
    return await Promise.race([imported, aborted(signal)]);
  } catch (error) {
    inVain += 1;
    throw missing(String(error));
  }
}

/** The package's file of `bytes`, as far as it is needed: what was cut away stays empty, and costs no memory before it is touched. */
function putBack(cut: ArrayBuffer, bytes: number): ArrayBuffer {
  const whole = new Uint8Array(bytes);
  const head = new DataView(cut);
  const count = head.getUint32(0, true);
  let at = 4 + count * 8;
  for (let piece = 0; piece < count; piece += 1) {
    const [start, length] = [head.getUint32(4 + piece * 8, true), head.getUint32(8 + piece * 8, true)];
    whole.set(new Uint8Array(cut, at, length), start);
    at += length;
  }
  return whole.buffer;
}

/** `cause`: what came in place of it, or why nothing did. */
function missing(cause: unknown): ParleyError {
  return new ParleyError('model-file-missing', 'What pronounces this language could not be fetched.', {
    advice: 'Check the connection, or choose another voice. It is tried again with the next answer.',
    cause,
  });
}
