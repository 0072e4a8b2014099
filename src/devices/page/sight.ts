/** Where a session's pictures come from, where that is not the camera. */
export interface Sight {
  /** Whether there are any. */
  readonly isOn: boolean;
  /** What is to be seen now; null for nothing. */
  still(): Promise<Blob | null>;
  /** Set by the session: to be called when `isOn` has changed. */
  changed: () => void;
}
