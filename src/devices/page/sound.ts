/** Where a session hears and where it is heard. Microphone and loudspeaker are one such pair, frames of PCM another. */
import type { PlaybackCommand, PlaybackReport } from '../../protocol/audio-messages.ts';

export interface SoundSource {
  /** Sends CaptureFrame messages to this port from now on; the one that had them before gets none any more. */
  connect(port: MessagePort): void;
}

export interface SoundSink {
  /** Takes PcmMessages from this port from now on. */
  connect(port: MessagePort): void;
  command(command: PlaybackCommand): void;
}

/** What a sink tells of the sound that it was given: how far it was heard above all. */
export type SinkReports = (report: PlaybackReport) => void;

/** Both ends. `report` is set by the session: there it is told how far its sound was heard. */
export interface SoundPair {
  readonly source: SoundSource;
  readonly sink: SoundSink;
  report: SinkReports;
}
