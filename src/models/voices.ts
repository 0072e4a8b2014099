/** The voices that kokoro-js can speak with, from its own table: their language, and how good their makers find them, A to F. */

export const KOKORO_VOICES = {
  af_heart: { name: 'Heart', language: 'en-US', grade: 'A' },
  af_alloy: { name: 'Alloy', language: 'en-US', grade: 'C' },
  af_aoede: { name: 'Aoede', language: 'en-US', grade: 'C+' },
  af_bella: { name: 'Bella', language: 'en-US', grade: 'A-' },
  af_jessica: { name: 'Jessica', language: 'en-US', grade: 'D' },
  af_kore: { name: 'Kore', language: 'en-US', grade: 'C+' },
  af_nicole: { name: 'Nicole', language: 'en-US', grade: 'B-' },
  af_nova: { name: 'Nova', language: 'en-US', grade: 'C' },
  af_river: { name: 'River', language: 'en-US', grade: 'D' },
  af_sarah: { name: 'Sarah', language: 'en-US', grade: 'C+' },
  af_sky: { name: 'Sky', language: 'en-US', grade: 'C-' },
  am_adam: { name: 'Adam', language: 'en-US', grade: 'F+' },
  am_echo: { name: 'Echo', language: 'en-US', grade: 'D' },
  am_eric: { name: 'Eric', language: 'en-US', grade: 'D' },
  am_fenrir: { name: 'Fenrir', language: 'en-US', grade: 'C+' },
  am_liam: { name: 'Liam', language: 'en-US', grade: 'D' },
  am_michael: { name: 'Michael', language: 'en-US', grade: 'C+' },
  am_onyx: { name: 'Onyx', language: 'en-US', grade: 'D' },
  am_puck: { name: 'Puck', language: 'en-US', grade: 'C+' },
  am_santa: { name: 'Santa', language: 'en-US', grade: 'D-' },
  bf_emma: { name: 'Emma', language: 'en-GB', grade: 'B-' },
  bf_isabella: { name: 'Isabella', language: 'en-GB', grade: 'C' },
  bm_george: { name: 'George', language: 'en-GB', grade: 'C' },
  bm_lewis: { name: 'Lewis', language: 'en-GB', grade: 'D+' },
  bf_alice: { name: 'Alice', language: 'en-GB', grade: 'D' },
  bf_lily: { name: 'Lily', language: 'en-GB', grade: 'D' },
  bm_daniel: { name: 'Daniel', language: 'en-GB', grade: 'D' },
  bm_fable: { name: 'Fable', language: 'en-GB', grade: 'C' },
} as const satisfies Record<string, { name: string; language: 'en-US' | 'en-GB'; grade: string }>;

export type KokoroVoice = keyof typeof KOKORO_VOICES;
