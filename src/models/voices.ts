/** The voices that come with Kokoro and can be pronounced here. The app serves each at `voices/<id>.bin`. */
import { primaryOf } from '../text/language.ts';

/** BCP 47: decides how words are turned into phonemes. */
export type SpokenLanguage = 'en-US' | 'en-GB' | 'es' | 'fr' | 'it' | 'pt-BR' | 'hi';

export type Voice = {
  id: string;
  /** Shown to the user. */
  name: string;
  language: SpokenLanguage;
  gender: 'female' | 'male';
  /** How good its authors find it, A to F (VOICES.md of hexgrad/Kokoro-82M): quality and amount of what it was trained on; '' where they say nothing. */
  grade: string;
};

export const VOICES: readonly Voice[] = [
  { id: 'af_heart', name: 'Heart', language: 'en-US', gender: 'female', grade: 'A' },
  { id: 'af_alloy', name: 'Alloy', language: 'en-US', gender: 'female', grade: 'C' },
  { id: 'af_aoede', name: 'Aoede', language: 'en-US', gender: 'female', grade: 'C+' },
  { id: 'af_bella', name: 'Bella', language: 'en-US', gender: 'female', grade: 'A-' },
  { id: 'af_jessica', name: 'Jessica', language: 'en-US', gender: 'female', grade: 'D' },
  { id: 'af_kore', name: 'Kore', language: 'en-US', gender: 'female', grade: 'C+' },
  { id: 'af_nicole', name: 'Nicole', language: 'en-US', gender: 'female', grade: 'B-' },
  { id: 'af_nova', name: 'Nova', language: 'en-US', gender: 'female', grade: 'C' },
  { id: 'af_river', name: 'River', language: 'en-US', gender: 'female', grade: 'D' },
  { id: 'af_sarah', name: 'Sarah', language: 'en-US', gender: 'female', grade: 'C+' },
  { id: 'af_sky', name: 'Sky', language: 'en-US', gender: 'female', grade: 'C-' },
  { id: 'am_adam', name: 'Adam', language: 'en-US', gender: 'male', grade: 'F+' },
  { id: 'am_echo', name: 'Echo', language: 'en-US', gender: 'male', grade: 'D' },
  { id: 'am_eric', name: 'Eric', language: 'en-US', gender: 'male', grade: 'D' },
  { id: 'am_fenrir', name: 'Fenrir', language: 'en-US', gender: 'male', grade: 'C+' },
  { id: 'am_liam', name: 'Liam', language: 'en-US', gender: 'male', grade: 'D' },
  { id: 'am_michael', name: 'Michael', language: 'en-US', gender: 'male', grade: 'C+' },
  { id: 'am_onyx', name: 'Onyx', language: 'en-US', gender: 'male', grade: 'D' },
  { id: 'am_puck', name: 'Puck', language: 'en-US', gender: 'male', grade: 'C+' },
  { id: 'am_santa', name: 'Santa', language: 'en-US', gender: 'male', grade: 'D-' },
  { id: 'bf_emma', name: 'Emma', language: 'en-GB', gender: 'female', grade: 'B-' },
  { id: 'bf_isabella', name: 'Isabella', language: 'en-GB', gender: 'female', grade: 'C' },
  { id: 'bm_george', name: 'George', language: 'en-GB', gender: 'male', grade: 'C' },
  { id: 'bm_lewis', name: 'Lewis', language: 'en-GB', gender: 'male', grade: 'D+' },
  { id: 'bf_alice', name: 'Alice', language: 'en-GB', gender: 'female', grade: 'D' },
  { id: 'bf_lily', name: 'Lily', language: 'en-GB', gender: 'female', grade: 'D' },
  { id: 'bm_daniel', name: 'Daniel', language: 'en-GB', gender: 'male', grade: 'D' },
  { id: 'bm_fable', name: 'Fable', language: 'en-GB', gender: 'male', grade: 'C' },
  { id: 'ef_dora', name: 'Dora', language: 'es', gender: 'female', grade: '' },
  { id: 'em_alex', name: 'Alex', language: 'es', gender: 'male', grade: '' },
  { id: 'em_santa', name: 'Santa', language: 'es', gender: 'male', grade: '' },
  { id: 'ff_siwis', name: 'Siwis', language: 'fr', gender: 'female', grade: 'B-' },
  { id: 'hf_alpha', name: 'Alpha', language: 'hi', gender: 'female', grade: 'C' },
  { id: 'hf_beta', name: 'Beta', language: 'hi', gender: 'female', grade: 'C' },
  { id: 'hm_omega', name: 'Omega', language: 'hi', gender: 'male', grade: 'C' },
  { id: 'hm_psi', name: 'Psi', language: 'hi', gender: 'male', grade: 'C' },
  { id: 'if_sara', name: 'Sara', language: 'it', gender: 'female', grade: 'C' },
  { id: 'im_nicola', name: 'Nicola', language: 'it', gender: 'male', grade: 'C' },
  { id: 'pf_dora', name: 'Dora', language: 'pt-BR', gender: 'female', grade: '' },
  { id: 'pm_alex', name: 'Alex', language: 'pt-BR', gender: 'male', grade: '' },
  { id: 'pm_santa', name: 'Santa', language: 'pt-BR', gender: 'male', grade: '' },
];

/** The languages that are spoken, by primary subtag. */
export const SPOKEN_LANGUAGES: readonly string[] = [...new Set(VOICES.map(({ language }) => primaryOf(language)))];

/**
 * Who says something in this language: the voice that was chosen (an id, '' for none) if it speaks it, or else the first that does, of the same country
 * if there is one. Null where there is none: it can only be read.
 */
export function voiceFor(language: string, chosen: string): Voice | null {
  const speaking = VOICES.filter((voice) => primaryOf(voice.language) === primaryOf(language));
  return (
    speaking.find(({ id }) => id === chosen) ??
    speaking.find((voice) => voice.language.toLowerCase() === language.toLowerCase()) ??
    speaking[0] ??
    null
  );
}

