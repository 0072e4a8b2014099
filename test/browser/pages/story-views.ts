/** Every state of the page that a person may meet, as the view that leads to it. */
import type { SessionView, CaptionView, ModelView, NoticeView } from '../../../src/session/view.ts';

const MB = 1e6;

const READY_MODELS: readonly ModelView[] = [
  model('vad', 'silero-v5', 'Silero VAD v5', 'wasm', 2.3),
  model('stt', 'whisper-small', 'Whisper small', 'webgpu', 550),
  model('eou', 'smart-turn-v3.2', 'Smart Turn v3.2', 'wasm', 8.7),
  model('llm', 'gemma-3-4b-mlc', 'Gemma 3 4B (WebLLM, q4f16)', 'webgpu', 2200),
  model('tts', 'kokoro-82m', 'Kokoro 82M', 'webgpu', 326),
];

const LOADING_MODELS: readonly ModelView[] = READY_MODELS.map((each) => {
  if (each.role === 'vad') return each;
  if (each.role === 'stt') return { ...each, state: 'loading', loadedBytes: 41 * MB };
  if (each.role === 'llm') return { ...each, state: 'loading', loadedBytes: 1_240 * MB };
  return { ...each, state: 'waiting', loadedBytes: 0 };
});

const TALK: readonly CaptionView[] = [
  said('u1', 'Hi Parley. Can you tell me something about lighthouses?'),
  answered(
    'a1',
    'Of course. The oldest one still at work is the Tower of Hercules in Spain. The Romans built it nearly two thousand years ago, and it still guides ships today.',
  ),
  said('u2', 'And who looked after them, before there was electric light?'),
];

const ANSWER =
  'Keepers did. They lived in or beside the tower, often with their families, trimmed the wicks, polished the lens, and kept the light burning from dusk to dawn, whatever the weather was like outside.';

const TIMINGS = { turn: 2, endOfUtteranceMs: 420, sttMs: 310, ttftMs: 240, ttsTtfbMs: 380, totalMs: 1180 };

const QUIET: SessionView = {
  phase: 'asleep',
  models: [],
  gpuMb: 0,
  coming: null,
  why: null,
  vramMb: 0,
  findings: [],
  leaves: null,
  offline: { is: 'unasked', about: '' },
  tools: { tools: [], log: [], isAble: true },
  captions: [],
  picture: { url: null, seenBy: null },
  notices: [],
  microphone: 'off',
  muted: false,
  talk: 'open',
  held: false,
  camera: 'off',
  isScreen: false,
  cameraStream: null,
  loudspeaker: 'off',
  chosenDevices: { microphone: '', loudspeaker: '', camera: '' },
  availableDevices: [],
  level: 0,
  timings: null,
};

const WHY =
  'Chosen for nvidia ada-lovelace with shader-f16: Whisper small, Gemma 3 4B (WebLLM, q4f16), and Kokoro 82M, 5 GB of graphics memory by estimate.';

const AWAKE: SessionView = {
  ...QUIET,
  phase: 'listening',
  models: READY_MODELS,
  gpuMb: 5_000,
  why: WHY,
  vramMb: 5_000,
  findings: [
    { key: 'kokoro-82m webgpu', text: 'Kokoro 82M on WebGPU: On this device it makes noise instead of speech.' },
    { key: 'whisper-small webgpu', text: 'Whisper small on WebGPU works, and takes 0.4 s for a second of speech.' },
  ],
  microphone: 'on',
  level: 0.004,
};
const TALKING: SessionView = { ...AWAKE, captions: TALK, timings: { ...TIMINGS, turn: 1 } };

const DENIED: NoticeView = {
  id: 'microphone',
  level: 'error',
  text: 'The microphone may not be used.',
  advice: 'Allow it beside the address bar, then try again.',
  action: { label: 'Try again', run: () => window.dispatchEvent(new Event('story-action')) },
};

const MISSING: NoticeView = {
  id: 'llm',
  level: 'error',
  text: 'Gemma 3 4B: mlc-chat-config.json could be had nowhere.',
  advice: 'Looked at localhost/models/ and at huggingface.co. Go online once, or put the files into models/local.',
  action: { label: 'Use the starter set', run: () => window.dispatchEvent(new Event('story-action')) },
};

const OFFER: NoticeView = {
  id: 'offer',
  level: 'info',
  text: 'This device can run Whisper small, Gemma 3 4B with pictures (ONNX, q4), and Kokoro 82M: 3.8 GB (3,801,846,992 bytes) to fetch, about 51 minutes at 10 Mbit/s, 41 GB free, and 5.9 GB of graphics memory by estimate. Smaller models stand in until then.',
  action: { label: 'Fetch', run: () => window.dispatchEvent(new Event('story-action')) },
  dismiss: { label: 'Not now', run: () => window.dispatchEvent(new Event('story-action')) },
};

