/** Which models to load on this device. */
import { findModel, type ModelSpec } from '../models/catalogue.ts';
import { ParleyError } from '../protocol/errors.ts';
import type { Backend, ModelOrigin } from '../protocol/messages.ts';
import type { LoadPlan } from './worker-host.ts';

/** The models of one conversation. */
export type ModelSet = { vad: LoadPlan; stt: LoadPlan; eou: LoadPlan; llm: LoadPlan; tts: LoadPlan };

/** Ids chosen by the page's author or user; the rest is proposed. */
export type Wishes = { stt?: string; llm?: string; tts?: string; allowSoftwareGpu?: boolean };

/** What WebGPU has to offer here; null without a usable adapter. */
export type Gpu = {
  features: ReadonlySet<string>;
  /** The largest tensor that fits, `maxStorageBufferBindingSize`. */
  maxTensorBytes: number;
};

/**
 * Runs anywhere, without a GPU and without a hub. Its language model will be smollm2-135m as soon as that is in models/starter/; the
 * tiny one in its place knows some forty answers.
 */
export const STARTER = { stt: 'whisper-base', llm: 'tiny-gemma3', tts: 'kokoro-82m-starter' } as const;
/** The trio Parley is for. */
const GPU_SET = { stt: 'whisper-small', llm: 'gemma-3-4b-onnx', tts: 'kokoro-82m' } as const;

/** Looks for a GPU. Software adapters count only when asked for: they are slower than WASM. */
export async function probeGpu(allowSoftware: boolean): Promise<Gpu | null> {
  const gpu = navigator.gpu as GPU | undefined;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter || (adapter.info.isFallbackAdapter && !allowSoftware)) return null;
  return { features: new Set(adapter.features), maxTensorBytes: adapter.limits.maxStorageBufferBindingSize };
}

/**
 * Proposes a set for this device: the full one, with a starter model in place of what the GPU can't run. `why` says in one line what is
 * not the full one. Throws a ParleyError `no-webgpu` for a model that was wished for and can't run here.
 */
export function chooseModels(wishes: Wishes, gpu: Gpu | null, origin: ModelOrigin): { set: ModelSet; why: string | null } {
  const replaced: string[] = [];
  const propose = (role: 'stt' | 'llm' | 'tts'): string => {
    if (!gpu) return STARTER[role];
    const spec: ModelSpec = findModel(role, GPU_SET[role]);
    const lack = lackOf(spec, gpu);
    if (lack === null) return spec.id;
    replaced.push(`${spec.name} (${lack})`);
    return STARTER[role];
  };
  const plan = (spec: ModelSpec): LoadPlan => ({ spec, backend: backendFor(spec, gpu), origin });
  const set: ModelSet = {
    vad: plan(findModel('vad', 'silero-v5')),
    eou: plan(findModel('eou', 'smart-turn-v3.2')),
    stt: plan(findModel('stt', wishes.stt ?? propose('stt'))),
    llm: plan(findModel('llm', wishes.llm ?? propose('llm'))),
    tts: plan(findModel('tts', wishes.tts ?? propose('tts'))),
  };
  const wishedAll = wishes.stt && wishes.llm && wishes.tts;
  if (!gpu && !wishedAll) return { set, why: 'No usable WebGPU here: using the small starter models on the processor.' };
  if (replaced.length === 0) return { set, why: null };
  return { set, why: `This graphics card can’t run ${replaced.join(' and ')}: using a small starter model in its place.` };
}

function backendFor(spec: ModelSpec, gpu: Gpu | null): Backend {
  const lack = gpu ? lackOf(spec, gpu) : 'there is none';
  if (lack === null) return 'webgpu';
  if (spec.variants.wasm) return 'wasm';
  throw new ParleyError('no-webgpu', `${spec.name} needs WebGPU: ${lack}.`, {
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
