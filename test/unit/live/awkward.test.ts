/** Frames that nobody should send, and somebody does: what becomes of them. */
import { expect, it, vi } from 'vitest';
import { gemini } from '../../../src/live/gemini/codec.ts';
import { LivePeer } from '../../../src/live/page/peer.ts';
import { kindOf, type ServerMessage } from './sdk.ts';
import { StandIn } from './stand-in.ts';

const MANUAL = { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } };
const sound = (mimeType: string, data = 'AAAA') => ({ realtimeInput: { audio: { mimeType, data } } });
const user = (...texts: string[]) => ({ role: 'user', parts: texts.map((text) => ({ text })) });
/** A turn with a file and words. */
const shows = (mimeType: string, text = '') => ({ role: 'user', parts: [{ inlineData: { mimeType, data: 'AAAA' } }, { text }] });

/** What is asked of the conversation, what the client is sent, and how it is closed; `closed` null: it is not. */
type Outcome = { asks: string[]; sent: string[]; closed: number | null };

function outcome(setup: object, frames: readonly (object | string)[]): Outcome {
  const sent: string[] = [];
  let closed: number | null = null;
  let standIn: StandIn | undefined;
  const peer = new LivePeer(
    gemini,
    (tell) => {
      standIn = new StandIn(tell);
      standIn.answer = null;
      return standIn;
    },
    {
      send: (frame) => sent.push(kindOf(JSON.parse(frame) as ServerMessage)),
      close: (code) => {
        closed = code;
      },
    },
  );
  peer.receive(JSON.stringify({ setup }));
  for (const frame of frames) peer.receive(typeof frame === 'string' ? frame : JSON.stringify(frame));
  peer.end();
  return { asks: standIn?.asks.slice(1).map(({ kind }) => kind) ?? [], sent, closed };
}

