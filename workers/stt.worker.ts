/** The STT worker: Whisper on every suspected end of an utterance. */
import type { SttCommand, SttReport } from '../src/protocol/messages.ts';
import { serve } from './serve.ts';
import { WhisperStage } from './stt/whisper-stage.ts';

serve<SttCommand, SttReport>((report) => new WhisperStage(report));
