/** Better models that have yet to be fetched: asked about first, and fetched behind the ones that stand in for them. */
import { get, set } from 'idb-keyval';
import { nameForChoice } from '../catalogue.ts';
import { rungKey, type Rung } from '../ladder.ts';
import { vramMbOf } from '../vram.ts';
import type { ErrorData } from '../../protocol/errors.ts';
import type { ModelOrigin, Role } from '../../protocol/messages.ts';
import type { HubList } from '../../store/hub-list.ts';
import { listModels, modelKey } from '../../store/shelf.ts';
import { formatBytes } from '../../text/bytes.ts';
import type { Notices } from '../../session/notices.ts';
import type { Pipeline } from '../../session/pipeline.ts';
import { hubListOf, lookAtHub, lookToFetch, sizeInWords, type ToFetch } from './to-fetch.ts';
import type { Coming, ModelView } from '../../session/view.ts';

/** Keys of the rungs whose download was agreed to: the next visit goes on with it unasked. Another precision is another download. */
const KEY = 'parley-agreed';

/** What was fetched in this time tells how fast it goes, ms. Shorter: the time left jumps about. Longer: it is slow to notice a change. */
const PACE_MS = 15_000;

export class Upgrades {
  readonly #hosts: Pipeline['hosts'];
  readonly #notices: Notices;
  readonly #askAboveBytes: () => number;
  readonly #prepare: (role: Role, rung: Rung) => void;
  readonly #aims = new Map<Role, Rung>();
  readonly #agreed = new Set<string>();
  /** What has something to be fetched. */
  readonly #toFetch = new Map<Rung, ToFetch>();
  /** Looks at the hub's list of a model's files. */
  readonly #lookCloser = new Map<Rung, () => Promise<ToFetch | null>>();
  #freeBytes: number | null = null;
  #isPaused = false;
  /** Bytes that were there at some time, ms; oldest first. */
  #pace: { at: number; bytes: number }[] = [];
  #bytesPerSecond = reportedBytesPerSecond();

  /** `prepare` loads a rung beside the worker that serves. Nothing is found out before `look`. */
  constructor(
    hosts: Pipeline['hosts'],
    notices: Notices,
    { askAboveBytes, prepare }: { askAboveBytes: () => number; prepare: (role: Role, rung: Rung) => void },
  ) {
    this.#hosts = hosts;
    this.#notices = notices;
    this.#askAboveBytes = askAboveBytes;
    this.#prepare = prepare;
  }

  /** Finds out how much of these would have to be fetched from the hub. Never rejects: what can't be known counts as not there. */
  async look(rungs: readonly Rung[], origin: ModelOrigin): Promise<void> {
    const fromHub = rungs.filter(({ spec }) => spec.repo !== '');
    // Nothing can be fetched without a hub.
    if (!origin.hub) for (const rung of fromHub) this.#toFetch.delete(rung);
    if (!origin.hub || fromHub.length === 0) return;
    const [stored, estimate, agreed] = await Promise.all([
      listModels().catch(() => []),
      navigator.storage.estimate().catch((): StorageEstimate => ({})),
      get<unknown>(KEY).catch(() => undefined),
    ]);
    if (Array.isArray(agreed)) for (const key of agreed) this.#agreed.add(String(key));
    const { quota, usage } = estimate;
    this.#freeBytes = quota === undefined || usage === undefined ? null : quota - usage;
    const lists = new Map<string, HubList>();
    await Promise.all(
      fromHub.map(async (rung) => {
        const key = modelKey(rung.spec.repo, rung.spec.revision);
        const here = stored.find(({ model }) => model === key)?.files ?? [];
        const list = lists.get(key) ?? hubListOf(rung, origin);
        lists.set(key, list);
        this.#found(rung, await lookToFetch(rung, origin, here, list));
        this.#lookCloser.set(rung, () => lookAtHub(rung, here, list));
      }),
    );
  }

  /** Whether something else should stand in for this one until it is fetched. */
  isFarOff(role: Role, rung: Rung): boolean {
    return this.#aims.has(role) || this.#missingBytes(rung) > this.#askAboveBytes();
  }

  /** What the role is on its way to; null when it is there. */
  aimOf(role: Role): Rung | null {
    return this.#aims.get(role) ?? null;
  }

