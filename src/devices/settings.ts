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
  /**
   * How long a microphone may give nothing but zeros while the user may talk before that is said, ms. Some drivers give zeros for a second after they
   * open, and noise suppression for a breath. Smaller: said of a microphone that is about to begin. Larger: so long is talked to nobody.
   */
  hushMs: 10_000,
  /** The same while the talk key is down, which nobody presses to be silent, ms. */
  hushHeldMs: 2_500,
} as const;
