/** What opening a device has in common: it has an owner, and what comes too late is closed at once. */

/** How the sound of a context is. */
export type ContextEvents = { running: () => void; suspended: () => void; closed: () => void };

/**
 * Resolves with what `open` gives. When it fails, and when `signal` is aborted, be it meanwhile or later, all that is in `close` by then is
 * closed; the promise rejects where it has not resolved.
 */
export async function unlessAborted<Device>(
  signal: AbortSignal,
  close: readonly (() => void)[],
  open: () => Promise<Device>,
): Promise<Device> {
  const closeAll = () => {
    for (const each of close) each();
  };
  signal.addEventListener('abort', closeAll, { once: true });
  try {
    signal.throwIfAborted();
    const device = await open();
    signal.throwIfAborted();
    return device;
  } catch (error) {
    closeAll();
    throw error;
  }
}

/**
 * Tells how the context is from now on. Browsers suspend sound when a device fails, when another program takes it, or when it is
 * interrupted; `interrupted` is Safari's word for the last. What is asked for through `signal` is not told.
 */
export function tellState(context: AudioContext, events: ContextEvents, signal: AbortSignal): void {
  const tell = () => {
    if (context.state === 'running') events.running();
    else if (context.state === 'closed') events.closed();
    else events.suspended();
  };
  context.addEventListener('statechange', tell, { signal });
  // Chrome: the device has failed, and the context will not come back (https://webaudio.github.io/web-audio-api/#dom-audiocontext-onerror).
  context.addEventListener('error', events.closed, { signal });
}
