/** Looks at the page until something comes true, says what is new of what it shows, and keeps count of memory and lateness by step. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { Peaks, piecesOf, sampleMemory } from './memory.mjs';

const EVERY_MS = 300;
const SAMPLE_MS = 500;
/** From this on the tab's pieces of memory are told, and again for each so many bytes more. */
const MUCH_BYTES = 2e9;
const MORE_BYTES = 4e8;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Watch {
  /** What is going on, for the tables. */
  step = 'start';
  /** What the page showed last. */
  last = null;
  #rehearsed;
  #browserPid;
  #outFile;
  #seconds;
  #say;
  #peaks = new Peaks();
  /** By step: worst lateness of the page's timer, lags of microphone frames, long tasks, ms. */
  #late = new Map();
  #isSampling = true;
  #lastSaid = '';
  #lastShot = '';
  #pictures = 0;

  /** `outFile`: path of a file with this end. `seconds`: since the start. */
  constructor(rehearsed, { browserPid, outFile, seconds, say }) {
    this.#rehearsed = rehearsed;
    this.#browserPid = browserPid;
    this.#outFile = outFile;
    this.#seconds = seconds;
    this.#say = say;
  }

  /** Until `isOver(view)` gives a name, the page is gone, or the time is over: 'limit'. */
  async until(isOver, limitS) {
    const end = this.#seconds() + limitS;
    let lastReadAt = this.#seconds();
    while (this.#seconds() < end && !this.#rehearsed.gone) {
      const view = await this.#rehearsed.view();
      if (this.#rehearsed.gone) break;
      if (view) {
        lastReadAt = this.#seconds();
        this.#noteLateness(view);
        await this.#sayNews(view);
        this.last = view;
        const result = await isOver(view);
        if (result) return result;
      } else if (view === undefined) this.#say(`the page has not answered for ${(this.#seconds() - lastReadAt).toFixed(0)} s`);
      await sleep(EVERY_MS);
    }
    return this.#rehearsed.gone ?? 'limit';
  }

  async picture(name) {
    const file = this.#outFile(`-${String(++this.#pictures).padStart(2, '0')}-${name}.png`);
    await this.#rehearsed.page.screenshot({ path: file, timeout: 20_000 }).then(
      () => this.#say(`picture ${path.basename(file)}`),
      () => this.#say(`no picture of ${name}: the page does not paint`),
    );
  }

  sayPieces() {
    const { tab } = sampleMemory(this.#browserPid, false);
    if (tab) this.#say(piecesOf(tab));
  }

  /** Writes memory down twice a second, until `stop`. */
  async sample() {
    let most = MUCH_BYTES;
    for (let count = 0; this.#isSampling; count += 1) {
      const { tab, memory } = sampleMemory(this.#browserPid, count % 4 === 0);
      if (tab && tab.rss > most + MORE_BYTES) {
        most = tab.rss;
        this.#say(piecesOf(tab));
      }
      const { heaps } = this.#rehearsed;
      const sum = (name) => heaps.reduce((total, each) => total + each[name], 0);
      const now = { ...memory, buffers: sum('buffers'), heap: sum('used') };
      const at = this.#seconds();
      this.#peaks.note(this.step, at, now);
      const line = { t: Number(at.toFixed(1)), step: this.step, ...now, heaps };
      appendFileSync(this.#outFile('.jsonl'), `${JSON.stringify(line)}\n`);
      if (count % 4 === 2) this.#rehearsed.askHeaps();
      await sleep(SAMPLE_MS);
    }
  }

  stop() {
    this.#isSampling = false;
  }

  sayTables() {
    for (const line of this.#peaks.lines()) this.#say(line);
    this.#say(
      "lateness, ms: the page's own timer, worst; microphone frames p50/p99/most and how many; tasks above 50 ms: count, longest",
    );
    for (const [step, { timerMs, lags, tasks }] of this.#late) {
      const sorted = lags.toSorted((one, other) => one - other);
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(0) ?? '-';
      const frames = `frames ${at(0.5)}/${at(0.99)}/${at(1)} of ${sorted.length}`;
      const longest = Math.max(0, ...tasks).toFixed(0);
      this.#say(`${step}\ttimer ${timerMs.toFixed(0)}\t${frames}\ttasks ${tasks.length}, ${longest}`);
    }
  }

  #noteLateness({ lateMs, lags, tasks, reports }) {
    const each = this.#late.get(this.step) ?? { timerMs: 0, lags: [], tasks: [] };
    this.#late.set(this.step, each);
    each.timerMs = Math.max(each.timerMs, lateMs);
    each.lags.push(...lags.map(([, lag]) => lag));
    each.tasks.push(...tasks.map(([, ms]) => ms));
    for (const { role, kind, ...report } of reports) {
      const error = report.error && `${report.error.reason}: ${report.error.message}`;
      this.#say(`worker ${role}: ${kind} ${JSON.stringify({ ...report, error }).slice(0, 400)}`);
    }
  }

  /** What it shows, where more is new than numbers; a picture where the eye would see it. */
  async #sayNews({ phase, status, comingLine, models, notices, gpuMb }) {
    const withoutNumbers = (text) => text?.replace(/[\d.,]+/g, '#');
    const said = JSON.stringify([
      phase,
      withoutNumbers(status),
      withoutNumbers(comingLine),
      models.map(({ id, state }) => [id, state]),
      notices.map(({ text, action }) => [text, action]),
    ]);
    if (said === this.#lastSaid) return;
    this.#lastSaid = said;
    const each = models.map(({ role, id, state, backend }) => `${role} ${id}/${backend} ${state}`);
    this.#say(`[${phase}] "${status}" | ${each.join(', ')} | gpu ${gpuMb} MB`);
    if (comingLine) this.#say(`        coming: ${comingLine}`);
    for (const { level, text, advice, action } of notices)
      this.#say(`        ${level}: ${text}${advice ? ` — ${advice}` : ''}${action ? ` [${action}]` : ''}`);
    const llm = models.find(({ role }) => role === 'llm');
    const shot = JSON.stringify([phase, notices.map(({ text }) => text), llm?.state, llm?.id]);
    if (shot === this.#lastShot) return;
    this.#lastShot = shot;
    await this.picture(phase);
  }
}
