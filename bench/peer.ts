/** Another page beside Parley: the same recordings into both microphones, in turn, measured from outside. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CLIPS, ROOT } from '../test/browser/harness.ts';
import { line, percentile, type Surroundings } from './measure.ts';

/** Not the synchronous one: this process serves the app. */
const run = promisify(execFile);
const FOLDER = path.join(ROOT, 'bench/voice-to-voice');
/** From one question to the next, s: an answer of a slow machine and its sound fit between. */
const GAP_S = 30;

type Side = { name: string; url: string; click: string };
/** Stretches of sound that v2v.mjs heard, ms after the microphone opened. */
type Heard = { mic: [from: number, to: number][]; out: [from: number, to: number][] };

export type PeerOptions = {
  /** The page, and what is clicked there so that it listens. */
  peer: string;
  click: string;
  questions: readonly string[];
  rounds: number;
  /** Silence before the first question, s: some pages load their models once the microphone is open. */
  silence: number;
  llm: string;
};

/** Prints both distributions and the ratio of their medians, of this run and this machine. */
export async function comparePeer(options: PeerOptions, { chromePath, appUrl }: Surroundings): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-peer-'));
  const parley = `${appUrl}?${new URLSearchParams({ llm: options.llm }).toString()}`;
  const sides: Side[] = [
    { name: 'Parley', url: parley, click: 'parley-talk-button button' },
    { name: 'peer', url: options.peer, click: options.click },
  ];
  try {
    const waits = sides.map((): number[] => []);
    for (let round = 0; round < options.rounds; round += 1) {
      // Who goes first has the warmer machine, or the colder.
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const side = sides[index];
        if (side) waits[index]?.push(...(await measure(side, options, folder, chromePath)));
      }
    }
    const asked = options.rounds * options.questions.length;
    for (const [index, { name }] of sides.entries()) {
      const heard = waits[index] ?? [];
      console.log(
        `${line(`${name}: end of speech → first sound`, heard)}, ${String(asked - heard.length)} of ${String(asked)} unanswered`,
      );
    }
    const [own = NaN, other = NaN] = waits.map((each) => percentile(each, 0.5));
    console.log(`ratio of the medians, Parley to peer: ${(own / other).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For each question that was answered ms from its last sound to the first of the page. */
async function measure(side: Side, { questions, silence }: PeerOptions, folder: string, chromePath: string): Promise<number[]> {
  const track = path.join(folder, 'track.wav');
  const starts = questions.map((_, index) => silence + index * GAP_S);
  const seconds = String(silence + questions.length * GAP_S);
  const parts = questions.map((name, index) => `${String(starts[index])}:${path.join(CLIPS, `${name}.wav`)}`);
  await run(process.execPath, [path.join(FOLDER, 'mic.mjs'), track, seconds, ...parts]);
  // One profile for all rounds, so that nothing is downloaded twice.
  const flags = { click: side.click, seconds, chrome: chromePath, profile: path.join(folder, side.name) };
  const options = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await run(process.execPath, [path.join(FOLDER, 'v2v.mjs'), side.url, track, ...options], {
    cwd: ROOT,
    maxBuffer: 1e8,
  });
  const { mic, out } = JSON.parse(stdout) as Heard;
  return starts.flatMap((start) => {
    const [from, until] = [(start - 1) * 1000, (start + GAP_S - 1) * 1000];
    const end = mic.findLast(([at]) => at >= from && at < until)?.[1];
    const sound = end === undefined ? undefined : out.find(([at]) => at > end && at < until);
    return end === undefined || sound === undefined ? [] : [sound[0] - end];
  });
}
