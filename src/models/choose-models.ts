/** Which models suit this device. */
import { findModel, type LlmSpec, type ModelSpec } from './catalogue.ts';
import type { Rung } from './ladder.ts';
import { vramMbOf } from './vram.ts';
import { ParleyError } from '../protocol/errors.ts';
import { formatBytes } from '../text/bytes.ts';
import type { Gpu } from './gpu.ts';
import { list, plural } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

type Role = ModelSpec['role'];

/** For every role what can fill it here, the best first; none is empty. */
export type Ladders = Record<Role, readonly Rung[]>;

/** The starter set's rungs, where there is one for a role. */
export type Starters = { readonly [role in Role]?: Rung | undefined };

/** Ids chosen by the page's author or user; the rest is proposed. `llm: 'own'` is a model that the catalogue does not have. */
export type Wishes = { stt?: string; llm?: string; tts?: string; allowSoftwareGpu?: boolean };

export type Choice = {
  ladders: Ladders;
  starters: Starters;
  /** In one line why it is these, and what they take. */
  why: string;
  /** What of the full set can't run here; null when nothing is lacking. */
  lack: string | null;
  /** Graphics memory of the first of each ladder together, estimated. */
  vramMb: number;
};

type Choosable = 'stt' | 'llm' | 'tts';

/** Runs anywhere, without a GPU and without a hub. */
export const STARTER = { stt: 'whisper-base', llm: 'smollm2-135m', tts: 'kokoro-82m-starter' } as const;

/**
 * With a GPU: of the first row of which something fits, all that fits. The trio Parley is for, pictures before WebLLM's speed; Gemma 4
 * E2B and Whisper base for cards that bind less in one piece than the trio wants. What is in no row has to be asked for.
 */
const GPU_SET: Record<Choosable, readonly (readonly string[])[]> = {
  stt: [['whisper-small'], ['whisper-base-hub']],
  llm: [['gemma-3-4b-onnx', 'gemma-3-4b-mlc'], ['gemma-4-e2b-mlc'], ['gemma-4-e2b-mlc-f32']],
  tts: [['kokoro-82m']],
};

const CHOOSABLE = ['stt', 'llm', 'tts'] as const;

/**
 * Proposes models for this device: the full set, and below each of its models the same on the processor and then the starter's. `own` is
 * the model for the wish `llm: 'own'`. Throws a ParleyError `no-webgpu` for a model that was wished for and can't run.
 */
export function chooseModels(wishes: Wishes, gpu: Gpu | null, own: LlmSpec | null = null): Choice {
  const lacks: { missing: string; instead: string }[] = [];
  // Below every ladder, and what stands in.
  const starterRungs = {
    stt: rungsOf(findModel('stt', STARTER.stt), gpu),
    llm: rungsOf(findModel('llm', STARTER.llm), gpu),
    tts: rungsOf(findModel('tts', STARTER.tts), gpu),
  };
  const ladder = (role: Choosable): readonly Rung[] => {
    const wish = wishes[role];
    if (wish !== undefined) return rungsOf(role === 'llm' && wish === 'own' && own ? own : findModel(role, wish), gpu);
    const starter = starterRungs[role];
    if (!gpu) return starter;
    const rows = GPU_SET[role].map((ids) => ids.map((id) => findModel(role, id) as ModelSpec));
    const fitting = rows.map((row) => row.filter((spec) => lackOf(spec, gpu) === null)).find((row) => row.length > 0) ?? [];
    const proposed = [...fitting.flatMap((spec) => rungsOf(spec, gpu).filter((rung) => !badNewsOf(rung, gpu))), ...starter];
    const [[best] = []] = rows;
    const lack = best && !rows[0]?.some((spec) => fitting.includes(spec)) ? lackOf(best, gpu) : null;
    if (best && lack !== null) lacks.push({ missing: `${msg(best.name)} (${lack})`, instead: msg(proposed[0]?.spec.name ?? '') });
    return proposed;
  };
  const ladders: Ladders = {
    vad: rungsOf(findModel('vad', 'silero-v5'), gpu),
    eou: rungsOf(findModel('eou', 'smart-turn-v3.2'), gpu),
    stt: ladder('stt'),
    llm: ladder('llm'),
    tts: ladder('tts'),
  };
  const starters = { stt: starterRungs.stt.at(-1), llm: starterRungs.llm.at(-1), tts: starterRungs.tts.at(-1) };
  const first = CHOOSABLE.flatMap((role) => ladders[role][0] ?? []);
  const vramMb = first.reduce((sum, { spec, backend }) => sum + vramMbOf(spec.variants[backend] ?? {}), 0);
  const isWished = CHOOSABLE.every((role) => wishes[role] !== undefined);
  return { ladders, starters, why: whyThese(first, isWished, gpu, vramMb), lack: lackInWords(lacks, isWished, gpu), vramMb };
}

