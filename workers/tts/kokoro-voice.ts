/** Kokoro through kokoro-js, on the same transformers.js and onnxruntime as everything else, with voices from our own files. */
import { AutoTokenizer, StyleTextToSpeech2Model, type Tensor } from '@huggingface/transformers';
import { KokoroTTS, type GenerateOptions } from 'kokoro-js';
import type { TtsSpec } from '../../src/models/catalogue.ts';
import { VOICES, type Voice } from '../../src/models/voices.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { localVariant } from '../local-variant.ts';
import { getFile, ModelFiles } from '../model-files.ts';
import type { LoadJob } from '../serve.ts';
import { replaceCaches } from '../stand-in-caches.ts';
import { useModelFiles } from '../transformers-env.ts';
import { aborted } from './aborted.ts';
import { Espeak, type Pronounced } from './espeak.ts';
import { MAX_PHONEMES, PhonemeCount } from './phonemes.ts';

/** kokoro-js asks the Cache API for a voice, under this address, before it asks the network. */
const voiceAddress = (voice: string) =>
  `https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/main/voices/${voice}.bin`;
/** 510 styles of 256 floats. kokoro-js would take any answer for a voice, an error page too. */
const VOICE_BYTES = 522_240;

/** A voice that is not here after this is given up, ms. Half a megabyte takes a slow line of 0.5 Mbit/s 8 s. */
const VOICE_PATIENCE_MS = 15_000;

/** kokoro-js names the English ones only, and says phonemes with any. */
type VoiceId = NonNullable<GenerateOptions['voice']>;

/** What a model is tried out with. */
const FIRST_VOICE = 'af_heart';
const WARM_UP_TEXT = 'Hello there.';

export class KokoroVoice {
  readonly #tts: KokoroTTS;
  readonly #phonemes: PhonemeCount;
  readonly #app: string;
  readonly #files: ModelFiles;
  /** By the address that kokoro-js asks for. */
  readonly #voices = new Map<string, ArrayBuffer>();
  #voice: Voice = voiceOf(FIRST_VOICE);
  #speed = 1;
  /** What pronounces languages other than English; null before a voice wants it. */
  #espeak: Espeak | null = null;
  /** While it is on its way. */
  #pronunciation: Promise<void> | null = null;

  private constructor(tts: KokoroTTS, app: string, files: ModelFiles) {
    this.#tts = tts;
    this.#phonemes = new PhonemeCount(tts);
    this.#app = app;
    this.#files = files;
    replaceCaches({
      match: (address) => {
        const bytes = this.#voices.get(address);
        return Promise.resolve(bytes ? new Response(bytes) : undefined);
      },
    });
  }

  static async load(job: LoadJob<TtsSpec>): Promise<KokoroVoice> {
    const { spec, origin } = job;
    const { variant, backend } = localVariant(job);
    const files = new ModelFiles(job);
    try {
      await useModelFiles(files, backend);
      // What KokoroTTS.from_pretrained does, which takes no options for the session.
      const [model, tokenizer] = await Promise.all([
        StyleTextToSpeech2Model.from_pretrained(spec.id, {
          dtype: variant.dtype as 'fp32' | 'q8',
          device: backend,
          session_options: { ...variant.sessionOptions },
        }),
        AutoTokenizer.from_pretrained(spec.id),
      ]);
      const voice = new KokoroVoice(new KokoroTTS(model as never, tokenizer), origin.app, files);
      await voice.use(FIRST_VOICE, 1);
      return voice;
    } catch (error) {
      throw files.explain(error);
    }
  }

  /** Says something to itself, which compiles what is compiled late. */
  async warmUp(): Promise<void> {
    await this.speak(WARM_UP_TEXT);
  }

  /** The language of the voice in use. */
  get language(): Voice['language'] {
    return this.#voice.language;
  }

  /**
   * Chooses a voice and a speed (1 is natural). Rejects with `bad-input` for a voice there is not, with `model-file-missing` where it, or how its
   * language is pronounced, can't be fetched, and where it is not wanted any more (`signal`); the voice before it stays.
   */
  async use(id: string, speed: number, signal = new AbortController().signal): Promise<void> {
    const voice = voiceOf(id);
    if (!isEnglish(voice.language)) await Promise.race([this.#pronounce(), aborted(signal)]);
    await this.#prime(id, signal);
    signal.throwIfAborted();
    this.#voice = voice;
    this.#speed = speed;
  }

  /**
   * Speech for a text in the voice's language, 24 kHz mono. Rejects with `TooLong`, and says nothing, when it has more than `most` phonemes. A
   * synthesis in progress can't be stopped.
   */
  async speak(text: string, most = MAX_PHONEMES): Promise<Float32Array> {
    this.#phonemes.most = Math.min(MAX_PHONEMES, most);
    const { id, language } = this.#voice;
    const options = { voice: id as VoiceId, speed: this.#speed };
    if (isEnglish(language)) return (await this.#tts.generate(text, options)).data;
    const phonemes = this.#espeak?.phonemes(text, language) ?? '';
    const { input_ids } = this.#tts.tokenizer(phonemes, { truncation: true }) as { input_ids: Tensor };
    return (await this.#tts.generate_from_ids(input_ids, options)).data;
  }

  /** Whoever is chosen meanwhile may need it too: it is fetched by one at a time, and to its end. */
  #pronounce(): Promise<void> {
    if (this.#espeak) return Promise.resolve();
    this.#pronunciation ??= Espeak.load(this.#app)
      .then((espeak) => {
        this.#espeak = espeak;
      })
      .finally(() => {
        this.#pronunciation = null;
      });
    return this.#pronunciation;
  }

  /** How many phonemes the last text had. */
  get phonemes(): number {
    return this.#phonemes.count;
  }

  /** Puts a voice where kokoro-js looks first, so that it never asks the hub: the app's own copy, or else the model's. */
  async #prime(voice: string, wanted: AbortSignal): Promise<void> {
    const address = voiceAddress(voice);
    if (this.#voices.has(address)) return;
    const signal = AbortSignal.any([wanted, AbortSignal.timeout(VOICE_PATIENCE_MS)]);
    const own = await getFile(`${this.#app}voices/${voice}.bin`, { signal });
    const response = typeof own === 'string' ? await this.#files.fetch(`voices/${voice}.bin`) : own;
    // One that breaks off, or takes too long, is none.
    const bytes = response.ok ? await response.arrayBuffer().catch(() => new ArrayBuffer(0)) : new ArrayBuffer(0);
    if (bytes.byteLength !== VOICE_BYTES) {
      throw new ParleyError(
        'model-file-missing',
        'This voice could not be fetched: it is neither with the app nor with its model.',
        {
          advice: 'Check the connection, or choose another voice. It is tried again with the next answer.',
          cause: typeof own === 'string' ? own : 'broken',
        },
      );
    }
    this.#voices.set(address, bytes);
  }
}

function isEnglish(language: Voice['language']): language is Exclude<Voice['language'], Pronounced> {
  return language.startsWith('en');
}

/** Throws `bad-input` for a voice there is not. */
function voiceOf(id: string): Voice {
  const voice = VOICES.find((each) => each.id === id);
  if (voice) return voice;
  throw new ParleyError('bad-input', `There is no voice '${id}'.`, {
    advice: `Choose one of ${VOICES.map((each) => each.id).join(', ')}.`,
  });
}
