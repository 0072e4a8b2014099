/** WAV files: 16-bit mono, as test/audio has them. */

/** Mono samples (−1..1) as a 16-bit WAV file; what is louder is clipped. */
export function encodeWav(samples: Float32Array, sampleRate: number): Buffer {
  const header = Buffer.alloc(44);
  const pcm = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + pcm.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16); // length of the format
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28); // bytes per second
  header.writeUInt16LE(2, 32); // bytes per sample
  header.writeUInt16LE(16, 34); // bits per sample
  header.write('data', 36);
  header.writeUInt32LE(pcm.byteLength, 40);
  return Buffer.concat([header, Buffer.from(pcm.buffer)]);
}

/** The samples (−1..1) of a file with the plain header that `encodeWav` writes. Throws a RangeError for any other. */
export function decodeWav(file: Uint8Array): Float32Array {
  const bytes = Buffer.from(file);
  const isPlain = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 36, 40) === 'data';
  if (!isPlain || bytes.readUInt16LE(22) !== 1 || bytes.readUInt16LE(34) !== 16)
    throw new RangeError('This is no plain 16-bit mono WAV file.');
  return Float32Array.from({ length: (bytes.length - 44) >> 1 }, (_, index) => bytes.readInt16LE(44 + index * 2) / 32_768);
}
