/** The first frame of a session: what the client wants, as terms of a conversation. What becomes of each field stands in fields.ts. Pure. */
import { isObject } from '../../tools/json.ts';
import { TOOL_SETTINGS } from '../../tools/settings.ts';
import { TOOL_LIMITS } from '../../tools/tool.ts';
import { WHISPER_LANGUAGES } from '../../models/whisper-languages.ts';
import type { ClientTool, Listening, Terms } from '../neutral.ts';
import { profileOf, type Profile } from './profile.ts';
import { camelCase, choiceAt, flagAt, invalid, listAt, numberAt, objectAt, objectsAt, textAt, type Fields } from './reading.ts';
import { INVALID, Refusal, UNSUPPORTED } from './refusal.ts';
import { voiceFor } from './voices.ts';
import { primaryOf } from '../../text/language.ts';

export type Setup = {
  readonly profile: Profile;
  readonly terms: Terms;
  readonly transcribesInput: boolean;
  readonly transcribesOutput: boolean;
  /** What comes as `clientContent` up to `turnComplete` was said before, and wants no answer. */
  readonly hasHistory: boolean;
  /** The client wants names under which it can go on later. */
  readonly isResumable: boolean;
  /** The client wants to be told when the user begins and ends to speak. */
  readonly signalsVoice: boolean;
};

/** Longest instructions, characters: what the settings of the app take too. */
export const LONGEST_INSTRUCTIONS = 2_000;

/** Silence that ends a turn where the end of speech is to be seen late, and speech that begins one where its beginning is, ms. */
const LATE_END_MS = 1_600;
const LATE_START_MS = 400;

/** Throws a Refusal with what the real service closes with. */
export function readSetup(setup: Fields): Setup {
  const model = textAt(setup, 'model', 'setup') ?? '';
  const profile = profileOf(model);
  const transcriber = /gemini-[\d.]+-transcribe/.test(model);
  if (transcriber) throw new Refusal(UNSUPPORTED, `${model} only transcribes: name a model that answers.`);
  const generation = objectAt(setup, 'generationConfig', 'setup') ?? {};
  const speech = objectAt(generation, 'speechConfig', 'setup.generationConfig') ?? {};
  checkGeneration(generation, profile);
  checkBeyond(setup, profile);
  const input = transcriptionAt(setup, 'inputAudioTranscription');
  const resumption = objectAt(setup, 'sessionResumption', 'setup');
  const realtime = objectAt(setup, 'realtimeInputConfig', 'setup') ?? {};
  const detection = objectAt(realtime, 'automaticActivityDetection', 'setup.realtimeInputConfig') ?? {};
  const history = objectAt(setup, 'historyConfig', 'setup') ?? {};
  choiceAt(realtime, 'turnCoverage', 'setup.realtimeInputConfig', COVERAGES);
  const handling = choiceAt(realtime, 'activityHandling', 'setup.realtimeInputConfig', HANDLINGS);
  return {
    profile,
    terms: {
      instructions: instructionsIn(setup, 'setup'),
      voice: voiceIn(speech),
      language: languageIn(speech) ?? input?.language ?? null,
      spoken: isSpoken(generation, profile),
      detectsSpeech: !(flagAt(detection, 'disabled', DETECTION) ?? false),
      interruptible: handling !== 'NO_INTERRUPTION',
      listening: listeningIn(detection),
      tools: toolsIn(setup, 'setup', profile),
      resume: resumption ? textAt(resumption, 'handle', 'setup.sessionResumption') || null : null,
    },
    transcribesInput: input !== null,
    transcribesOutput: transcriptionAt(setup, 'outputAudioTranscription') !== null,
    hasHistory: flagAt(history, 'initialHistoryInClientContent', 'setup.historyConfig') ?? false,
    isResumable: resumption !== undefined,
    signalsVoice: flagAt(setup, 'explicitVadSignal', 'setup') ?? false,
  };
}

const DETECTION = 'setup.realtimeInputConfig.automaticActivityDetection';
const HANDLINGS = ['START_OF_ACTIVITY_INTERRUPTS', 'NO_INTERRUPTION'] as const;
const COVERAGES = [
  'TURN_INCLUDES_ONLY_ACTIVITY',
  'TURN_INCLUDES_ALL_INPUT',
  'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO',
] as const;

/** The text of `systemInstruction`: each of its parts is a paragraph. */
export function instructionsIn(fields: Fields, path: string): string {
  const given = fields['systemInstruction'];
  const content = typeof given === 'string' ? { parts: [{ text: given }] } : objectAt(fields, 'systemInstruction', path);
  const text = content ? textOf(content, `${path}.systemInstruction`) : '';
  if (text.length <= LONGEST_INSTRUCTIONS) return text;
  throw new Refusal(INVALID, `systemInstruction has ${text.length} characters; ${LONGEST_INSTRUCTIONS} are the most.`);
}

