/** What the service sends, frame by frame. Pure. */
import { toBase64 } from '../base64.ts';
import type { Usage } from '../neutral.ts';
import { toPcm16 } from '../pcm16.ts';

/** Exactly so: pipecat takes this and `audio/pcm` only. */
const AUDIO_TYPE = 'audio/pcm;rate=24000';

/**
 * JSON of ASCII characters alone: some clients read a binary frame as such (`raw.decode("ascii")` in Google's own cookbook), and for others an escaped
 * character is the same.
 */
export function frameOf(message: Record<string, unknown>): string {
  return JSON.stringify(message).replace(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

export const setupComplete = (sessionId: string) => frameOf({ setupComplete: { sessionId } });

/** One part a message: clients read the first and no other. */
export const audio = (samples: Float32Array) =>
  content({ modelTurn: { role: 'model', parts: [{ inlineData: { mimeType: AUDIO_TYPE, data: toBase64(toPcm16(samples)) } }] } });

export const text = (words: string) => content({ modelTurn: { role: 'model', parts: [{ text: words }] } });

export const inputTranscription = (words: string) => content({ inputTranscription: { text: words, finished: true } });

export const outputTranscription = (words: string) => content({ outputTranscription: { text: words } });

export const generationComplete = () => content({ generationComplete: true });

/** Alone: there are clients that read nothing beside it. */
export const interrupted = () => content({ interrupted: true });

export type TurnCompleteReason = 'RESPONSE_REJECTED' | 'NEED_MORE_INPUT';

/** With the counts, where clients look for them. */
export function turnComplete(usage: Usage | null, spoken: boolean, reason?: TurnCompleteReason): string {
  const serverContent = {
    turnComplete: true,
    ...(reason === undefined ? {} : { turnCompleteReason: reason }),
    interactionStatus: 'IDLE',
  };
  return frameOf({ serverContent, ...(usage === null ? {} : { usageMetadata: countsOf(usage, spoken) }) });
}

export const toolCall = (id: string, name: string, args: Record<string, unknown>) =>
  frameOf({ toolCall: { functionCalls: [{ id, name, args }] } });

export const toolCallCancellation = (ids: readonly string[]) => frameOf({ toolCallCancellation: { ids } });

export const goAway = (ms: number) => frameOf({ goAway: { timeLeft: `${(ms / 1000).toFixed(3).replace(/\.?0+$/, '')}s` } });

/** No handle: it can't be gone on with at this moment. */
export const resumptionUpdate = (handle: string | null) =>
  frameOf({
    sessionResumptionUpdate: handle === null ? { newHandle: '', resumable: false } : { newHandle: handle, resumable: true },
  });

export const voiceActivity = (type: 'ACTIVITY_START' | 'ACTIVITY_END') => frameOf({ voiceActivity: { voiceActivityType: type } });

function content(serverContent: Record<string, unknown>): string {
  return frameOf({ serverContent });
}

function countsOf({ promptTokens, responseTokens }: Usage, spoken: boolean): Record<string, unknown> {
  return {
    promptTokenCount: promptTokens,
    responseTokenCount: responseTokens,
    totalTokenCount: promptTokens + responseTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
    responseTokensDetails: [{ modality: spoken ? 'AUDIO' : 'TEXT', tokenCount: responseTokens }],
  };
}
