/** Tools of Parley's own, off unless they are switched on. */
export const OWN_TOOLS: readonly string[] = ['get_time', 'set_timer'];
