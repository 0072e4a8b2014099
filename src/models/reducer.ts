/**
 * The models on this device as a pure function: (state, event) → state + effects.
 *
 * Whatever is waited for has a number: choices are attempts, workers are runs. What comes of an older number changes nothing, and whoever
 * performs the effects ends it. Nothing is loaded that no state asks for: test/unit/properties/models.test.ts.
 */
import { onChoosingFailed, onChosen, onLoad, onOptions, onUseStarter } from './choosing.ts';
import { lookUp, noteFound, onAgree, onCancel, onGoOn, onHubWaits, onLookedUp, onPause } from './downloads.ts';
import type { ModelsEffect, ModelsEvent } from './events.ts';
import { onBetweenTurns, onDied, onFetched, onLoaded, onStartAgain, onStill, useBestEverywhere } from './fallback.ts';
import { loadWhatMay, mark, onHandOver, onSleep, standAside } from './loading.ts';
import { ROLES, isRunning, type ModelsState } from './state.ts';
import { endRun, setRole, setVerdicts, type Of, type Step } from './step.ts';
import { forgetVerdict, NOTHING_KNOWN } from './verdicts.ts';

/** Applies one event. Never throws, whatever the order in which events come. */
export function reduce(state: ModelsState, event: ModelsEvent): { state: ModelsState; effects: readonly ModelsEffect[] } {
  const step: Step = { state, effects: [] };
  if (state.isDisposed) return step;
  apply(step, event);
  if (!step.state.isDisposed) {
    standAside(state, step);
    loadWhatMay(step);
    lookUp(step);
  }
  mark(step);
  return step;
}

function apply(step: Step, event: ModelsEvent): void {
  switch (event.kind) {
    case 'load':
      onLoad(step);
      break;
    case 'sleep':
      onSleep(step);
      break;
    case 'hand-over':
      onHandOver(step);
      break;
    case 'options':
      onOptions(step, event);
      break;
    case 'agree':
      onAgree(step);
      break;
    case 'pause':
      onPause(step);
      break;
    case 'cancel':
      onCancel(step);
      break;
    case 'go-on':
      onGoOn(step);
      break;
    case 'test-again':
      onTestAgain(step, event);
      break;
    case 'start-again':
      onStartAgain(step, event);
      break;
    case 'use-starter':
      onUseStarter(step);
      break;
    case 'between-turns':
      onBetweenTurns(step);
      break;
    case 'store-changed':
      onStoreChanged(step);
      break;
    case 'chosen':
      onChosen(step, event);
      break;
    case 'choosing-failed':
      onChoosingFailed(step, event);
      break;
    case 'looked':
      noteFound(step, event);
      break;
    case 'looked-up':
      onLookedUp(step, event);
      break;
    case 'fetched':
      onFetched(step, event);
      break;
    case 'hub-waits':
      onHubWaits(step, event);
      break;
    case 'still':
      onStill(step, event);
      break;
    case 'loaded':
      onLoaded(step, event);
      break;
    case 'died':
      onDied(step, event);
      break;
    case 'blind':
      step.state = { ...step.state, blind: event.error };
      break;
    case 'dispose':
      onDispose(step);
  }
}

/** All that was found out counts for nothing any more, or what was found out about one model. */
function onTestAgain(step: Step, { key }: Of<'test-again'>): void {
  const { verdicts } = step.state;
  setVerdicts(step, key === undefined ? NOTHING_KNOWN : forgetVerdict(verdicts, key));
  useBestEverywhere(step, ROLES);
}

function onStoreChanged(step: Step): void {
  const rungs = ROLES.flatMap((role) => step.state.roles[role].ladder);
  if (rungs.length > 0) step.effects.push({ kind: 'look', rungs });
}

function onDispose(step: Step): void {
  for (const role of ROLES) {
    for (const place of ['serving', 'next'] as const) {
      const run = step.state.roles[role][place];
      endRun(step, role, run);
      if (isRunning(run)) setRole(step, role, { [place]: null });
    }
  }
  step.state = { ...step.state, choosing: null, isDisposed: true };
}
