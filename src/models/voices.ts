/** The voices that come with Kokoro, as kokoro-js lists them. The app serves each at `voices/<id>.bin`. */

export type Voice = {
  id: string;
  /** Shown to the user. */
  name: string;
  /** BCP 47: decides how words are turned into phonemes. */
  language: 'en-US' | 'en-GB';
  gender: 'female' | 'male';
  /** How good its authors find it, A to F (VOICES.md of hexgrad/Kokoro-82M): quality and amount of what it was trained on. */
  grade: string;
};

export const DEFAULT_VOICE = 'af_heart';

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
];
