/** Whisper's log-mel of sound that is shorter than a model's window. What is padding looks all the same, so that it is computed once. */
import { Tensor, type FeatureExtractor } from '@huggingface/transformers';
import { EOU_SAMPLES } from './eou/window.ts';

/** Samples per frame, at 16 kHz. */
export const HOP_SAMPLES = 160;
/** Frames beside the sound that differ from those of nothing but padding: a frame looks 200 samples ahead and back. */
const EDGE_FRAMES = 3;

/** Smart Turn's, as the model was trained on it: settings of a WhisperFeatureExtractor. */
export const SMART_TURN = {
  feature_size: 80,
  sampling_rate: 16_000,
  hop_length: HOP_SAMPLES,
  n_fft: 400,
  chunk_length: EOU_SAMPLES / 16_000,
  n_samples: EOU_SAMPLES,
  nb_max_frames: EOU_SAMPLES / HOP_SAMPLES,
};

/** What Whisper is given of 16 kHz sound with silence behind it: [1, bands, frames]. */
export async function whisperFeatures(extractor: FeatureExtractor, samples: Float32Array, frames: number): Promise<Tensor> {
  const sounding = Math.min(frames, Math.ceil(samples.length / HOP_SAMPLES) + EDGE_FRAMES);
  const computed = await extract(extractor, samples, sounding);
  // Silence is at the loudest less 80 dB, or at the floor: Whisper's own normalisation (log_mel_spectrogram in openai/whisper, audio.py).
  const silence = Math.max(computed.reduce((loudest, value) => Math.max(loudest, value), -Infinity) - 2, -1.5);
  const bands = computed.length / sounding;
  const features = new Float32Array(bands * frames).fill(silence);
  for (let band = 0; band < bands; band += 1) features.set(rowOf(computed, band, sounding), band * frames);
  return new Tensor('float32', features, [1, bands, frames]);
}

/** What Smart Turn is given of 16 kHz sound: its last 8 s, padded at the front, at zero mean and unit variance; [80, 800]. */
export async function smartTurnFeatures(extractor: FeatureExtractor, samples: Float32Array): Promise<Float32Array> {
  const { feature_size: bands, nb_max_frames: frames } = SMART_TURN;
  const sounding = Math.min(frames, Math.ceil(samples.length / HOP_SAMPLES) + EDGE_FRAMES);
  const computed = await extract(extractor, normalised(samples).subarray(-sounding * HOP_SAMPLES), sounding);
  const features = new Float32Array(bands * frames);
  for (let band = 0; band < bands; band += 1) {
    const row = rowOf(computed, band, sounding);
    features.fill(row[0] ?? 0, band * frames, (band + 1) * frames - sounding);
    features.set(row, (band + 1) * frames - sounding);
  }
  return features;
}

async function extract(extractor: FeatureExtractor, samples: Float32Array, frames: number): Promise<Float32Array> {
  const { input_features } = (await extractor(samples, { max_length: frames * HOP_SAMPLES })) as { input_features: Tensor };
  return input_features.data as Float32Array;
}

function rowOf(features: Float32Array, band: number, frames: number): Float32Array {
  return features.subarray(band * frames, (band + 1) * frames);
}

/** The last 8 s, padded at the front, at zero mean and unit variance. */
export function normalised(samples: Float32Array): Float32Array {
  const recent = samples.subarray(Math.max(0, samples.length - EOU_SAMPLES));
  const window = new Float32Array(EOU_SAMPLES);
  window.set(recent, EOU_SAMPLES - recent.length);
  let mean = 0;
  for (const sample of window) mean += sample / EOU_SAMPLES;
  let variance = 0;
  for (const sample of window) variance += (sample - mean) ** 2 / EOU_SAMPLES;
  const scale = 1 / Math.sqrt(variance + 1e-7);
  return window.map((sample) => (sample - mean) * scale);
}
