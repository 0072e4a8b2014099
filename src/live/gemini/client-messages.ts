/** What a client sends after its setup, as what it asks of the conversation. Pure. */
import { fromBase64 } from '../base64.ts';
import type { Line, ResultTiming, ToolResult } from '../neutral.ts';
import { isObject } from '../../tools/json.ts';
import { choiceAt, flagAt, invalid, listAt, objectAt, objectsAt, textAt, type Fields } from './reading.ts';
import { INVALID, Refusal } from './refusal.ts';
import { textOf } from './setup.ts';

/** The messages of a client, of which each frame has one. */
export const MESSAGES = ['setup', 'realtimeInput', 'clientContent', 'toolResponse', 'contextUpdate'] as const;
export type MessageName = (typeof MESSAGES)[number];

/** Rate of sound that names none, Hz, and what can be taken for one. */
const DEFAULT_RATE = 16_000;
const LEAST_RATE = 4_000;
const MOST_RATE = 192_000;

/** Longest turn of `clientContent`, characters: four times what the largest window of a page's models takes. All of the turns go into as much as there is room for. */
const LONGEST_TURN = 100_000;

const PICTURES = /^image\/(jpeg|png|webp|heic|heif)$/;

export type Picture = { kind: 'picture'; bytes: Uint8Array; mimeType: string };

export type Realtime =
  | { kind: 'audio'; bytes: Uint8Array; rate: number }
  | Picture
  | { kind: 'text'; text: string }
  | { kind: 'activity-start' }
  | { kind: 'activity-end' }
  | { kind: 'audio-stream-end' };

export type Content = {
  readonly lines: readonly Line[];
  /** What is no user's and no model's, for the model to go by. */
  readonly instructions: string;
  readonly turnComplete: boolean;
  /** The last one that the user shows. */
  readonly picture: Picture | null;
};

/** The message of a frame: null where there is none that is known. */
export function messageOf(frame: Fields): { name: MessageName; fields: Fields } | null {
  const names = MESSAGES.filter((name) => (frame[name] ?? undefined) !== undefined);
  const [name] = names;
  if (name === undefined) return null;
  if (names.length > 1) {
    throw new Refusal(
      INVALID,
      `Invalid JSON payload received: ${names.join(' and ')} are two messages, and one is taken in a frame.`,
    );
  }
  return { name, fields: objectAt(frame, name, 'message') ?? {} };
}

/** In the order in which it counts: what begins, what is in it, what ends. */
export function readRealtime(fields: Fields): readonly Realtime[] {
  const path = 'realtimeInput';
  const all: Realtime[] = [];
  if (objectAt(fields, 'activityStart', path)) all.push({ kind: 'activity-start' });
  for (const [index, chunk] of objectsAt(fields, 'mediaChunks', path).entries()) {
    all.push(readMedia(chunk, `${path}.mediaChunks[${index}]`));
  }
  for (const name of ['audio', 'video']) {
    const blob = objectAt(fields, name, path);
    if (blob) all.push(readMedia(blob, `${path}.${name}`));
  }
  const text = textAt(fields, 'text', path);
  if (text !== undefined) all.push({ kind: 'text', text });
  if (objectAt(fields, 'activityEnd', path)) all.push({ kind: 'activity-end' });
  if (flagAt(fields, 'audioStreamEnd', path)) all.push({ kind: 'audio-stream-end' });
  return all;
}

function readMedia(blob: Fields, path: string): Realtime {
  const mimeType = (textAt(blob, 'mimeType', path) ?? '').toLowerCase();
  const data = textAt(blob, 'data', path) ?? '';
  const bytes = fromBase64(data);
  if (!bytes) throw invalid(`${path}.data`, 'Base64');
  const [type = '', ...parameters] = mimeType.split(';').map((part) => part.trim());
  if (PICTURES.test(type)) return { kind: 'picture', bytes, mimeType: type };
  if (type !== 'audio/pcm' && type !== 'audio/l16') {
    throw new Refusal(INVALID, `Unsupported MIME type '${type.slice(0, 40)}': audio/pcm;rate=16000 and image/jpeg are taken.`);
  }
  return { kind: 'audio', bytes, rate: rateOf(parameters, path) };
}

