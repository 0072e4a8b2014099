/** Graphics memory: how much models take, and which one gives way when there is too little. Pure. */
import type { ErrorReason } from '../protocol/errors.ts';
import type { ModelSpec } from './catalogue.ts';
import type { Rung } from './ladder.ts';
import { vramMbOf } from './vram.ts';

type Role = ModelSpec['role'];

/** Something that happened to a model on the graphics card. `at`: ms, on any clock that only goes forward. */
export type GpuTrouble = { role: Role; reason: ErrorReason; whileLoading: boolean; at: number };

/**
 * Devices of two roles that are lost within this time have one cause, ms: a card whose memory is overcommitted drops one after the other
 * as each is used, some seconds apart. Longer: two hiccups of a driver in one evening count as want of memory.
 */
const TOGETHER_MS = 60_000;

/**
 * Who gives way first. The voice and then the ears are as right on the processor, only slower; the language model is what the user came
 * for, and a smaller one is another one.
 */
const ORDER: readonly Role[] = ['tts', 'stt', 'llm'];

/** Estimated graphics memory of one model, MB; 0 on the processor. */
export function graphicsMb({ spec, backend }: Rung): number {
  return backend === 'webgpu' && spec.variants.webgpu ? vramMbOf(spec.variants.webgpu) : 0;
}

/**
 * Whether the last of these, oldest first, tells of too little memory: it was said so, a device was lost while a model was loaded onto it
 * (all that WebLLM lets one see of a failed allocation), or the devices of two roles were lost together.
 */
export function isMemoryShort(troubles: readonly GpuTrouble[]): boolean {
  const last = troubles.at(-1);
  if (last?.reason === 'out-of-memory') return true;
  if (last?.reason !== 'device-lost') return false;
  const isTogether = ({ role, reason, at }: GpuTrouble) =>
    reason === 'device-lost' && role !== last.role && last.at - at < TOGETHER_MS;
  return last.whileLoading || troubles.some(isTogether);
}

/** The role that gives its graphics memory up for the others, of those that have some; null when none has. */
export function whoGivesWay(onGpu: ReadonlySet<Role>): Role | null {
  return ORDER.find((role) => onGpu.has(role)) ?? null;
}