  /** Fetches this one behind the one that serves: at once if it was agreed to or is small, otherwise when the user says so. */
  aimAt(role: Role, rung: Rung): void {
    if (this.#aims.get(role) !== rung) {
      this.#hosts[role].abandon();
      this.#aims.set(role, rung);
      if (this.#mayFetch(rung) && !this.#isPaused) this.#prepare(role, rung);
    }
    this.#tell();
  }

  /** Makes ready once more what failed for a reason that is gone. */
  again(role: Role): void {
    const rung = this.#aims.get(role);
    if (rung) this.#prepare(role, rung);
  }

  /** The role has what it wanted, or does without. */
  drop(role: Role): void {
    if (!this.#aims.delete(role)) return;
    this.#hosts[role].abandon();
    this.#tell();
  }

  /** Whether every role has what it wanted, or does without. */
  get isEmpty(): boolean {
    return this.#aims.size === 0;
  }

  /** Everything that is aimed at may be fetched. */
  agree(): void {
    for (const rung of this.#aims.values()) this.#agreed.add(rungKey(rung));
    // Without IndexedDB it is asked again next time.
    void set(KEY, [...this.#agreed]).catch(() => undefined);
    this.#goOn();
  }

  /** What is missing was looked at again, and less may be missing. */
  lookedAgain(): void {
    if (this.#isPaused) this.#tell();
    else this.#goOn();
  }

  clear(): void {
    for (const role of [...this.#aims.keys()]) this.drop(role);
  }

  /** A download that the user may mend. */
  interrupted(role: Role, error: ErrorData): void {
    const name = this.#aims.get(role)?.spec.name ?? role;
    this.#isPaused = true;
    this.#notices.error('fetching', { ...error, message: `${name}: ${error.message}` }, this.#goOnAction);
  }

  /** What is being fetched, and the seconds it will take yet, as far as earlier calls can tell; null when nothing is. */
  progress(): Coming | null {
    const views = [...this.#aims].flatMap(([role, rung]) => {
      const view = this.#hosts[role].preparedView;
      return view ? { ...view, totalBytes: Math.max(view.totalBytes, this.#toFetch.get(rung)?.wholeBytes ?? 0) } : [];
    });
    if (views.length === 0) return null;
    const totalOf = (view: ModelView) => Math.max(view.loadedBytes, view.totalBytes);
    const totalBytes = views.reduce((sum, view) => sum + totalOf(view), 0);
    // The catalogue rounds up.
    const loadedBytes = views.reduce((sum, view) => sum + (view.state === 'ready' ? totalOf(view) : view.loadedBytes), 0);
    return { loadedBytes, totalBytes, secondsLeft: this.#secondsLeft(loadedBytes, totalBytes) };
  }

  #secondsLeft(loadedBytes: number, totalBytes: number): number | null {
    const at = performance.now();
    const [oldest] = (this.#pace = this.#pace.filter((sample) => at - sample.at < PACE_MS));
    this.#pace.push({ at, bytes: loadedBytes });
    if (!oldest || at - oldest.at < PACE_MS / 5 || loadedBytes <= oldest.bytes) return null;
    this.#bytesPerSecond = ((loadedBytes - oldest.bytes) / (at - oldest.at)) * 1000;
    return (totalBytes - loadedBytes) / this.#bytesPerSecond;
  }

  #mayFetch(rung: Rung): boolean {
    return this.#agreed.has(rungKey(rung)) || this.#missingBytes(rung) <= this.#askAboveBytes();
  }

  /** Infinity while nobody can tell. */
  #missingBytes(rung: Rung): number {
    return this.#toFetch.get(rung)?.missingBytes ?? 0;
  }

  #tell(): void {
    const aims = [...this.#aims.values()];
    const asked = aims.filter((rung) => !this.#mayFetch(rung));
    const fetched = aims.filter((rung) => this.#mayFetch(rung));
    if (asked.length > 0) this.#offer(asked);
    else this.#notices.drop('offer');
    if (fetched.length === 0) this.#notices.drop('fetching');
    else if (this.#isPaused)
      this.#notices.info('fetching', `Fetching ${namesOf(fetched)} is paused. What came is kept.`, this.#goOnAction);
    else this.#notices.info('fetching', `Fetching ${namesOf(fetched)}. You can talk meanwhile.`, this.#pauseAction);
  }

  #offer(rungs: readonly Rung[]): void {
    const size = sizeInWords(
      rungs.flatMap((rung) => this.#toFetch.get(rung) ?? []),
      this.#bytesPerSecond,
    );
    const free = this.#freeBytes === null ? '' : `, ${formatBytes(this.#freeBytes)} free`;
    const vramMb = rungs.reduce((sum, { spec, backend }) => sum + vramMbOf(spec.variants[backend] ?? {}), 0);
    const memory = vramMb === 0 ? '' : `, and ${formatBytes(vramMb * 1e6)} of graphics memory by estimate`;
    const text = `This device can run ${namesOf(rungs)}: ${size}${free}${memory}. Smaller models stand in until then.`;
    this.#notices.offer('offer', text, {
      label: 'Fetch',
      run: () => {
        this.agree();
      },
    });
    for (const rung of rungs) void this.#refine(rung);
  }

  /** What is asked about is asked about to the byte, as soon as the hub's list tells. */
  async #refine(rung: Rung): Promise<void> {
    const look = this.#lookCloser.get(rung);
    if (!look || this.#toFetch.get(rung)?.isExact) return;
    this.#lookCloser.delete(rung);
    const closer = await look();
    if (closer?.missingBytes === Infinity || ![...this.#aims.values()].includes(rung)) return;
    this.#found(rung, closer);
    this.lookedAgain();
  }

  #found(rung: Rung, toFetch: ToFetch | null): void {
    if (toFetch) this.#toFetch.set(rung, toFetch);
    else this.#toFetch.delete(rung);
  }

  readonly #pauseAction = {
    label: 'Pause',
    run: () => {
      this.#isPaused = true;
      for (const role of this.#aims.keys()) if (this.#hosts[role].preparedView?.state !== 'ready') this.#hosts[role].abandon();
      this.#tell();
    },
  };

  readonly #goOnAction = {
    label: 'Go on',
    run: () => {
      this.#goOn();
    },
  };

  #goOn(): void {
    this.#isPaused = false;
    this.#pace = [];
    for (const [role, rung] of this.#aims) {
      if (this.#mayFetch(rung) && this.#hosts[role].preparedView === null) this.#prepare(role, rung);
    }
    this.#tell();
  }
}

/** What the browser takes the line for, bytes a second; null where it does not say. Chrome calls all that is faster 10 Mbit/s. */
function reportedBytesPerSecond(): number | null {
  const { connection } = navigator as Navigator & { connection?: { downlink?: number } };
  return connection?.downlink ? (connection.downlink * 1e6) / 8 : null;
}

function namesOf(rungs: readonly Rung[]): string {
  return new Intl.ListFormat('en').format(rungs.map(({ spec }) => nameForChoice(spec)));
}
