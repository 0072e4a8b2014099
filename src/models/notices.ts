/** What the user is told of the models, with the way on that goes with it: read off their state. */
import { otherHost } from '../store/hub.ts';
import { formatBytes } from '../text/bytes.ts';
import { formatMinutes } from '../text/minutes.ts';
import type { ErrorData, ErrorReason } from '../protocol/errors.ts';
import { nameForChoice } from './catalogue.ts';
import { awaited, isCancellable, mayFetch, type ToFetch } from './downloads.ts';
import type { ModelsEvent } from './events.ts';
import { rungKey, type Rung } from './ladder.ts';
import { standsAside } from './loading.ts';
import { isRunning, ROLES, type ModelsState, type Role } from './state.ts';
import { isSameRung } from './step.ts';
import { endedTab, verdictOf } from './verdicts.ts';
import { vramMbOf } from './vram.ts';
import { errorInWords } from '../locales/errors.ts';
import { list, number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

/** A line with a button, which sends an event; without one the user has read it. `isOffer`: the user may decline. */
export type ModelsNotice = {
  readonly id: string;
  readonly level: 'info' | 'error';
  readonly text: string;
  readonly advice?: string;
  readonly action?: { readonly label: string; readonly event: ModelsEvent };
  readonly isOffer?: true;
  /** A second button. */
  readonly other?: { readonly label: string; readonly event: ModelsEvent };
};

/** What the user can mend; a download then goes on where it stopped. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorReason> = new Set(['network', 'download-cut', 'storage-full', 'model-file-web-page']);

const useStarter = () => ({ label: msg('Use the starter set'), event: { kind: 'use-starter' } }) as const;
const cancel = () => ({ label: msg('Cancel and delete'), event: { kind: 'cancel' } }) as const;
const goOn = () => ({ label: msg('Go on'), event: { kind: 'go-on' } }) as const;

export function noticesOf(state: ModelsState): ModelsNotice[] {
  return [
    ...ofChoice(state),
    ...ROLES.flatMap((role) => [...ofLoss(state, role), ...ofFallback(state, role)]),
    ...ofOffer(state),
    ...ofDownloads(state),
  ];
}

function ofChoice({ trouble, choice }: ModelsState): ModelsNotice[] {
  if (trouble && !choice) return [{ id: 'models', level: 'error', ...said(trouble), action: useStarter() }];
  const lines: ModelsNotice[] = choice?.lack ? [{ id: 'models', level: 'info', text: choice.lack }] : [];
  if (choice?.hint) lines.push({ id: 'card', level: 'info', text: choice.hint });
  return trouble ? [...lines, { id: 'choice', level: 'error', ...said(trouble) }] : lines;
}

/** What goes on without a model. */
const without = (): Record<Role, string> => ({
  vad: msg('Typing works all the same.'),
  stt: msg('Typing works all the same.'),
  eou: msg('You can talk all the same: your turn is over after a longer pause.'),
  llm: msg('Nothing can be answered until then; what was said is kept.'),
  tts: msg('Answers are there to read.'),
});

/** A model that is gone; the starter set, where that could do better. */
function ofLoss({ roles }: ModelsState, role: Role): ModelsNotice[] {
  const { error, serving, standIn } = roles[role];
  if (!error || !serving) return [];
  const isElsewhere = standIn !== null && serving.rung.spec.id !== standIn.spec.id && error.reason !== 'worker-died';
  const action =
    isElsewhere && !WORTH_ANOTHER_TRY.has(error.reason)
      ? useStarter()
      : ({ label: msg('Start it again'), event: { kind: 'start-again', role } } as const);
  const { text, advice = '' } = said(error);
  return [
    {
      id: role,
      level: 'error',
      text: `${nameForChoice(serving.rung.spec)}: ${text}`,
      advice: `${advice} ${without()[role]}`.trim(),
      action,
    },
  ];
}

/** Why it is not the best one. */
function ofFallback({ roles, verdicts }: ModelsState, role: Role): ModelsNotice[] {
  const { ladder, serving, next, isChosenAnew } = roles[role];
  const [best] = ladder;
  const rung = next?.rung ?? serving?.rung;
  if (isChosenAnew || !best || !rung || isSameRung(best, rung)) return [];
  const verdict = verdictOf(verdicts, best);
  if (!verdict) return [];
  const why = verdict.works ? msg('It is slower than speech on this device.') : msg(verdict.why);
  const action = endedTab(verdicts, best)
    ? ({ label: msg('Try again'), event: { kind: 'test-again', key: rungKey(best) } } as const)
    : ({ label: msg('Test again'), event: { kind: 'test-again' } } as const);
  return [
    { id: `${role}-rung`, level: 'info', text: `${nameOf(best)}: ${why} ${msg(str`Using ${nameOf(rung)} in its place.`)}`, action },
  ];
}

function ofOffer(state: ModelsState): ModelsNotice[] {
  const { freeBytes, bytesPerSecond, toFetch } = state.downloads;
  const asked = awaited(state).filter((rung) => !mayFetch(state, rung));
  if (asked.length === 0) return [];
  const size = sizeInWords(
    asked.flatMap((rung) => toFetch[rungKey(rung)] ?? []),
    bytesPerSecond,
  );
  const host = otherHost(state.chosen.hub);
  const from = host === null ? '' : `, ${msg(str`from ${host}`)}`;
  const free = freeBytes === null ? '' : `, ${msg(str`${formatBytes(freeBytes)} free`)}`;
  const vramMb = asked.reduce((sum, { spec, backend }) => sum + vramMbOf(spec.variants[backend] ?? {}), 0);
  const memory = vramMb === 0 ? '' : `, ${msg(str`and ${formatBytes(vramMb * 1e6)} of graphics memory by estimate`)}`;
  const text = msg(str`This device can run ${namesOf(asked)}: ${size}${from}${free}${memory}. Smaller models stand in until then.`);
  return [{ id: 'offer', level: 'info', text, action: { label: msg('Fetch'), event: { kind: 'agree' } }, isOffer: true }];
}

function ofDownloads(state: ModelsState): ModelsNotice[] {
  const { isPaused, error } = state.downloads;
  const fetched = awaited(state).filter((rung) => mayFetch(state, rung));
  if (fetched.length === 0) return [];
  const id = 'fetching';
  const other = ROLES.some((role) => isCancellable(state, state.roles[role])) ? { other: cancel() } : {};
  if (error) return [{ id, level: 'error', ...said(error), action: goOn(), ...other }];
  if (isPaused) {
    return [{ id, level: 'info', text: msg(str`Fetching ${namesOf(fetched)} is paused. What came is kept.`), action: goOn(), ...other }];
  }
  const action = { label: msg('Pause'), event: { kind: 'pause' } } as const;
  const alone = ROLES.flatMap((role) => (standsAside(state, role) ? (state.roles[role].next?.rung ?? []) : []));
  if (alone.length > 0) {
    const text = msg(str`${namesOf(alone)} is here, and is made ready now. What you ask meanwhile is answered as soon as it is.`);
    return [{ id, level: 'info', text, action, ...other }];
  }
  return [{ id, level: 'info', text: `${msg(str`Fetching ${namesOf(fetched)}. You can talk meanwhile.`)}${waitOf(state)}`, action, ...other }];
}

/** That the hub wants to be left alone, in words. */
function waitOf({ roles, downloads: { hubWaits } }: ModelsState): string {
  const isAsked = ROLES.some((role) => isRunning(roles[role].next) && roles[role].next.run === hubWaits?.run);
  return hubWaits && isAsked ? ` ${msg(str`The hub asks to wait ${formatMinutes(hubWaits.ms / 1000)}.`)}` : '';
}

/** What is kept of models that were tried out here, by the keys of their rungs. */
export function findingsOf({ verdicts, roles }: ModelsState): { key: string; text: string }[] {
  const here = ROLES.flatMap((role) => roles[role].ladder);
  return Object.entries(verdicts.kept).map(([key, verdict]) => {
    const rung = here.find((each) => rungKey(each) === key);
    // What is on no ladder now was found at another choice; its key begins with its id.
    const name = rung ? nameOf(rung) : (key.split('@')[0] ?? key);
    if (!verdict.works) return { key, text: `${name}: ${verdict.why}` };
    return { key, text: msg(str`${name} works, and takes ${number(verdict.realTimeFactor, { maximumSignificantDigits: 2 })} s for a second of speech.`) };
  });
}

/**
 * In words, for a question: `2.9 GB to fetch, about 39 minutes at 10 Mbit/s`. To the byte where it is known so well, with the time where
 * the speed of the line is known, bytes a second.
 */
export function sizeInWords(models: readonly ToFetch[], bytesPerSecond: number | null): string {
  const known = models.filter(({ missingBytes }) => missingBytes !== Infinity);
  const unknown = models.filter((model) => !known.includes(model));
  const bytes = known.reduce((sum, { missingBytes }) => sum + missingBytes, 0);
  const exactly = known.every(({ isExact }) => isExact) ? ` (${msg(str`${number(bytes)} bytes`)})` : '';
  const time = bytesPerSecond === null ? '' : `, ${msg(str`${formatMinutes(bytes / bytesPerSecond)} at ${formatSpeed(bytesPerSecond)}`)}`;
  const names = list(unknown.map(({ name }) => name));
  return [
    ...(known.length > 0 ? [`${msg(str`${formatBytes(bytes)}${exactly} to fetch`)}${time}`] : []),
    ...(unknown.length > 0 ? [msg(str`how much there is to fetch for ${names} is not known, since the hub does not say`)] : []),
  ].join(`, ${msg('and')} `);
}

/** `10 Mbit/s`. */
function formatSpeed(bytesPerSecond: number): string {
  return `${number((bytesPerSecond * 8) / 1e6, { maximumFractionDigits: 1 })} Mbit/s`;
}

function nameOf({ spec, backend }: Rung): string {
  const name = msg(spec.name);
  if (backend === 'remote') return name;
  return backend === 'webgpu' ? msg(str`${name} on WebGPU`) : msg(str`${name} on the processor`);
}

function namesOf(rungs: readonly Rung[]): string {
  return list(rungs.map(({ spec }) => nameForChoice(spec)));
}

/** An error as a notice has it. */
function said(error: ErrorData): { text: string; advice?: string } {
  const { message: text, advice } = errorInWords(error);
  return { text, ...(advice ? { advice } : {}) };
}
