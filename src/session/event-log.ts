/** What happened in a conversation, event by event, without a word that was said. Pure. */
import type { RecordedStep } from '../turn/recording.ts';

/** `at`: ms since 1970. What else an event has of numbers and names. */
export type LoggedEvent = { readonly at: number | null; readonly kind: string } & Readonly<
  Record<string, string | number | boolean | null>
>;

/** Texts that are names of Parley's own, and no words of anybody's. */
const NAMES: ReadonlySet<string> = new Set(['reason', 'role', 'timer']);

/** The last `most` events. Of changed options only that they changed. */
export function eventLog(steps: readonly RecordedStep[], most: number): LoggedEvent[] {
  return steps.slice(-most).map((step): LoggedEvent => {
    if ('options' in step) return { at: null, kind: 'options' };
    if ('state' in step) return { at: null, kind: 'state' };
    const { kind, at, ...about } = step.event;
    const plain = Object.entries(about).filter(([name, value]: [string, unknown]) =>
      typeof value === 'string' ? NAMES.has(name) : typeof value === 'number' || typeof value === 'boolean',
    );
    return { at, kind, ...(Object.fromEntries(plain) as Record<string, string | number | boolean>) };
  });
}
