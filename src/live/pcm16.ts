/** Sound as protocols carry it: 16-bit little-endian samples, at rates that need not be ours. Pure. */

/** Bytes of PCM16 as samples −1..1. A sample that is cut in two between one call and the next is put together again. */
export class Pcm16Reader {
  #odd: number | null = null;

  read(bytes: Uint8Array): Float32Array {
    const whole = this.#odd === null ? bytes : joined(this.#odd, bytes);
    this.#odd = whole.length % 2 === 1 ? (whole.at(-1) ?? null) : null;
    const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
    const samples = new Float32Array(whole.length >> 1);
    for (let index = 0; index < samples.length; index += 1) samples[index] = view.getInt16(index * 2, true) / 32_768;
    return samples;
  }
}

/** Samples −1..1 as bytes of PCM16; louder ones are clipped. */
export function toPcm16(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  }
  return bytes;
}

/**
 * Half the length of the filter, in zero crossings of its sinc. More: sharper, and slower. Sixteen keep what would fold over into speech 60 dB down
 * (Smith, Digital Audio Resampling, https://ccrma.stanford.edu/~jos/resample/).
 */
const CROSSINGS = 16;

/** Filters kept, one for each place that an output sample can have between two of the input. Usual rates have 1 to 441; odd ones reckon anew. */
const MAX_FILTERS = 512;

/** Turns a stream of samples into one of another rate, piece by piece as if it were one: a sinc under a Hann window. */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  /** Input samples on each side of an output sample that count for it. */
  readonly #reach: number;
  /** Of the filter, as a share of the input's rate. */
  readonly #cutoff: number;
  readonly #filters = new Map<number, Float32Array>();
  #kept: Float32Array;
  /** Where the next output sample lies in `#kept`, times `#to`: whole numbers, so that hours of sound do not drift. */
  #position: number;

  /** Rates in Hz, whole and above 0. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
    this.#cutoff = Math.min(1, to / from);
    this.#reach = Math.ceil(CROSSINGS / this.#cutoff);
    this.#kept = new Float32Array(this.#reach);
    this.#position = this.#reach * to;
  }

  /** What there is to be had so far: the last samples wait for those after them. */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    if (this.#from === this.#to) return samples.slice();
    const all = new Float32Array(this.#kept.length + samples.length);
    all.set(this.#kept);
    all.set(samples, this.#kept.length);
    const last = (all.length - this.#reach) * this.#to;
    const count = Math.max(0, Math.ceil((last - this.#position) / this.#from));
    const out = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      const middle = Math.floor(this.#position / this.#to);
      out[index] = this.#sum(all, middle - this.#reach + 1, this.#filter(this.#position - middle * this.#to));
      this.#position += this.#from;
    }
    const used = Math.max(0, Math.floor(this.#position / this.#to) - this.#reach);
    this.#kept = all.slice(used);
    this.#position -= used * this.#to;
    return out;
  }

  #sum(samples: Float32Array, first: number, filter: Float32Array): number {
    let sum = 0;
    // The hottest loop there is here: an iterator takes five times as long.
    for (let index = 0; index < filter.length; index += 1) sum += (samples[first + index] ?? 0) * (filter[index] ?? 0);
    return sum;
  }

  /** Weights of the input samples around an output sample that lies `phase / to` behind one of them. */
  #filter(phase: number): Float32Array {
    const known = this.#filters.get(phase);
    if (known) return known;
    const filter = new Float32Array(2 * this.#reach);
    for (let index = 0; index < filter.length; index += 1) {
      const distance = phase / this.#to + this.#reach - 1 - index;
      const share = distance / this.#reach;
      const x = Math.PI * distance * this.#cutoff;
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      if (Math.abs(share) < 1) filter[index] = this.#cutoff * sinc * (0.5 + 0.5 * Math.cos(Math.PI * share));
    }
    if (this.#filters.size < MAX_FILTERS) this.#filters.set(phase, filter);
    return filter;
  }
}

function joined(first: number, rest: Uint8Array): Uint8Array {
  const all = new Uint8Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