/** By name; `?state=<name>` shows one. Those with a camera get its stream when they are shown. */
export const STORY_VIEWS = {
  asleep: QUIET,
  loading: { ...QUIET, phase: 'loading', models: LOADING_MODELS, microphone: 'on', level: 0.004 },
  // Ears first: what is said is kept until the language model is there.
  'loading-hears': {
    ...QUIET,
    phase: 'loading',
    models: LOADING_MODELS.map((each) => (each.role === 'stt' ? { ...each, state: 'ready' } : each)),
    microphone: 'on',
    level: 0.02,
  },
  listening: AWAKE,
  hearing: { ...TALKING, phase: 'hearing', level: 0.06, captions: TALK.slice(0, 2) },
  thinking: { ...TALKING, phase: 'thinking' },
  speaking: {
    ...TALKING,
    phase: 'speaking',
    timings: TIMINGS,
    captions: [...TALK, { id: 'a2', who: 'assistant', turn: 2, text: ANSWER, heard: 92, state: 'live' }],
  },
  // Held by the user's voice, until it is known what that means.
  paused: {
    ...TALKING,
    phase: 'paused',
    level: 0.05,
    timings: TIMINGS,
    captions: [...TALK, { id: 'a2', who: 'assistant', turn: 2, text: ANSWER, heard: 92, state: 'live' }],
  },
  interrupted: {
    ...TALKING,
    phase: 'hearing',
    level: 0.03,
    timings: TIMINGS,
    captions: [...TALK, { id: 'a2', who: 'assistant', turn: 2, text: ANSWER.slice(0, 92), heard: 92, state: 'interrupted' }],
  },
  muted: { ...TALKING, muted: true, captions: TALK.slice(0, 2) },
  'microphone-denied': { ...QUIET, phase: 'ready', models: READY_MODELS, microphone: 'denied', notices: [DENIED] },
  'model-missing': {
    ...QUIET,
    phase: 'trouble',
    microphone: 'on',
    notices: [MISSING],
    models: READY_MODELS.map((each) =>
      each.role === 'llm'
        ? { ...each, state: 'failed', loadedBytes: 0, error: { reason: 'model-file-missing', message: MISSING.text } }
        : each,
    ),
  },
  camera: {
    ...TALKING,
    phase: 'speaking',
    camera: 'on',
    timings: TIMINGS,
    captions: [
      ...TALK.slice(0, 2),
      { ...said('u2', 'What do you see?'), imageUrl: 'picture' },
      { id: 'a2', who: 'assistant', turn: 2, text: 'A blue square on a yellow ground.', heard: 14, state: 'live' },
    ],
  },
  elsewhere: {
    ...TALKING,
    captions: TALK.slice(0, 2),
    leaves: 'my-server.example:8443',
    models: READY_MODELS.map((each) =>
      each.role === 'llm' ? { ...model('llm', 'own', 'gemma3:4b on my-server.example:8443', 'remote', 0), totalBytes: 0 } : each,
    ),
  },
  resting: {
    ...TALKING,
    phase: 'asleep',
    microphone: 'off',
    gpuMb: 0,
    models: READY_MODELS.map((each) => (each.backend === 'webgpu' ? { ...each, state: 'waiting', loadedBytes: 0 } : each)),
  },
  offered: { ...TALKING, captions: TALK.slice(0, 2), notices: [OFFER] },
  fetching: {
    ...TALKING,
    captions: TALK.slice(0, 2),
    coming: { loadedBytes: 1_230 * MB, totalBytes: 3_776 * MB, secondsLeft: 301 },
    notices: [
      {
        id: 'fetching',
        level: 'info',
        text: 'Fetching Whisper small, Gemma 3 4B with pictures (ONNX, q4), and Kokoro 82M. You can talk meanwhile.',
        action: { label: 'Pause', run: () => window.dispatchEvent(new Event('story-action')) },
      },
    ],
  },
  long: {
    ...TALKING,
    captions: Array.from({ length: 30 }, (_, index) => said(`l${String(index)}`, `Line ${String(index + 1)}`)),
  },
  // All at once: the camera, notices, and a long conversation.
  crowded: {
    ...TALKING,
    phase: 'speaking',
    camera: 'on',
    timings: TIMINGS,
    coming: { loadedBytes: 1_230 * MB, totalBytes: 3_776 * MB, secondsLeft: 301 },
    notices: [OFFER, DENIED],
    captions: [
      ...Array.from({ length: 30 }, (_, index) => said(`l${String(index)}`, `Line ${String(index + 1)}`)),
      ...TALK,
      { id: 'a2', who: 'assistant', turn: 2, text: ANSWER, heard: 92, state: 'live' },
    ],
  },
  // More than are shown at once.
  'very-long': {
    ...TALKING,
    captions: Array.from({ length: 10_000 }, (_, index) => said(`l${String(index)}`, `Line ${String(index + 1)}`)),
  },
} satisfies Record<string, SessionView>;

export type StoryName = keyof typeof STORY_VIEWS;

function model(role: ModelView['role'], id: string, name: string, backend: ModelView['backend'], megabytes: number): ModelView {
  return { role, id, name, backend, state: 'ready', loadedBytes: megabytes * MB, totalBytes: megabytes * MB };
}

function said(id: string, text: string): CaptionView {
  return { id, who: 'user', turn: Number(id.slice(1)), text, heard: text.length, state: 'final' };
}

function answered(id: string, text: string): CaptionView {
  return { id, who: 'assistant', turn: Number(id.slice(1)), text, heard: text.length, state: 'final' };
}
