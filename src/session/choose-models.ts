/** Which models suit this device. */
import { findModel, type ModelSpec } from '../models/catalogue.ts';
import type { Rung } from '../models/ladder.ts';
import { ParleyError } from '../protocol/errors.ts';
import type { Role } from '../protocol/messages.ts';

/** For every role what can fill it here, the best first; none is empty. */
export type Ladders = Record<Role, readonly Rung[]>;

/** The starter set's rungs, where there is one for a role. */
export type Starters = { readonly [role in Role]?: Rung | undefined };

/** Ids chosen by the page's author or user; the rest is proposed. */
export type Wishes = { stt?: string; llm?: string; tts?: string; allowSoftwareGpu?: boolean };

/** What WebGPU has to offer here; null without a usable adapter. */
export type Gpu = {
  /** Tells this one from others, as far as the browser does. */
  name: string;
  features: ReadonlySet<string>;
  /** The largest tensor that fits, `maxStorageBufferBindingSize`. */
  maxTensorBytes: number;
};

/** Runs anywhere, without a GPU and without a hub. */
export const STARTER = { stt: 'whisper-base', llm: 'smollm2-135m', tts: 'kokoro-82m-starter' } as const;
/** The trio Parley is for; pictures before WebLLM's speed. */
const GPU_SET = {
  stt: ['whisper-small'],
  llm: ['gemma-3-4b-onnx', 'gemma-3-4b-mlc'],
  tts: ['kokoro-82m'],
} as const;

/** Looks for a GPU. Software adapters count only when asked for: they are slower than WASM. */
export async function probeGpu(allowSoftware: boolean): Promise<Gpu | null> {
  const gpu = navigator.gpu as GPU | undefined;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter || (adapter.info.isFallbackAdapter && !allowSoftware)) return null;
  const { vendor, architecture, device, description } = adapter.info;
  return {
    name: [vendor, architecture, device, description].filter(Boolean).join(' '),
    features: new Set(adapter.features),
    maxTensorBytes: adapter.limits.maxStorageBufferBindingSize,
  };
}

/**
 * Proposes models for this device: the full set, and below each of its models the same on the processor and then the starter's. `why`
 * says in one line what of the full set can't run here. Throws a ParleyError `no-webgpu` for a model that was wished for and can't.
 */
export function chooseModels(wishes: Wishes, gpu: Gpu | null): { ladders: Ladders; starters: Starters; why: string | null } {
  const replaced: string[] = [];
  const starters = {
    stt: rungsOf(findModel('stt', STARTER.stt), gpu),
    llm: rungsOf(findModel('llm', STARTER.llm), gpu),
    tts: rungsOf(findModel('tts', STARTER.tts), gpu),
  };
  const ladder = (role: 'stt' | 'llm' | 'tts'): readonly Rung[] => {
    const wish = wishes[role];
    if (wish !== undefined) return rungsOf(findModel(role, wish), gpu);
    const starter = starters[role];
    if (!gpu) return starter;
    const wanted: readonly ModelSpec[] = GPU_SET[role].map((id) => findModel(role, id));
    const fitting = wanted.filter((spec) => lackOf(spec, gpu) === null);
    const [first] = wanted;
    if (fitting.length === 0 && first) replaced.push(`${first.name} (${lackOf(first, gpu) ?? ''})`);
    return [...fitting.flatMap((spec) => rungsOf(spec, gpu)), ...starter];
  };
  const ladders: Ladders = {
    vad: rungsOf(findModel('vad', 'silero-v5'), gpu),
    eou: rungsOf(findModel('eou', 'smart-turn-v3.2'), gpu),
    stt: ladder('stt'),
    llm: ladder('llm'),
    tts: ladder('tts'),
  };
  const chosen = { ladders, starters: { stt: starters.stt.at(-1), llm: starters.llm.at(-1), tts: starters.tts.at(-1) } };
  const wishedAll = wishes.stt && wishes.llm && wishes.tts;
  if (!gpu && !wishedAll) return { ...chosen, why: 'No usable WebGPU here: using the small starter models on the processor.' };
  if (replaced.length === 0) return { ...chosen, why: null };
  return { ...chosen, why: `This graphics card can’t run ${replaced.join(' and ')}: using a small starter model in its place.` };
}

/** One model on every backend that it has here. Throws as `chooseModels` does if there is none. */
function rungsOf(spec: ModelSpec, gpu: Gpu | null): Rung[] {
  const lack = gpu ? lackOf(spec, gpu) : 'there is none';
  const rungs: Rung[] = [];
  if (lack === null) rungs.push({ spec, backend: 'webgpu' });
  if (spec.variants.wasm) rungs.push({ spec, backend: 'wasm' });
  if (rungs.length > 0) return rungs;
  throw new ParleyError('no-webgpu', `${spec.name} needs WebGPU: ${lack ?? ''}.`, {
    advice: 'Use a browser and a graphics card with WebGPU, or choose the starter set.',
  });
}

/** Why a model can't run on this GPU; null when it can. */
function lackOf({ variants: { webgpu } }: ModelSpec, gpu: Gpu): string | null {
  if (!webgpu) return 'it is not made for WebGPU';
  const missing = (webgpu.features ?? []).filter((feature) => !gpu.features.has(feature));
  if (missing.length > 0) return `${missing.join(' and ')} is missing`;
  const { largestTensorBytes = 0 } = webgpu;
  if (largestTensorBytes <= gpu.maxTensorBytes) return null;
  const megabytes = (bytes: number) => `${String(Math.round(bytes / 1e6))} MB`;
  return `it wants ${megabytes(largestTensorBytes)} in one piece, ${megabytes(gpu.maxTensorBytes)} are allowed`;
}
