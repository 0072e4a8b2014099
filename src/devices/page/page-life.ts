/** Whether the page is in view, hidden, or put away: frozen, or kept for the way back in the history. */
import type { DevicesState } from '../state.ts';

/** Tells of every change until `signal` is aborted (https://wicg.github.io/page-lifecycle/). */
export function watchPage(tell: (is: DevicesState['page']) => void, signal: AbortSignal): void {
  const look = () => {
    tell(document.visibilityState === 'visible' ? 'visible' : 'hidden');
  };
  const away = () => {
    tell('away');
  };
  document.addEventListener('visibilitychange', look, { signal });
  document.addEventListener('freeze', away, { signal });
  document.addEventListener('resume', look, { signal });
  window.addEventListener('pagehide', away, { signal });
  window.addEventListener('pageshow', look, { signal });
  // A tab that is opened in the background. Not before whoever asked has what it gave.
  if (document.visibilityState !== 'visible') queueMicrotask(look);
}
