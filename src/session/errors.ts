/** Errors as the page shows them. */
import { errorInWords } from '../locales/errors.ts';
import { toErrorData } from '../protocol/errors.ts';

export { toErrorData, type ErrorData } from '../protocol/errors.ts';
export { errorInWords };

/** What was thrown, and what to do about it, in a line of the page’s language. */
export function errorLine(thrown: unknown): string {
  const { message, advice = '' } = errorInWords(toErrorData(thrown));
  return `${message} ${advice}`.trim();
}
