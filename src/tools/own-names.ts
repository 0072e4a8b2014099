/** Tools of Parley's own, off unless they are switched on. */
export const OWN_TOOLS = ['get_time', 'set_timer'] as const;
