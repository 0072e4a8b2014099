/** Gemini's prebuilt voices, each with the voice of Kokoro's that stands in for it. Pure. */
import { VOICES } from '../../models/voices.ts';

/**
 * By name where Kokoro has one of that name; otherwise of the same gender, and among the better ones (https://ai.google.dev/gemini-api/docs/speech-generation
 * has the list).
 */
const STAND_INS: Readonly<Record<string, string>> = {
  Achernar: 'af_sarah',
  Achird: 'am_michael',
  Algenib: 'am_onyx',
  Algieba: 'am_fenrir',
  Alnilam: 'am_michael',
  Aoede: 'af_aoede',
  Autonoe: 'af_bella',
  Callirrhoe: 'af_nicole',
  Charon: 'bm_george',
  Despina: 'af_nova',
  Enceladus: 'bm_fable',
  Erinome: 'bf_emma',
  Fenrir: 'am_fenrir',
  Gacrux: 'bf_isabella',
  Iapetus: 'am_puck',
  Kore: 'af_kore',
  Laomedeia: 'af_bella',
  Leda: 'af_heart',
  Orus: 'am_michael',
  Puck: 'am_puck',
  Pulcherrima: 'af_alloy',
  Rasalgethi: 'bm_george',
  Sadachbia: 'am_puck',
  Sadaltager: 'bm_fable',
  Schedar: 'am_michael',
  Sulafat: 'af_heart',
  Umbriel: 'am_fenrir',
  Vindemiatrix: 'bf_emma',
  Zephyr: 'af_heart',
  Zubenelgenubi: 'am_echo',
};

/** The voice of Kokoro's for this name, one of its own too; null where there is no such voice. */
export function voiceFor(name: string): string | null {
  if (VOICES.some(({ id }) => id === name)) return name;
  return Object.hasOwn(STAND_INS, name) ? (STAND_INS[name] ?? null) : null;
}

export const GEMINI_VOICES: readonly string[] = Object.keys(STAND_INS);
