/** Memory of Chromium's processes, by /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** One process of Chromium's: `kind` as its command line says, memory in bytes; `pss`, its share of what is shared, where it was asked for. */
/** @typedef {{ pid: number, kind: string, rss: number, pss?: number }} Process */

export const GB = (bytes) => (bytes / 1e9).toFixed(2);

const pids = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** What `read` makes of a process; undefined for one that has gone meanwhile. */
function ofProcess(pid, read) {
  try {
    return read(pid);
  } catch {
    return undefined;
  }
}

const parentOf = (pid) => Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
const commandOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
const kB = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * 1024;

/** Child of this process whose command line has the text: the browser, by its profile's folder. */
export function childWith(text) {
  return pids().find((pid) => ofProcess(pid, parentOf) === process.pid && ofProcess(pid, commandOf)?.includes(text));
}

/** `root` and the processes below it. `exact`: with `pss`, which takes longer. @returns {Process[]} */
export function processes(root, exact = false) {
  const parents = new Map(pids().map((pid) => [pid, ofProcess(pid, parentOf)]));
  const isBelow = (pid) => pid === root || (parents.get(pid) !== undefined && isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow).flatMap(
    (pid) =>
      ofProcess(pid, () => {
        const command = commandOf(pid);
        const kind = /utility-sub-type=([\w.]+)/.exec(command)?.[1] ?? /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser';
        const rss = kB(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmRSS');
        return [{ pid, kind, rss, ...(exact ? { pss: kB(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss') } : {}) }];
      }) ?? [],
  );
}

/** The tab's process: the largest renderer. @returns {Process | undefined} */
export function tabOf(all) {
  return all.filter(({ kind }) => kind === 'renderer').sort((one, other) => other.rss - one.rss)[0];
}

/** The biggest pieces of memory of the tab, in words: a WASM memory is one piece, an array buffer another. */
export function piecesOf({ pid }) {
  const pieces = readFileSync(`/proc/${pid}/smaps`, 'utf8')
    .split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)
    .map((text) => ({
      rss: kB(text, 'Rss'),
      what: /^\S+ (\S+) \S+ \S+ \S+ *(.*)$/m.exec(text)?.slice(1).join(' ').trim() ?? '',
    }));
  const big = pieces.filter(({ rss }) => rss > 5e7).sort((one, other) => other.rss - one.rss);
  const rest = pieces.reduce((sum, { rss }) => sum + (rss > 5e7 ? 0 : rss), 0);
  return `the renderer's pieces above 50 MB: ${big.map(({ rss, what }) => `${GB(rss)} ${what}`).join(', ')}; all others ${GB(rest)}`;
}

/** A sample of everything, bytes. `pss` is undefined where it was not asked for. */
export function sampleMemory(root, exact) {
  const all = processes(root, exact);
  const sum = (kind) => all.reduce((total, each) => total + (kind === undefined || each.kind === kind ? each.rss : 0), 0);
  const tab = tabOf(all);
  const renderer = tab?.rss ?? 0;
  const [gpu, browser] = [sum('gpu-process'), sum('browser')];
  return {
    tab,
    memory: {
      renderer,
      gpu,
      browser,
      others: sum() - renderer - gpu - browser,
      all: sum(),
      pss: exact ? all.reduce((total, { pss }) => total + pss, 0) : undefined,
      available: kB(readFileSync('/proc/meminfo', 'utf8'), 'MemAvailable'),
    },
  };
}

/** Highest of each figure in each step (`available`: lowest), and from when to when the step was, s. */
export class Peaks {
  #steps = new Map();

  note(step, seconds, figures) {
    const peak = this.#steps.get(step) ?? { from: seconds };
    this.#steps.set(step, peak);
    peak.to = seconds;
    for (const [name, value] of Object.entries(figures)) {
      if (value === undefined) continue;
      peak[name] = name === 'available' ? Math.min(peak[name] ?? Infinity, value) : Math.max(peak[name] ?? 0, value);
    }
  }

  /** A table, line by line, GB. */
  lines() {
    const columns = ['renderer', 'gpu', 'browser', 'others', 'all', 'pss', 'heap', 'buffers', 'available'];
    const head = [
      'step',
      'from',
      'to',
      'renderer',
      'gpu',
      'browser',
      'others',
      'sum RSS',
      'sum PSS',
      'JS heap',
      'buffers',
      'available',
    ];
    const rows = [...this.#steps].map(([step, peak]) => [
      step,
      peak.from.toFixed(0),
      peak.to.toFixed(0),
      ...columns.map((name) => GB(peak[name] ?? 0)),
    ]);
    return ['memory, GB, highest (available: lowest) in each step', ...[head, ...rows].map((row) => row.join('\t'))];
  }
}
