/** The numbers of the devices, each with its reason. */
export const DEVICE_SETTINGS = {
  /**
   * How long opening the loudspeaker may take before it counts as silent, ms: Bluetooth takes 2 s to wake. Without a gesture the browser
   * keeps it waiting for ever. Smaller: slow devices lose the first answer's voice. Larger: "thinking" lasts for so long.
   */
  patienceMs: 4_000,
  /**
   * How long sound may be lacking in a page that is in view before something is done about it, ms. Browsers suspend sound for a moment when
   * devices change, and go on by themselves. Smaller: that is disturbed. Larger: the user waits.
   */
  lackingMs: 3_000,
  /** How long what was done about it may take to help, ms; as `patienceMs`. */
  revivedMs: 4_000,
} as const;