it.each<[string, object, (object | string)[], Partial<Outcome>]>([
  ['nothing at all', {}, [{}, { foo: 1 }, { realtimeInput: {} }, { clientContent: {} }, { toolResponse: {} }], { asks: [] }],
  ['a message that is null beside one that is not', {}, [{ setup: null, realtimeInput: { text: 'Hi' } }], { asks: ['ask'] }],
  ['fields that are null', {}, [{ realtimeInput: { audio: null, video: null, text: null, activityEnd: null } }], { asks: [] }],
  [
    'both spellings in one frame',
    {},
    [{ realtime_input: { mediaChunks: [{ mime_type: 'audio/pcm', data: 'AAAA' }] } }],
    { asks: ['hear'] },
  ],
  [
    'sound and words in one message',
    {},
    [{ realtimeInput: { audio: sound('audio/pcm').realtimeInput.audio, text: 'Hi' } }],
    { asks: ['hear', 'ask'] },
  ],
  ['a type in capitals, with spaces', {}, [sound('Audio/PCM; rate=22050')], { asks: ['hear'] }],
  ['an odd rate', {}, [sound('audio/pcm;rate=11025'), sound('audio/pcm;rate=44101')], { asks: ['hear', 'hear'] }],
  ['half a sample', {}, [sound('audio/pcm', 'AA==')], { asks: ['hear'] }],
  ['no sound in the sound', {}, [sound('audio/pcm', '')], { asks: ['hear'] }],
  ['Base64 in lines', {}, [sound('audio/pcm', 'AA\r\nAA\n')], { asks: ['hear'] }],
  ['no Base64', {}, [sound('audio/pcm', 'AA*A')], { asks: [], closed: 1007 }],
  ['a rate that is none', {}, [sound('audio/pcm;rate=fast')], { asks: [], closed: 1007 }],
  ['two channels', {}, [sound('audio/pcm;rate=16000;channels=2')], { asks: [], closed: 1007 }],
  ['a container', {}, [sound('audio/webm;codecs=opus')], { asks: [], closed: 1007 }],
  ['an end without a beginning', MANUAL, [{ realtimeInput: { activityEnd: {} } }], { asks: [] }],
  [
    'a beginning twice',
    MANUAL,
    [{ realtimeInput: { activityStart: {} } }, { realtimeInput: { activityStart: {} } }, { realtimeInput: { activityEnd: {} } }],
    { asks: ['hold', 'hold'] },
  ],
  ['a setup twice', {}, [{ setup: {} }], { asks: [], closed: 1007 }],
  ['two messages in one', {}, [{ realtimeInput: { text: 'Hi' }, clientContent: {} }], { asks: [], closed: 1007 }],
  ['an answer to no call', {}, [{ toolResponse: { functionResponses: [{ id: 'x', name: 'f', response: {} }] } }], { asks: [] }],
  ['a turn without an end', {}, [{ clientContent: { turns: [user('Hi')] } }], { asks: ['add'] }],
  [
    'a turn that ends in a message of its own',
    {},
    [
      { clientContent: { turns: [user('Hi')] } },
      { clientContent: { turns: [user('there')] } },
      { clientContent: { turnComplete: true } },
    ],
    { asks: ['add', 'add', 'answer'] },
  ],
  ['an end of nothing', {}, [{ clientContent: { turnComplete: true } }], { asks: [], sent: ['turnComplete'] }],
  [
    'empty parts',
    {},
    [{ clientContent: { turns: [user(), user(''), { role: 'user' }], turnComplete: true } }],
    { asks: [], sent: ['turnComplete'] },
  ],
  [
    'pictures in a turn: the last one is seen, before the words are answered',
    {},
    [{ clientContent: { turns: [shows('image/png'), shows('image/jpeg', 'What is this?')], turnComplete: true } }],
    { asks: ['see', 'add', 'answer'] },
  ],
  ['a file in a turn', {}, [{ clientContent: { turns: [shows('application/pdf', 'Hi')] } }], { asks: ['add'] }],
  [
    'a picture of a type that nobody reads',
    {},
    [{ clientContent: { turns: [shows('image/tiff')] } }],
    { asks: [], closed: 1007 },
  ],
  [
    'a picture that the model made',
    {},
    [{ clientContent: { turns: [{ ...shows('image/png', 'Here.'), role: 'model' }] } }],
    { asks: ['add'] },
  ],
  ['words of space', {}, [{ realtimeInput: { text: ' ' } }], { asks: [], sent: ['turnComplete'] }],
  [
    'words in the middle of speech',
    MANUAL,
    [{ realtimeInput: { activityStart: {} } }, { clientContent: { turns: [user('Hi')], turnComplete: true } }],
    { asks: ['hold', 'add', 'answer'] },
  ],
  ['a role that is none', {}, [{ clientContent: { turns: [{ role: 'tool', parts: [] }] } }], { asks: [], closed: 1007 }],
  [
    'a turn that fits into no window',
    {},
    [{ clientContent: { turns: [user('x'.repeat(100_001))] } }],
    { asks: [], closed: 1007 },
  ],
  ['a list for a message', {}, ['[]'], { asks: [], closed: 1007 }],
  ['text', {}, ['hello'], { asks: [], closed: 1007 }],
])('%s', (_, setup, frames, wanted) => {
  expect(outcome(setup, frames)).toEqual({ sent: [], closed: null, ...wanted });
});

it.each<[string, object, number | null]>([
  [
    'a schema with bounds as text, in the other spelling',
    { type: 'OBJECT', properties: { a: { type: 'ARRAY', min_items: '1', items: { any_of: [{ type: 'STRING' }] } } } },
    null,
  ],
  ['a schema of something else than an object', { type: 'STRING' }, 1007],
  ['a schema that is no object', [], 1007],
  ['a schema that is too long', { type: 'OBJECT', description: 'x'.repeat(3_000) }, 1007],
])('a function with %s', (_, parameters, closed) => {
  const tools = [{ functionDeclarations: [{ name: 'f', parameters }] }];
  expect(outcome({ tools }, []).closed).toBe(closed);
});

it('more functions than a model is told of are refused', () => {
  const declarations = Array.from({ length: 17 }, (_, index) => ({ name: `f${index}` }));
  expect(outcome({ tools: [{ functionDeclarations: declarations }] }, []).closed).toBe(1007);
  expect(outcome({ tools: [{ functionDeclarations: declarations.slice(1) }] }, []).closed).toBeNull();
});

it('a socket that never says what it wants is closed after a minute', () => {
  vi.useFakeTimers();
  const close = vi.fn();
  new LivePeer(gemini, (tell) => new StandIn(tell), { send: () => undefined, close });
  vi.advanceTimersByTime(59_000);
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  expect(close).toHaveBeenCalledWith(1008, 'No setup message was received.');
});
