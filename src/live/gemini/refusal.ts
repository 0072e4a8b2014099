/** Why the real service closes a connection: its codes, and its reasons as far as a client can be expected to read them. */

/** A frame that can't be understood, or an argument that is none. */
export const INVALID = 1007;
/** Something that is understood, and not to be had. */
export const UNSUPPORTED = 1008;
/** A frame larger than is taken in. */
export const TOO_BIG = 1009;
/** Nothing the client can do anything about. */
export const INTERNAL = 1011;

/** Longest reason that a close frame has room for, bytes of UTF-8 (RFC 6455, 5.5). */
const LONGEST_REASON = 123;

/** Ends the connection; thrown while a frame is read, and caught where that began. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** The reason as a close frame can carry it. */
export function fitted(reason: string): string {
  const ascii = reason.replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= LONGEST_REASON ? ascii : `${ascii.slice(0, LONGEST_REASON - 3)}...`;
}
