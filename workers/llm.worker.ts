/** The LLM worker: streams an answer to the voice, and its captions to the page. */
import type { LlmCommand, LlmReport } from '../src/protocol/messages.ts';
import { LlmStage } from './llm/llm-stage.ts';
import { serve } from './serve.ts';

serve<LlmCommand, LlmReport>((report) => new LlmStage(report));
