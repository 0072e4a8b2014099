/** How long a user waits: end of speech → first sound, by stage, and new speech → silence. */
import { parseArgs } from 'node:util';
import type { TurnEvent } from '../src/turn/events.ts';
import { App, launch } from '../test/browser/harness.ts';
import { line, type Surroundings } from './measure.ts';
import { comparePeer } from './peer.ts';

const QUESTIONS = ['capital-of-france', 'days-in-a-week', 'colour-of-sky'];
/** What a story is interrupted by: soft beginnings and hard ones, made voices and a human one. */
const INTERRUPTIONS = [
  'actually-spain',
  'endpointing/conf-kicked.ogg',
  'stop',
  'endpointing/both_help.ogg',
  'what-do-you-see',
  'endpointing/conf-noempty.ogg',
  'wait',
  'endpointing/conf-getpin.ogg',
  'no',
  'endpointing/conf-onlyone.ogg',
  'days-in-a-week',
  'endpointing/cannot-complete-as-dialed.ogg',
];

/**
 * Asks `--turns` questions and interrupts `--interruptions` stories, with `--llm` (tiny-gemma3). With `--peer URL`, started by a click at
 * `--peer-click SELECTOR`, it compares with that page instead: `--rounds` (2) of all questions, after `--silence` (45) seconds.
 */
export async function latency(args: string[], surroundings: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      turns: { type: 'string', default: '10' },
      interruptions: { type: 'string', default: '12' },
      llm: { type: 'string', default: 'tiny-gemma3' },
      peer: { type: 'string' },
      'peer-click': { type: 'string', default: 'button' },
      rounds: { type: 'string', default: '2' },
      silence: { type: 'string', default: '45' },
    },
  });
  const { peer, 'peer-click': click, rounds, silence, llm } = values;
  if (peer !== undefined) {
    await comparePeer({ peer, click, questions: QUESTIONS, rounds: Number(rounds), silence: Number(silence), llm }, surroundings);
    return;
  }
  const { chromePath, appUrl } = surroundings;
  const browser = await launch(chromePath);
  try {
    const app = await App.open({ browser, url: appUrl, query: { llm } });
    await app.wake();
    const waits: number[] = [];
    for (let turn = 0; turn < Number(values.turns); turn += 1) {
      const said = await app.ask(QUESTIONS[turn % QUESTIONS.length] ?? '');
      await app.answer();
      const sound = await app.soundSince(said.speechEndAt);
      if (sound) waits.push(sound.firstAt - said.speechEndAt);
    }
    const steps = (await app.recording()).steps.flatMap((step) => ('event' in step ? [step.event] : []));
    printStages(steps);
    console.log(line('end of speech → first sound, from outside', waits));
    await measureInterruptions(app, Number(values.interruptions));
  } finally {
    await browser.close();
  }
}

/** What each stage took, and what lay between one stage's output and the next one's input. */
function printStages(events: readonly TurnEvent[]): void {
  const stages: Record<string, number[]> = {};
  const add = (name: string, ms: number) => (stages[name] ??= []).push(ms);
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'started') continue;
    const before = events.slice(0, index);
    const of = <Kind extends TurnEvent['kind']>(kind: Kind) => {
      type Wanted = Extract<TurnEvent, { kind: Kind }>;
      return before.filter((each): each is Wanted => each.kind === kind && (!('turn' in each) || each.turn === event.turn));
    };
    const pause = of('pause').at(-1);
    const transcript = of('transcript').at(-1);
    const token = of('first-token').at(-1);
    const [clause] = of('clause');
    if (!pause || !transcript || !token || !clause) continue;
    const text = of('text').map(({ delta }) => delta);
    // A slow voice says a first clause in two parts, once all of it is there.
    const isWhole = /[^\p{L}\p{N}]$/u.test(text.join('').slice(clause.from, clause.to));
    const second = events.find((each) => each.kind === 'clause' && each.turn === event.turn && each.from === clause.to);
    const end = !isWhole && second?.kind === 'clause' ? second.to : clause.to;
    // Only what comes next tells that a full stop ends a sentence: two characters more, or the end.
    let written = 0;
    const complete = of('text').find(({ delta }) => (written += delta.length) >= end + 2) ?? of('generated')[0];
    if (!complete) continue;
    add('STT, the model alone', transcript.sttMs);
    add('LLM, prompt → first token, the model alone', token.promptMs ?? 0);
    add('LLM, first token → first clause complete', complete.at - token.at);
    add('TTS, first clause, the model alone', clause.synthMs);
    const between = {
      'pause → STT begins': transcript.at - pause.at - transcript.sttMs,
      'transcript → LLM begins': token.at - transcript.at - (token.promptMs ?? 0),
      'clause complete → TTS begins': Math.max(0, clause.at - clause.synthMs - complete.at),
    };
    for (const [name, ms] of Object.entries(between)) add(`between: ${name}`, ms);
    add(
      'between, in all',
      Object.values(between).reduce((sum, ms) => sum + ms, 0),
    );
    add('end of speech → first sound, by the app', event.at - pause.speechEndAt);
  }
  for (const [name, values] of Object.entries(stages)) console.log(line(name, values));
}

/** Speaks over a story: when is it noticed, when is it silent? */
async function measureInterruptions(app: App, count: number): Promise<void> {
  const noticed: number[] = [];
  const silent: number[] = [];
  const origin = await app.page.evaluate(() => performance.timeOrigin);
  for (let index = 0; index < count; index += 1) {
    await app.type('Please tell me a long story about a lighthouse.');
    await app.hear(10);
    const said = await app.say(INTERRUPTIONS[index % INTERRUPTIONS.length] ?? '');
    const steps = (await app.recording()).steps.flatMap((step) => ('event' in step ? [step.event] : []));
    const onset = steps.findLast((event) => event.kind === 'onset' && event.at - origin < said.endAt);
    if (onset) noticed.push(onset.at - origin - said.speechStartAt);
    const sound = await app.soundSince(said.speechStartAt);
    silent.push((sound?.lastAt ?? said.speechStartAt) - said.speechStartAt);
    await app.page.keyboard.press('Escape');
    await app.until((view) => view.phase === 'listening', 'listening');
  }
  console.log(line('new speech → first positive frame (duck)', noticed));
  console.log(line('new speech → silence', silent));
}
