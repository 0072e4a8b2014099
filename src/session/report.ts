/** What goes with the report of a problem: versions, models, the graphics card, notices, times and events, and no word that was said. */
import { eventLog, type LoggedEvent } from './event-log.ts';
import { DEFAULTS, type ChosenSettings } from './settings.ts';
import { isSame } from './slice.ts';
import { describeDevice, probeDevice } from './this-device.ts';
import { mediansOf } from './turn-log.ts';
import { version } from './version.ts';
import type { Session, Shown } from './view.ts';

/** Events that are told of: some minutes of conversation. */
export const REPORTED_EVENTS = 300;

/** What is shown that a report tells of. */
type Told = Pick<Shown, 'phase' | 'models' | 'devices' | 'notices' | 'turns' | 'settings'>;

/** Notices in whose text something of the user's, of an address or of a server may stand. */
const MAY_QUOTE = /^(address|answer|given-)/;

/** Settings of which only is told that they were chosen: they are the user's own words, or say where they go. */
const OWN_WORDS: ReadonlySet<string> = new Set(['systemPrompt', 'personas', 'own']);

/** The report of this session, as JSON. */
export async function makeReport(session: Pick<Session, 'slices' | 'recording'>): Promise<string> {
  const device = describeDevice(await probeDevice());
  const { phase, models, devices, notices, turns, settings } = session.slices;
  const told = {
    phase: phase.value,
    models: models.value,
    devices: devices.value,
    notices: notices.value,
    turns: turns.value,
    settings: settings.value,
  };
  const events = eventLog(session.recording(false).steps, REPORTED_EVENTS);
  return JSON.stringify(report(told, device, events, navigator.userAgent), null, 2);
}

/** Pure. `device`: lines about it; `browser`: what it calls itself. */
export function report(told: Told, device: readonly string[], events: readonly LoggedEvent[], browser: string): object {
  const { models, why, findings } = told.models;
  const { microphone, muted, camera, loudspeaker } = told.devices;
  return {
    format: 'parley-report',
    version: 1,
    parley: version,
    browser,
    device,
    phase: told.phase,
    models: models.map(({ role, id, backend, state, error }) => ({
      role,
      id,
      backend,
      state,
      ...(error ? { error: error.reason } : {}),
    })),
    why,
    findings: findings.map(({ text }) => text),
    devices: { microphone, muted, camera, loudspeaker },
    notices: told.notices.map(({ id, level, text }) => ({ id, level, ...(MAY_QUOTE.test(id) ? {} : { text }) })),
    settings: chosenOf(told.settings),
    medians: mediansOf(told.turns),
    turns: told.turns,
    events,
  };
}

function chosenOf({ values }: ChosenSettings): Record<string, unknown> {
  const chosen = Object.entries(values).filter(([name, value]) => !isSame(value, DEFAULTS[name as keyof typeof DEFAULTS]));
  return Object.fromEntries(chosen.map(([name, value]) => [name, OWN_WORDS.has(name) ? 'chosen' : value]));
}
