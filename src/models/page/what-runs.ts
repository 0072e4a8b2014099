/** What this device can run, for a first look: asks nobody and fetches nothing. */
import { chooseModels } from '../choose-models.ts';
import { nameForChoice, type ModelSpec } from '../catalogue.ts';
import { otherCardHint } from '../gpu.ts';
import type { Rung } from '../ladder.ts';
import { describeCard, probeDevice } from './probe.ts';

/** Models together: their names, bytes as the catalogue has them (some rounded to the megabyte), and licences, each once. */
export type ModelSet = { names: readonly string[]; bytes: number; licences: readonly string[] };

export type WhatRuns = {
  /** The graphics card by its name; null without WebGPU. */
  card: string | null;
  cores: number;
  /** GB as the browser tells it; null where it does not. */
  memoryGb: number | null;
  /** What could be better, and how; null where nothing is to be said. */
  hint: string | null;
  /** Comes with the app, and talks at once. */
  starter: ModelSet;
  /** What the card can run beyond that; null for nothing. */
  better: (ModelSet & { vramMb: number }) | null;
  /** Of the disk, bytes; null where the browser does not tell. */
  freeBytes: number | null;
};

/** `allowSoftware`: a graphics card made of software counts. Never rejects. */
export async function whatRuns(allowSoftware: boolean): Promise<WhatRuns> {
  const { gpu: found, cores, memoryGb, storage } = await probeDevice();
  const gpu = found?.isFallback && !allowSoftware ? null : found;
  const { ladders, starters, lack, vramMb } = chooseModels({}, gpu);
  const better = [ladders.stt, ladders.llm, ladders.tts].flatMap(([best]) => (best && best.spec.repo !== '' ? [best] : []));
  return {
    card: gpu ? describeCard(gpu) : null,
    cores,
    memoryGb,
    hint: (gpu && otherCardHint(gpu, navigator.userAgent)) ?? lack,
    starter: setOf([starters.stt, starters.llm, starters.tts].filter((rung) => rung !== undefined)),
    better: better.length > 0 ? { ...setOf(better), vramMb } : null,
    freeBytes: storage && storage.quotaBytes - storage.usageBytes,
  };
}

function setOf(rungs: readonly Rung[]): ModelSet {
  const bytesOf = ({ spec, backend }: Rung) => spec.variants[backend]?.bytes ?? 0;
  const specs: readonly ModelSpec[] = rungs.map(({ spec }) => spec);
  return {
    names: specs.map((spec) => nameForChoice(spec)),
    bytes: rungs.reduce((sum, rung) => sum + bytesOf(rung), 0),
    licences: [...new Set(specs.map(({ licence }) => licence))],
  };
}
