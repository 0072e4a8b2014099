/**
 * The order of messages in sessions with the real service, as googleapis/js-genai publishes them (test/system/recordings/*.websocket.log): which kinds of
 * messages a client sent and which kinds came, and nothing of what was in them. Recordings end where their client went, and sound is not in all of them.
 */
import { describe, expect, it } from 'vitest';
import { LivePeer } from '../../../src/live/page/peer.ts';
import { gemini } from '../../../src/live/gemini/codec.ts';
import { kindOf, type ServerMessage } from './sdk.ts';
import { StandIn } from './stand-in.ts';

const TEXT = { generationConfig: { responseModalities: ['TEXT'] } };
const AUDIO = { generationConfig: { responseModalities: ['AUDIO'] } };
const FLASH = 'models/gemini-live-2.5-flash-preview';
const VERTEX = 'projects/p/locations/l/publishers/google/models/gemini-2.0-flash-live-preview-04-09';
const SOUND = { data: 'AAAA', mimeType: 'audio/pcm;rate=16000' };
const WEATHER = {
  tools: [
    {
      functionDeclarations: [
        {
          name: 'get_current_weather',
          parameters: {
            type: 'OBJECT',
            properties: { location: { type: 'STRING' }, unit: { type: 'STRING', enum: ['celsius', 'fahrenheit'] } },
            required: ['location'],
          },
        },
      ],
    },
  ],
};
const said = { clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: true } };

type Session = readonly [name: string, setup: object, frames: readonly object[], came: readonly string[]];

const SESSIONS: readonly Session[] = [
  [
    'activity start and end',
    { model: FLASH, ...TEXT, realtimeInputConfig: { automaticActivityDetection: { disabled: true } } },
    [{ realtimeInput: { activityStart: {} } }, { realtimeInput: { audio: SOUND } }, { realtimeInput: { activityEnd: {} } }],
    ['setupComplete', 'text'],
  ],
  ['a reply to audio', { model: FLASH, ...TEXT }, [{ realtimeInput: { audio: SOUND } }], ['setupComplete', 'text']],
  [
    'a reply to audio in media chunks',
    { model: VERTEX, ...TEXT },
    [{ realtimeInput: { mediaChunks: [SOUND] } }],
    ['setupComplete', 'text'],
  ],
  ['a reply to text', { model: FLASH, ...TEXT }, [{ realtimeInput: { text: 'Hello' } }], ['setupComplete', 'text']],
  [
    'transcription of the answer',
    { model: FLASH, outputAudioTranscription: {} },
    [said],
    ['setupComplete', 'outputTranscription'],
  ],
  ['content', { model: FLASH }, [said], ['setupComplete', 'generationComplete', 'turnComplete+usageMetadata']],
  ['content, spoken', { model: VERTEX, ...AUDIO }, [said], ['setupComplete', 'audio']],
  ['a function', { model: FLASH, ...WEATHER }, [said], ['setupComplete', 'toolCall']],
  [
    'a function and the end of generation',
    { model: VERTEX, ...AUDIO, ...WEATHER },
    [said, { toolResponse: { functionResponses: [{ name: 'get_current_weather', response: { output: 'sunny' } }] } }],
    ['setupComplete', 'toolCall', 'generationComplete'],
  ],
  [
    'a response to no call',
    { model: FLASH },
    [{ toolResponse: { functionResponses: [{ id: 'function-call-1', name: 'getStatus', response: { mood: 'happy' } }] } }],
    ['setupComplete'],
  ],
  [
    'a response to no call, and without an id',
    { model: VERTEX, ...AUDIO },
    [{ toolResponse: { functionResponses: [{ name: 'name', response: { response: {} } }] } }],
    ['setupComplete'],
  ],
];

/** Calls the function that it has before it answers, and takes sound for speech that is over. */
class Caller extends StandIn {
  override ask(ask: Parameters<StandIn['ask']>[0]): void {
    const [tool] = ask.kind === 'answer' ? this.terms.tools : [];
    if (ask.kind === 'hear' && this.terms.detectsSpeech) this.begin('Hello');
    if (ask.kind === 'tool-result') {
      this.tell({ kind: 'made', turn: this.turn });
      this.tell({ kind: 'turn-end', turn: this.turn, reason: 'complete' });
    }
    if (tool) {
      this.turn += 1;
      this.tell({ kind: 'turn-start', turn: this.turn });
      this.tell({ kind: 'tool-call', id: 'call-1', name: tool.name, args: {} });
    } else super.ask(ask);
  }
}

describe('as in the recorded session', () => {
  it.each(SESSIONS)('%s', async (_, setup, frames, came) => {
    const kinds: string[] = [];
    const closed: number[] = [];
    const peer = new LivePeer(gemini, (tell) => new Caller(tell), {
      send: (frame) => kinds.push(kindOf(JSON.parse(frame) as ServerMessage)),
      close: (code) => closed.push(code),
    });
    peer.receive(JSON.stringify({ setup }));
    await Promise.resolve();
    for (const frame of frames) peer.receive(JSON.stringify(frame));
    peer.end();
    expect(closed).toEqual([]);
    // In this order, whatever more comes between.
    expect(came.filter((kind, index) => kinds.indexOf(kind) > (index === 0 ? -1 : kinds.indexOf(came[index - 1] ?? '')))).toEqual(
      came,
    );
    expect(kinds[0]).toBe('setupComplete');
  });
});
