/** What the page shows of the models: what the rules say of them, with the bytes that their workers tell. */
import type { Pipeline } from '../../session/pipeline.ts';
import type { Coming, ModelsView, ModelView } from '../../session/view.ts';
import { nameForChoice } from '../catalogue.ts';
import { rungKey } from '../ladder.ts';
import { standsAside } from '../loading.ts';
import { findingsOf } from '../notices.ts';
import { gpuMbOf, isRunning, ROLES, type ModelsState, type Role, type Run } from '../state.ts';
import type { Pace } from './pace.ts';

type Hosts = Pipeline['hosts'];

/** `leaves` as the view has it. */
export function modelsView(state: ModelsState, { hosts, pace, leaves }: { hosts: Hosts; pace: Pace; leaves: string | null }): ModelsView {
  const { choice, roles } = state;
  return {
    models: ROLES.flatMap((role) => {
      const { serving, next } = roles[role];
      // Who waits for an answer waits for what is being built, and not for what has made room for it.
      const coming = isRunning(next) && standsAside(state, role) ? hosts[role].besideView : null;
      if (coming) return [coming];
      return serving ? [viewOf(hosts, role, serving)] : [];
    }),
    gpuMb: gpuMbOf(state),
    coming: comingOf(state, hosts, pace),
    why: choice?.why ?? null,
    vramMb: choice?.vramMb ?? 0,
    findings: findingsOf(state),
    leaves,
  };
}

/** As its worker tells it; one that has none yet waits. */
function viewOf(hosts: Hosts, role: Role, { is, rung }: Run): ModelView {
  const { view } = hosts[role];
  const { spec, backend } = rung;
  if (view && is !== 'waiting' && view.id === spec.id && view.backend === backend) return view;
  const totalBytes = spec.variants[backend]?.bytes ?? 0;
  const known = { role, id: spec.id, name: nameForChoice(spec), backend, ...(spec.notice ? { notice: spec.notice } : {}) };
  return { ...known, state: is === 'failed' ? is : 'waiting', loadedBytes: 0, totalBytes };
}

/** What is being fetched behind what serves, and the seconds it will take yet, as far as earlier calls can tell; null when nothing is. */
function comingOf({ roles, downloads }: ModelsState, hosts: Hosts, pace: Pace): Coming | null {
  const views = ROLES.flatMap((role) => {
    const { next } = roles[role];
    const view = hosts[role].besideView;
    if (!next || !view) return [];
    const { wholeBytes = 0 } = downloads.toFetch[rungKey(next.rung)] ?? {};
    return [{ ...view, totalBytes: Math.max(view.loadedBytes, view.totalBytes, wholeBytes) }];
  });
  if (views.length === 0) return null;
  const totalBytes = views.reduce((sum, view) => sum + view.totalBytes, 0);
  // The catalogue rounds up.
  const loadedBytes = views.reduce((sum, view) => sum + (view.state === 'ready' ? view.totalBytes : view.loadedBytes), 0);
  return { loadedBytes, totalBytes, secondsLeft: pace.secondsLeft(loadedBytes, totalBytes) };
}
