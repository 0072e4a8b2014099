/** What workers and loudspeaker report, as events of the conversation. Pure. */
import type { PlaybackReport } from '../protocol/audio-messages.ts';
import type { EouReport, LlmReport, SttReport, TtsReport, VadReport } from '../protocol/messages.ts';
import type { TurnEvent } from '../turn/events.ts';

/** Anything that is reported to the page. */
export type Report = VadReport | SttReport | EouReport | LlmReport | TtsReport | PlaybackReport;

/** The event that a report amounts to, or null: not all of it matters to the conversation. `at`: the time now, for what has none. */
export function turnEventOf(report: Report, at: number): TurnEvent | null {
  switch (report.kind) {
    case 'onset':
    case 'speech':
    case 'held':
    case 'misfire':
    case 'pause':
    case 'resume':
    case 'transcript':
    case 'finished':
    case 'first-token':
    case 'text':
    case 'generated':
    case 'clause':
    case 'called':
      return report;
    case 'transcript-failed':
      return { kind: 'transcript-failed', utterance: report.utterance, revision: report.revision, at };
    case 'generation-failed':
    case 'speech-failed':
    case 'started':
      return { kind: report.kind, turn: report.turn, at };
    case 'played':
      return { kind: 'played', turn: report.turn, samples: report.samples, at };
    // Positions are told in steps: without that of a queue that is dry the end of its sound would pass for sound that stays unheard.
    case 'position':
    case 'paused':
    case 'dry':
      return { kind: 'position', turn: report.turn, samples: report.samples, at };
    default:
      return null;
  }
}
