/** The TTS worker: the language model's text in, Kokoro's voice out to the loudspeaker's queue. */
import type { TtsCommand, TtsReport } from '../src/protocol/messages.ts';
import { serve } from './serve.ts';
import { TtsStage } from './tts/tts-stage.ts';

serve<TtsCommand, TtsReport>((report) => new TtsStage(report));
