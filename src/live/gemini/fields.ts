/**
 * Every field that a client may send, and what becomes of it: the table of docs/live.md is made from this, and test/unit/live/fields.test.ts holds each
 * line against the code. Pure.
 */

/** `done`: it has its effect. `ignored`: it is taken and has none. `refused`: the connection is closed, with the code and reason that stand there. */
export type Field = {
  path: string;
  is: 'done' | 'ignored' | 'refused';
  about: string;
  /** A value with that fate. */
  example: unknown;
};

const done = (path: string, example: unknown, about: string): Field => ({ path, is: 'done', about, example });
const ignored = (path: string, example: unknown, about: string): Field => ({ path, is: 'ignored', about, example });
const refused = (path: string, example: unknown, about: string): Field => ({ path, is: 'refused', about, example });

const GENERATION = 'setup.generationConfig';
const SPEECH = `${GENERATION}.speechConfig`;
const REALTIME = 'setup.realtimeInputConfig';
const DETECTION = `${REALTIME}.automaticActivityDetection`;

export const FIELDS: readonly Field[] = [
  done(
    'setup.model',
    'models/gemini-3.8-live',
    'chooses the behaviour: that of 3.8, of 3.1, or of 2.5 for every other name; the model that answers is the page’s',
  ),
  refused('setup.model', 'models/gemini-3.5-transcribe-live', '1008: models that only transcribe'),
  done(
    'setup.systemInstruction',
    { parts: [{ text: 'Be brief.' }] },
    'the instructions, a paragraph for each part; up to 2000 characters, more are refused with 1007',
  ),
  done(
    'setup.tools[].functionDeclarations',
    [{ name: 'get_time' }],
    'functions that the client can be asked to call; `parametersJsonSchema` or `parameters`. More than 16, and parameters of more than 2800 characters, are refused with 1007',
  ),
  ignored('setup.tools[].googleSearch', {}, 'nothing is asked of the network; so with every other tool of Google’s own'),
  done(`${GENERATION}.responseModalities`, ['TEXT'], '`AUDIO`, or `TEXT` where the model’s name allows it'),
  refused(`${GENERATION}.responseModalities`, ['AUDIO', 'TEXT'], '1007: more than one, or pictures'),
  done(
    `${SPEECH}.voiceConfig.prebuiltVoiceConfig.voiceName`,
    'Charon',
    'Gemini’s thirty names stand for voices of Kokoro’s; Kokoro’s own names too; others are refused with 1007',
  ),
  done(
    `${SPEECH}.languageCode`,
    'de-DE',
    'the language that the user speaks; one that Whisper does not know is refused with 1007',
  ),
  refused(`${SPEECH}.multiSpeakerVoiceConfig`, { speakerVoiceConfigs: [] }, '1007: one voice speaks'),
  refused(`${SPEECH}.voiceConfig.replicatedVoiceConfig`, { mimeType: 'audio/wav' }, '1007: voices can’t be copied'),
  ...['temperature', 'topP', 'topK', 'maxOutputTokens', 'seed', 'presencePenalty', 'frequencyPenalty'].map((name) =>
    ignored(`${GENERATION}.${name}`, 1, 'checked to be a number; models answer as they do in the app'),
  ),
  ignored(`${GENERATION}.mediaResolution`, 'MEDIA_RESOLUTION_LOW', 'pictures are read as the model reads them'),
  ignored(`${GENERATION}.enableAffectiveDialog`, true, 'there is one way to speak'),
  ignored(
    `${GENERATION}.thinkingConfig`,
    { thinkingBudget: 0 },
    'nothing that a model thinks is said; a `thinkingLevel` is refused with 1007 for 3.8, as there',
  ),
  refused(`${GENERATION}.candidateCount`, 2, '1007: one answer'),
  refused(`${GENERATION}.responseJsonSchema`, { type: 'object' }, '1007: answers are spoken'),
  refused(`${GENERATION}.translationConfig`, { targetLanguageCode: 'de' }, '1008: nothing here translates'),
  done(
    `${DETECTION}.disabled`,
    true,
    'the client says itself when the user speaks, by `activityStart` and `activityEnd`; other sound is not listened to',
  ),
  done(
    `${DETECTION}.silenceDurationMs`,
    700,
    'so much silence ends a turn, whatever was said; without it Parley judges by words and sound',
  ),
  done(`${DETECTION}.prefixPaddingMs`, 300, 'sound kept from before the speech'),
  done(
    `${DETECTION}.startOfSpeechSensitivity`,
    'START_SENSITIVITY_LOW',
    '`LOW`: 400 ms of speech in a row count as such; else 200',
  ),
  done(
    `${DETECTION}.endOfSpeechSensitivity`,
    'END_SENSITIVITY_LOW',
    '`LOW`: 1600 ms of silence end a turn where no other time is named; `HIGH` is Parley’s own way',
  ),
  done(`${REALTIME}.activityHandling`, 'NO_INTERRUPTION', 'what is said over an answer is heard when that is over'),
  ignored(
    `${REALTIME}.turnCoverage`,
    'TURN_INCLUDES_ALL_INPUT',
    'checked; the newest picture goes along with each turn, and sound where it is speech',
  ),
  done(
    'setup.inputAudioTranscription',
    {},
    'the user’s words, once the turn is theirs; a single `languageCodes` counts as `languageCode`',
  ),
  done('setup.outputAudioTranscription', {}, 'Parley’s words as they are heard, the last of them before `generationComplete`'),
  done(
    'setup.historyConfig.initialHistoryInClientContent',
    true,
    '`clientContent` up to `turnComplete` was said before and is not answered',
  ),
  done(
    'setup.sessionResumption',
    {},
    'names to go on under, for two hours; the newest four outlive a reload of the page, none its tab; none while an answer or a call is under way',
  ),
  ignored(
    'setup.contextWindowCompression',
    { triggerTokens: '3000', slidingWindow: { targetTokens: '1500' } },
    'the oldest turns always make room, and no session ends for its length',
  ),
  ignored(
    'setup.proactivity',
    { proactiveAudio: true },
    'noise and fillers are never answered; `false` is refused with 1007 for 3.8, as there',
  ),
  done('setup.explicitVadSignal', true, '`voiceActivity` tells when the user begins and ends to speak'),
  refused('setup.avatarConfig', { avatarName: 'Ada' }, '1008: there is sound and text'),
  ignored('setup.safetySettings', [{}], 'there is no filter to set'),
  ignored('setup.labels', { team: 'a' }, 'nobody is billed'),
  ignored('setup.anythingElse', { of: 1 }, 'unknown fields are passed over, here and in every message'),
  done(
    'realtimeInput.audio',
    { data: 'AAAA', mimeType: 'audio/pcm;rate=48000' },
    'PCM16 little-endian mono, 4000 to 192000 Hz, 16000 where no rate is named; other types are refused with 1007',
  ),
  done('realtimeInput.mediaChunks', [{ data: 'AAAA', mimeType: 'audio/pcm' }], 'the same in its older spelling; pictures too'),
  done(
    'realtimeInput.video',
    { data: 'AAAA', mimeType: 'image/jpeg' },
    'JPEG, PNG, WebP, HEIC; the newest goes along with the next question, to a model that sees',
  ),
  done('realtimeInput.text', 'Hello', 'a turn of its own: an answer under way makes room'),
  refused('realtimeInput.activityStart', {}, '1007 where speech is detected; see `disabled`. So is `activityEnd`'),
  done('realtimeInput.audioStreamEnd', true, 'what was said is over, without waiting for silence'),
  done(
    'clientContent.turns',
    [{ role: 'user', parts: [{ text: 'Hello' }] }],
    'what was said before, by `user` and `model`; without a role and an end of the turn, or of `system`: more instructions',
  ),
  done(
    'clientContent.turns[].parts[].inlineData',
    { mimeType: 'image/png', data: 'AAAA' },
    'the user’s last picture, as `realtimeInput.video`; a turn needs words to be answered',
  ),
  ignored('clientContent.turns[].parts[].inlineData', { mimeType: 'audio/wav', data: 'AAAA' }, 'sound and files in a turn'),
  done(
    'clientContent.turnComplete',
    true,
    'answers what is the user’s and has no answer; where nothing is, the turn ends with `NEED_MORE_INPUT`',
  ),
  ignored(
    'toolResponse.functionResponses',
    [{ id: 'nobody-asked', name: 'f', response: {} }],
    'results of calls that are not under way, or not any more',
  ),
  refused(
    'toolResponse.functionResponses',
    [{ response: {} }],
    '1007 without an `id` or, as Vertex’s clients do, the `name` of the call',
  ),
  done('contextUpdate.systemInstruction', { parts: [{ text: 'Be brief.' }] }, 'other instructions, from the next answer on'),
  done('contextUpdate.tools', { tools: [{ functionDeclarations: [{ name: 'f' }] }] }, 'other functions'),
];

/** The table, as Markdown. */
export function fieldTable(): string {
  const rows = FIELDS.map(({ path, is, about }) => `| \`${path}\` | ${is} | ${about} |`);
  return ['| field | | |', '| --- | --- | --- |', ...rows].join('\n');
}