/** One model on every backend that it has here. Throws as `chooseModels` does if there is none. */
function rungsOf(spec: ModelSpec, gpu: Gpu | null): Rung[] {
  const { wasm, remote } = spec.variants;
  if (remote) return [{ spec, backend: 'remote' }];
  const lack = gpu ? lackOf(spec, gpu) : msg('there is none');
  const rungs: Rung[] = [];
  if (lack === null) rungs.push({ spec, backend: 'webgpu' });
  if (wasm) rungs.push({ spec, backend: 'wasm' });
  // A card that is known to compute it wrongly comes last: whoever asked for the model may have mended it.
  if (gpu) rungs.sort((one, other) => Number(badNewsOf(one, gpu) !== null) - Number(badNewsOf(other, gpu) !== null));
  if (rungs.length > 0) return rungs;
  throw new ParleyError('no-webgpu', msg(str`${msg(spec.name)} needs WebGPU: ${lack ?? ''}.`), {
    advice: 'Use a browser and a graphics card with WebGPU, or choose the starter set.',
  });
}

/** Why a model can't run on this GPU; null when it can. */
function lackOf({ variants: { webgpu } }: ModelSpec, gpu: Gpu): string | null {
  if (!webgpu) return msg('it is not made for WebGPU');
  const missing = (webgpu.features ?? []).filter((feature) => !gpu.features.has(feature));
  if (missing.length > 0) return msg(str`${list(missing)} is missing`);
  const { largestTensorBytes = 0, limits = {} } = webgpu;
  const allowed: Readonly<Record<string, number>> = gpu.limits;
  const short = Object.entries(limits).find(([name, least]) => (allowed[name] ?? 0) < least);
  if (short) return msg(str`it wants ${short[0]} to be ${short[1]}, which is ${allowed[short[0]] ?? 0}`);
  const { maxStorageBufferBindingSize, maxBufferSize = Infinity } = gpu.limits;
  const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  if (largestTensorBytes <= most) return null;
  return msg(str`it wants ${formatBytes(largestTensorBytes)} in one piece, ${formatBytes(most)} are allowed`);
}

/** What is reported of this model on such a card; null when nothing is. */
function badNewsOf({ spec, backend }: Rung, gpu: Gpu): string | null {
  const known = backend === 'webgpu' ? spec.variants.webgpu?.knownBad : undefined;
  return known?.find((each) => new RegExp(each.gpu, 'i').test(gpu.name))?.why ?? null;
}

function whyThese(rungs: readonly Rung[], isWished: boolean, gpu: Gpu | null, vramMb: number): string {
  const device = gpu ? cardInWords(gpu) : msg('a device without WebGPU');
  const names = rungs.map(({ spec, backend }) => {
    const bad = gpu && backend === 'wasm' ? badNewsOf({ spec, backend: 'webgpu' }, gpu) : null;
    return bad === null ? msg(spec.name) : msg(str`${msg(spec.name)} on the processor (it ${msg(bad)})`);
  });
  const memory = vramMb > 0 ? `, ${msg(str`${formatBytes(vramMb * 1e6)} of graphics memory by estimate`)}` : '';
  return `${isWished ? msg('As asked for') : msg(str`Chosen for ${device}`)}: ${list(names)}${memory}.`;
}

function lackInWords(lacks: readonly { missing: string; instead: string }[], isWished: boolean, gpu: Gpu | null): string | null {
  if (!gpu && !isWished) return msg('No usable WebGPU here: using the small starter models on the processor.');
  if (lacks.length === 0) return null;
  const missing = list(lacks.map((lack) => lack.missing));
  const instead = list(lacks.map((lack) => lack.instead));
  return plural(
    lacks.length,
    str`This graphics card can’t run ${missing}: using ${instead} in its place.`,
    str`This graphics card can’t run ${missing}: using ${instead} in their place.`,
  );
}

function cardInWords({ name, features }: Gpu): string {
  const card = name || msg('this graphics card');
  return features.has('shader-f16') ? msg(str`${card} with shader-f16`) : msg(str`${card} without shader-f16`);
}
