/** What travels to and from the audio worklets, as types only. Worklets know neither the page's types nor a worker's. */

/** Mono samples in a buffer that can be transferred. */
export type Pcm = Float32Array<ArrayBuffer>;

/** capture worklet → vad. 512 samples, 16 kHz mono, transferred. `first` is the index of the first sample since the start. */
export type CaptureFrame = { kind: 'frame'; samples: Pcm; first: number };

/** tts → playback worklet. 24 kHz mono, transferred. */
export type PcmMessage = { kind: 'pcm'; turn: number; index: number; samples: Pcm } | { kind: 'pcm-end'; turn: number };

/** page → playback worklet (the node's own port). */
export type PlaybackCommand =
  | { kind: 'connect'; port: MessagePort }
  /** Let this turn be heard. PCM that arrives before is queued silently (speculation). */
  | { kind: 'open'; turn: number }
  /** Lower the volume at once, reversibly. */
  | { kind: 'duck'; ducked: boolean }
  /** Fall silent within one render quantum at a known sample; resume goes on from that very sample. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Drop this turn and every earlier one: not a sample of it is heard after the current render quantum. */
  | { kind: 'cancel'; turn: number };

/** playback worklet → page, without times: a worklet has no performance clock. `samples` counts samples of the turn played so far, at 24 kHz. */
export type PlaybackReport =
  | { kind: 'started'; turn: number }
  /** About ten a second while sound is played. */
  | { kind: 'position'; turn: number; samples: number }
  | { kind: 'paused'; turn: number; samples: number }
  /** Queue ran dry before the turn's end: sound is late. */
  | { kind: 'dry'; turn: number; samples: number }
  /** The turn was heard to its end. */
  | { kind: 'played'; turn: number; samples: number }
  | { kind: 'cancelled'; turn: number; samples: number };
