/** What a loudspeaker was given, as what was heard of it: sound is on its way for a while (Bluetooth takes 150 to 300 ms). Pure. */
import { PLAYBACK_SAMPLE_RATE } from '../../audio/playback-queue.ts';
import type { PlaybackReport } from '../../protocol/audio-messages.ts';

/** No way is longer than this, s: what a browser says beyond it is a mistake. */
const LONGEST_S = 1;

/**
 * Passes reports on so that they say what was heard. `latencyS` is how long sound is on its way now, seconds; `later` calls back after so many
 * ms. A pause is told at once: what was given by then is still heard.
 */
export function asHeard(
  report: (report: PlaybackReport) => void,
  latencyS: () => number | undefined,
  later: (ms: number, fire: () => void) => unknown,
): (report: PlaybackReport) => void {
  return (rendered) => {
    const told = latencyS() ?? 0;
    const latency = Number.isFinite(told) ? Math.min(LONGEST_S, Math.max(0, told)) : 0;
    const isOnItsWay = latency > 0 && (rendered.kind === 'position' || rendered.kind === 'played');
    if (!isOnItsWay) report(rendered);
    else if (rendered.kind === 'position') {
      report({ ...rendered, samples: Math.max(0, rendered.samples - Math.round(latency * PLAYBACK_SAMPLE_RATE)) });
    } else {
      later(latency * 1000, () => {
        report(rendered);
      });
    }
  };
}
