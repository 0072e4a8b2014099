/** Errors as the page shows them. */
export { toErrorData, type ErrorData } from '../protocol/errors.ts';
