/** The end-of-utterance worker: Smart Turn on every suspected end. */
import type { EouReport, WorkerCommand } from '../src/protocol/messages.ts';
import { SmartTurnStage } from './eou/smart-turn-stage.ts';
import { serve } from './serve.ts';

serve<WorkerCommand, EouReport>((report) => new SmartTurnStage(report));