function rateOf(parameters: readonly string[], path: string): number {
  const valueOf = (name: string) => parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
  const channels = valueOf('channels') ?? '1';
  if (channels !== '1') throw invalid(`${path}.mimeType`, 'of one channel');
  const given = valueOf('rate');
  if (given === undefined) return DEFAULT_RATE;
  const rate = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (rate < LEAST_RATE || rate > MOST_RATE) throw invalid(`${path}.mimeType`, `of a rate from ${LEAST_RATE} to ${MOST_RATE} Hz`);
  return rate;
}

/** Turns with the role of the user, of the model, or none: that is the user's where it wants an answer, and otherwise for the model to go by. */
export function readContent(fields: Fields): Content {
  const turnComplete = flagAt(fields, 'turnComplete', 'clientContent') ?? false;
  const lines: Line[] = [];
  const instructions: string[] = [];
  let picture: Picture | null = null;
  for (const [index, turn] of objectsAt(fields, 'turns', 'clientContent').entries()) {
    const path = `clientContent.turns[${index}]`;
    const role = textAt(turn, 'role', path) ?? '';
    const text = textOf(turn, path);
    if (text.length > LONGEST_TURN)
      throw new Refusal(INVALID, `${path} has ${text.length} characters: ${LONGEST_TURN} are the most.`);
    if (!['', 'user', 'model', 'system'].includes(role)) throw invalid(`${path}.role`, 'user or model');
    if (role !== 'model') picture = pictureIn(turn, path) ?? picture;
    if (role === 'system' || (role === '' && !turnComplete)) instructions.push(text);
    else lines.push({ role: role === 'model' ? 'assistant' : 'user', text });
  }
  const said = lines.filter(({ text }) => text.trim() !== '');
  return { lines: said, instructions: instructions.join('\n\n'), turnComplete, picture };
}

/** The last picture among a turn's parts. What else there is of data is passed over. */
function pictureIn(turn: Fields, path: string): Picture | null {
  const pictures = objectsAt(turn, 'parts', path).flatMap((part, index) => {
    const at = `${path}.parts[${index}]`;
    const blob = objectAt(part, 'inlineData', at);
    if (!blob || !/^image\//i.test(textAt(blob, 'mimeType', `${at}.inlineData`) ?? '')) return [];
    const media = readMedia(blob, `${at}.inlineData`);
    return media.kind === 'picture' ? [media] : [];
  });
  return pictures.at(-1) ?? null;
}

/** Without an id, as clients of Vertex leave it out, the result is of the oldest call of that name: its id is '' here. */
export function readToolResponse(fields: Fields): readonly ToolResult[] {
  const path = 'toolResponse';
  return objectsAt(fields, 'functionResponses', path).map((response, index) => {
    const at = `${path}.functionResponses[${index}]`;
    const id = textAt(response, 'id', at) ?? '';
    const name = textAt(response, 'name', at) ?? '';
    if (id === '' && name === '') throw invalid(`${at}.id`, 'the id of the call');
    const scheduling = choiceAt(response, 'scheduling', at, ['SILENT', 'WHEN_IDLE', 'INTERRUPT']) ?? 'WHEN_IDLE';
    return {
      id,
      name,
      response: response['response'] ?? {},
      timing: TIMINGS[scheduling],
      willContinue: flagAt(response, 'willContinue', at) ?? false,
    };
  });
}

const TIMINGS: Readonly<Record<'SILENT' | 'WHEN_IDLE' | 'INTERRUPT', ResultTiming>> = {
  SILENT: 'silent',
  WHEN_IDLE: 'when-idle',
  INTERRUPT: 'interrupt',
};

/** The tools of a `contextUpdate`, in a list of their own or one below; undefined where it says nothing of them. */
export function updatedTools(fields: Fields): Fields | undefined {
  const { tools } = fields;
  if (isObject(tools)) return { tools: listAt(tools, 'tools', 'contextUpdate.tools') };
  return tools === undefined || tools === null ? undefined : { tools: listAt(fields, 'tools', 'contextUpdate') };
}
