/** The VAD worker: Silero on every frame of the microphone. */
import type { VadCommand, VadReport } from '../src/protocol/messages.ts';
import { serve } from './serve.ts';
import { VadStage } from './vad/vad-stage.ts';

serve<VadCommand, VadReport>((report) => new VadStage(report));
