/** What Whisper and Smart Turn are given of a short utterance. */
import { expect, it } from 'vitest';
// First, since it gives transformers.js its runtime.
import { transformers } from '../../standins/transformers-in-node.ts';
import { normalised, SMART_TURN, smartTurnFeatures, whisperFeatures } from '../../../workers/log-mel.ts';

const extractor = new transformers.WhisperFeatureExtractor({
  feature_size: 80,
  sampling_rate: 16_000,
  hop_length: 160,
  n_fft: 400,
  chunk_length: 30,
  n_samples: 480_000,
  nb_max_frames: 3_000,
});

const smartTurnExtractor = new transformers.WhisperFeatureExtractor(SMART_TURN);

it.each([
  ['nothing', 0, 600, 0],
  ['a sound that ends with a bang', 16_000, 600, 0.5],
  ['a faint one', 16_001, 600, 0.0005],
  ['one that just leaves room', 95_400, 600, 0.2],
  ['one as long as the window', 96_000, 600, 0.2],
  ['one in the whole window', 20_000, 3_000, 0.9],
])('%s has the features that the extractor gives for all of the window', async (_, length, frames, loudness) => {
  const samples = Float32Array.from({ length }, (_each, index) => loudness * Math.sin(index * index * 1e-5));
  const { input_features: whole } = (await extractor(samples, { max_length: frames * 160 })) as {
    input_features: { data: Float32Array; dims: number[] };
  };
  const features = await whisperFeatures(extractor, samples, frames);
  expect(features.dims).toEqual(whole.dims);
  const differences = Array.from(features.data as Float32Array, (value, index) => Math.abs(value - (whole.data[index] ?? NaN)));
  expect(differences.reduce((most, each) => Math.max(most, each), 0)).toBeLessThan(1e-6);
});

it.each([
  ['nothing', 0, 0],
  ['an answer of a word', 12_345, 0.3],
  ['a question', 40_000, 0.1],
  ['one that just leaves room', 127_000, 0.2],
  ['one as long as the window', 128_000, 0.2],
  ['one that is longer', 160_000, 0.2],
])('Smart Turn is given of %s what the extractor gives for all of its 8 s', async (_, length, loudness) => {
  // Not around zero, so that the padding isn't either.
  const samples = Float32Array.from({ length }, (_each, index) => loudness * (0.3 + Math.sin(index * index * 1e-5)));
  const { input_features: whole } = (await smartTurnExtractor(normalised(samples), { max_length: 128_000 })) as {
    input_features: { data: Float32Array };
  };
  const features = await smartTurnFeatures(smartTurnExtractor, samples);
  expect(features).toHaveLength(whole.data.length);
  expect(features.reduce((most, value, index) => Math.max(most, Math.abs(value - (whole.data[index] ?? NaN))), 0)).toBeLessThan(
    1e-4,
  );
});