/** The text of a content's parts; others have none. */
export function textOf(content: Fields, path: string): string {
  return objectsAt(content, 'parts', path)
    .map((part, index) => textAt(part, 'text', `${path}.parts[${index}]`) ?? '')
    .filter((text) => text !== '')
    .join('\n\n');
}

/** The functions that the client can be asked to call. Tools of Google's own are passed over. */
export function toolsIn(fields: Fields, path: string, profile: Profile): readonly ClientTool[] {
  const tools = objectsAt(fields, 'tools', path).flatMap((tool, index) =>
    objectsAt(tool, 'functionDeclarations', `${path}.tools[${index}]`).map((declaration, at) =>
      toolOf(declaration, `${path}.tools[${index}].functionDeclarations[${at}]`, profile),
    ),
  );
  const { mostTools } = TOOL_SETTINGS;
  if (tools.length > mostTools) throw new Refusal(INVALID, `${tools.length} functions: ${mostTools} are the most.`);
  const names = new Set(tools.map(({ name }) => name));
  if (names.size < tools.length) throw new Refusal(INVALID, 'Duplicate function declaration found: each name can be there once.');
  return tools;
}

function toolOf(declaration: Fields, path: string, profile: Profile): ClientTool {
  const name = textAt(declaration, 'name', path);
  if (!name || !/^[A-Za-z_][\w.-]{0,63}$/.test(name)) {
    throw invalid(`${path}.name`, 'letters, digits, _ . -, at most 64, a letter or _ first');
  }
  const behaviour = choiceAt(declaration, 'behavior', path, ['BLOCKING', 'NON_BLOCKING']);
  if (behaviour === 'NON_BLOCKING' && !profile.takesNonBlocking) {
    throw new Refusal(INVALID, `Function ${name}: NON_BLOCKING is not supported by this model.`);
  }
  const schema = declaration['parametersJsonSchema'] ?? declaration['parameters'] ?? null;
  if (schema !== null && !isObject(schema)) throw invalid(`${path}.parameters`, 'an object');
  const parameters = schema === null ? null : jsonSchemaOf(schema);
  if (isObject(parameters) && ![undefined, 'object'].includes(parameters['type'] as string | undefined))
    throw invalid(`${path}.parameters.type`, 'OBJECT');
  if (JSON.stringify(parameters).length > TOOL_LIMITS.schema)
    throw new Refusal(INVALID, `Function ${name}: its parameters have more than ${TOOL_LIMITS.schema} characters.`);
  return {
    name,
    description: textAt(declaration, 'description', path) ?? '',
    parameters,
    blocking: behaviour === undefined ? !profile.nonBlockingByDefault : behaviour === 'BLOCKING',
  };
}

/** Bounds that proto3 writes as text, since they are 64-bit numbers there. */
const BOUNDS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'];

/** Gemini's schemas (OpenAPI 3.0 with types in capitals, in both spellings) as JSON Schema: what the others are already. */
function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (!isObject(schema)) return schema;
  const { nullable, ...rest } = schema;
  const entries = Object.entries(rest).flatMap(([name, value]): [string, unknown][] => {
    const keyword = camelCase(name);
    if (keyword === 'type' && typeof value === 'string') return value === 'TYPE_UNSPECIFIED' ? [] : [[name, value.toLowerCase()]];
    if (keyword === 'properties' && isObject(value)) {
      return [[name, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, jsonSchemaOf(each)]))]];
    }
    if (keyword === 'items' || keyword === 'anyOf') return [[keyword, jsonSchemaOf(value)]];
    return [[keyword, BOUNDS.includes(keyword) ? Number(value) : value]];
  });
  const made = Object.fromEntries(entries);
  return nullable === true && typeof made['type'] === 'string' ? { ...made, type: [made['type'], 'null'] } : made;
}

function voiceIn(speech: Fields): string | null {
  if (speech['multiSpeakerVoiceConfig'])
    throw new Refusal(INVALID, 'multiSpeakerVoiceConfig is not supported: one voice speaks.');
  const config = objectAt(speech, 'voiceConfig', 'setup.generationConfig.speechConfig') ?? {};
  if (config['replicatedVoiceConfig'])
    throw new Refusal(INVALID, 'replicatedVoiceConfig is not supported: name a prebuilt voice.');
  const prebuilt = objectAt(config, 'prebuiltVoiceConfig', 'setup.generationConfig.speechConfig.voiceConfig') ?? {};
  const name = textAt(prebuilt, 'voiceName', 'setup.generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig');
  if (!name) return null;
  const voice = voiceFor(name);
  if (voice === null) throw new Refusal(INVALID, `Requested voice '${name.slice(0, 40)}' is not available.`);
  return voice;
}

