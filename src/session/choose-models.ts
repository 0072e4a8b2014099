/** Which models to load on this device. */
import { findModel, type ModelSpec, type Variant } from '../models/catalogue.ts';
import { ParleyError } from '../protocol/errors.ts';
import type { Backend, ModelOrigin } from '../protocol/messages.ts';
import type { LoadPlan } from './worker-host.ts';

/** The models of one conversation. */
export type ModelSet = { vad: LoadPlan; stt: LoadPlan; eou: LoadPlan; llm: LoadPlan; tts: LoadPlan };

/** Ids chosen by the page's author or user; the rest is proposed. */
export type Wishes = { stt?: string; llm?: string; tts?: string; allowSoftwareGpu?: boolean };

/** What WebGPU has to offer here; null without a usable adapter. */
export type Gpu = { features: ReadonlySet<string> };

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
  return { features: new Set(adapter.features) };
}

/** Proposes a set for this device. `why` says in one line what was chosen when it is not the full one. */
export function chooseModels(wishes: Wishes, gpu: Gpu | null, origin: ModelOrigin): { set: ModelSet; why: string | null } {
  const proposed = gpu ? GPU_SET : STARTER;
  const plan = (spec: ModelSpec): LoadPlan => ({ spec, backend: backendFor(spec, gpu), origin });
  const set: ModelSet = {
    vad: plan(findModel('vad', 'silero-v5')),
    eou: plan(findModel('eou', 'smart-turn-v3.2')),
    stt: plan(findModel('stt', wishes.stt ?? proposed.stt)),
    llm: plan(findModel('llm', wishes.llm ?? proposed.llm)),
    tts: plan(findModel('tts', wishes.tts ?? proposed.tts)),
  };
  const wishedAll = wishes.stt && wishes.llm && wishes.tts;
  const why = gpu || wishedAll ? null : 'No usable WebGPU here: using the small starter models on the processor.';
  return { set, why };
}

function backendFor(spec: ModelSpec, gpu: Gpu | null): Backend {
  const { webgpu, wasm } = spec.variants;
  if (webgpu && gpu && hasFeatures(webgpu, gpu)) return 'webgpu';
  if (wasm) return 'wasm';
  throw new ParleyError('no-webgpu', `${spec.name} needs WebGPU${gpu ? ` with ${webgpu?.features?.join(', ') ?? ''}` : ''}.`, {
    advice: 'Use a browser and a graphics card with WebGPU, or choose the starter set.',
  });
}

function hasFeatures(variant: Variant, gpu: Gpu): boolean {
  return (variant.features ?? []).every((feature) => gpu.features.has(feature));
}
