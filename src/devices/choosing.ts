/** Devices by name: one that is chosen and gone gives way to the system's choice, and is taken again when it is back. */
import { closeCamera, onCamera, openCamera } from './camera.ts';
import { onListen, openAnew } from './microphone.ts';
import { FACINGS, KINDS, type DeviceChoice, type DevicesState, type Kind } from './state.ts';
import type { Of, Step } from './step.ts';

/** One that is open is opened anew with it; a loudspeaker changes over with all that lies in its queue. */
export function onChoose(step: Step, { device, id }: Of<'choose'>): void {
  step.state = { ...step.state, decided: [...without(step.state.decided, device), device] };
  if (step.state.chosen[device] === id) return;
  const { chosen, missed } = step.state;
  step.state = { ...step.state, chosen: { ...chosen, [device]: id }, missed: without(missed, device) };
  step.effects.push({ kind: 'keep', chosen: { [device]: id } }, { kind: 'drop-notice', about: `${device}-fallback` });
  use(step, device);
}

/** What was chosen in earlier visits takes the place of what is open, but not of what was chosen in this one. */
export function onRecalled(step: Step, { chosen: before }: Of<'recalled'>): void {
  for (const kind of KINDS) {
    const { chosen, decided } = step.state;
    const id = before[kind] ?? chosen[kind];
    if (id === chosen[kind] || decided.includes(kind)) continue;
    step.state = { ...step.state, chosen: { ...chosen, [kind]: id } };
    use(step, kind);
  }
}

/** These are the devices there are now. */
export function onAvailable(step: Step, { devices }: Of<'available'>): void {
  const before = step.state;
  step.state = { ...step.state, available: devices };
  for (const kind of KINDS) {
    const { missed } = step.state;
    if (isMissing(step.state, kind)) {
      if (missed.includes(kind) || !('attempt' in step.state[kind])) continue;
      step.state = { ...step.state, missed: [...missed, kind] };
      step.effects.push({ kind: 'notice', notice: { about: kind, is: 'fallback', label: labelOf(before, kind) } });
    } else if (isMissing(before, kind)) {
      step.state = { ...step.state, missed: without(missed, kind) };
      step.effects.push({ kind: 'drop-notice', about: `${kind}-fallback` });
      use(step, kind);
    }
  }
  takeBack(step, before);
}

/** What was lost, or never there, and wanted goes on with a device that is plugged in: at once, or when the page is in view again. */
export function takeBack(step: Step, before = step.state): void {
  const { available, chosen, page } = step.state;
  const isThere = ({ kind, id }: DeviceChoice, there: readonly DeviceChoice[]) =>
    there.some((each) => each.kind === kind && each.id === id);
  const came = available.filter((each) => each.id !== '' && !isHidden(before, each.kind) && !isThere(each, before.available));
  const pluggedIn = [...step.state.pluggedIn.filter((each) => isThere(each, available)), ...came].filter(({ kind }) =>
    isWaitedFor(step.state, kind),
  );
  step.state = { ...step.state, pluggedIn: page === 'visible' ? [] : pluggedIn };
  if (page !== 'visible') return;
  if (pluggedIn.some(({ kind }) => kind === 'microphone')) onListen(step, { kind: 'listen' });
  // Not another one: it may look elsewhere.
  if (pluggedIn.some(({ kind, id }) => kind === 'camera' && id === chosen.camera)) onCamera(step, { kind: 'camera', on: true });
}

function isWaitedFor({ microphone, camera }: DevicesState, kind: Kind): boolean {
  if (kind === 'microphone') return microphone.is === 'lost' || microphone.is === 'absent';
  return kind === 'camera' && camera.is === 'lost';
}

/** Whether a device that is chosen is known not to be there: of others of its kind the names are known. */
function isMissing(state: DevicesState, kind: Kind): boolean {
  const id = state.chosen[kind];
  const known = idsOf(state, kind);
  return id !== '' && !Object.hasOwn(FACINGS, id) && known.length > 0 && !known.includes(id);
}

/** The browser has not told which there are: names that come then are of devices that were there all along. */
function isHidden({ available }: DevicesState, kind: Kind): boolean {
  return available.some((each) => each.kind === kind && each.id === '');
}

function without(missed: readonly Kind[], kind: Kind): readonly Kind[] {
  return missed.filter((each) => each !== kind);
}

function labelOf({ chosen, available }: DevicesState, kind: Kind): string {
  return available.find((each) => each.kind === kind && each.id === chosen[kind])?.label ?? '';
}

/** Those that are known. */
function idsOf({ available }: DevicesState, kind: Kind): string[] {
  return available.filter((each) => each.kind === kind && each.id !== '').map(({ id }) => id);
}

/** Has the device that is chosen take the place of the one that is open. A loudspeaker that is being opened changes over when it is. */
function use(step: Step, device: Kind): void {
  const { loudspeaker, camera, chosen } = step.state;
  if (device === 'microphone') openAnew(step, false);
  else if (device === 'camera') {
    if (!('attempt' in camera) || camera.isScreen) return;
    closeCamera(step, 'off');
    openCamera(step, false);
  } else if (loudspeaker.is === 'on') {
    step.effects.push({ kind: 'switch', device, attempt: loudspeaker.attempt, id: chosen.loudspeaker });
  }
}
