/** An id that nobody else has: 96 random bits, in hexadecimal digits. `crypto.randomUUID` is missing in a page that came by plain http. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
