/**
 * Ids of the models that can be chosen, those for tests among them: all that is needed of the catalogue to know whether there is such a model. The
 * catalogue itself comes with the session, after the page is shown; a test holds the two against each other.
 */
export const MODEL_IDS: Readonly<Record<'stt' | 'llm' | 'tts', readonly string[]>> = {
  stt: ['whisper-small', 'whisper-base-hub', 'whisper-tiny', 'whisper-large-v3-turbo', 'whisper-base'],
  llm: [
    'gemma-3-4b-onnx',
    'gemma-3-4b-onnx-q8',
    'gemma-3-4b-mlc',
    'gemma-3-4b-mlc-f32',
    'gemma-4-e2b-mlc',
    'gemma-4-e2b-mlc-f32',
    'gemma-3-1b-mlc',
    'gemma-3-270m-onnx',
    'smollm2-135m',
    'tiny-gemma3',
    'tiny-gemma3-hub',
    'tiny-gemma3-vision',
    'tiny-gemma3-tools',
    'tiny-gemma3-tools-mlc',
    'tiny-gemma3-mlc',
  ],
  tts: ['kokoro-82m', 'kokoro-82m-starter'],
};