function languageIn(speech: Fields): string | null {
  const tag = textAt(speech, 'languageCode', 'setup.generationConfig.speechConfig');
  if (!tag) return null;
  if (isKnown(tag)) return tag;
  throw new Refusal(INVALID, `Unsupported language code '${tag.slice(0, 20)}'.`);
}

function isKnown(tag: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && WHISPER_LANGUAGES.includes(primaryOf(tag));
}

/** Whether there is to be one, and the language that it names; null where there is to be none. */
function transcriptionAt(setup: Fields, name: string): { language: string | null } | null {
  const config = objectAt(setup, name, 'setup');
  if (!config) return null;
  const codes = listAt(config, 'languageCodes', `setup.${name}`);
  const [only] = codes;
  return { language: codes.length === 1 && typeof only === 'string' && isKnown(only) ? only : null };
}

function isSpoken(generation: Fields, profile: Profile): boolean {
  const modalities = listAt(generation, 'responseModalities', 'setup.generationConfig');
  if (modalities.length === 0) return true;
  const [modality] = modalities;
  if (modalities.length > 1)
    throw new Refusal(INVALID, 'Request contains an invalid argument: one response modality is the most.');
  if (modality === 'AUDIO' || modality === 'MODALITY_UNSPECIFIED') return true;
  if (modality === 'TEXT' && profile.takesText) return false;
  throw new Refusal(
    INVALID,
    `The response modality ${profile.takesText ? 'AUDIO or TEXT' : 'AUDIO'} is supported, and no other.`,
  );
}

function listeningIn(detection: Fields): Listening {
  const start = choiceAt(detection, 'startOfSpeechSensitivity', DETECTION, ['START_SENSITIVITY_HIGH', 'START_SENSITIVITY_LOW']);
  const end = choiceAt(detection, 'endOfSpeechSensitivity', DETECTION, ['END_SENSITIVITY_HIGH', 'END_SENSITIVITY_LOW']);
  const silenceMs = numberAt(detection, 'silenceDurationMs', DETECTION, { min: 0, max: 60_000 });
  const prerollMs = numberAt(detection, 'prefixPaddingMs', DETECTION, { min: 0, max: 10_000 });
  return {
    silenceMs: silenceMs ?? (end === 'END_SENSITIVITY_LOW' ? LATE_END_MS : null),
    prerollMs: prerollMs ?? null,
    confirmMs: start === 'START_SENSITIVITY_LOW' ? LATE_START_MS : null,
  };
}

/** What there is of generationConfig beside modality, voice and language. */
function checkGeneration(generation: Fields, profile: Profile): void {
  const path = 'setup.generationConfig';
  for (const name of ['temperature', 'topP', 'topK', 'maxOutputTokens', 'seed', 'presencePenalty', 'frequencyPenalty']) {
    numberAt(generation, name, path);
  }
  const count = numberAt(generation, 'candidateCount', path);
  if (count !== undefined && count !== 1) throw new Refusal(INVALID, 'Only one candidate can be specified.');
  if (generation['translationConfig'])
    throw new Refusal(UNSUPPORTED, 'translationConfig is not supported: nothing here translates.');
  if (generation['responseSchema'] || generation['responseJsonSchema']) {
    throw new Refusal(INVALID, 'A response schema is not supported in a live session.');
  }
  const thinking = objectAt(generation, 'thinkingConfig', path) ?? {};
  if (thinking['thinkingLevel'] && !profile.takesThinkingLevel) {
    throw new Refusal(INVALID, 'Thinking level is not supported for this model.');
  }
}

/** What there is beside it of which little or nothing can be had. */
function checkBeyond(setup: Fields, profile: Profile): void {
  if (setup['avatarConfig']) throw new Refusal(UNSUPPORTED, 'avatarConfig is not supported: there is sound and text.');
  const proactivity = objectAt(setup, 'proactivity', 'setup') ?? {};
  const proactive = flagAt(proactivity, 'proactiveAudio', 'setup.proactivity');
  if (proactive === false && !profile.takesReactive) {
    throw new Refusal(INVALID, 'proactive_audio can not be disabled for this model.');
  }
  const compression = objectAt(setup, 'contextWindowCompression', 'setup') ?? {};
  numberAt(compression, 'triggerTokens', 'setup.contextWindowCompression', { min: 0 });
  const window = objectAt(compression, 'slidingWindow', 'setup.contextWindowCompression') ?? {};
  numberAt(window, 'targetTokens', 'setup.contextWindowCompression.slidingWindow', { min: 0 });
}
