/** Smart Turn's window, the last 8 s of an utterance, samples at 16 kHz; shorter sound is padded with zeros at the front. */
export const EOU_SAMPLES = 8 * 16_000;
