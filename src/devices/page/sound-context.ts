/** The context in which the loudspeaker plays. */
import { PLAYBACK_SAMPLE_RATE } from '../../audio/playback-queue.ts';

/** Browsers let it sound only where it is made or resumed inside a gesture. Throws where there can be none. */
export function makeSoundContext(): AudioContext {
  const context = new AudioContext({ sampleRate: PLAYBACK_SAMPLE_RATE, latencyHint: 'interactive' });
  // What comes of it is told by its state.
  if (context.state !== 'running') context.resume().catch(() => undefined);
  return context;
}

export function closeSoundContext(context: AudioContext): void {
  context.close().catch(() => undefined);
}
