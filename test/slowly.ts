import { it } from 'vitest';

/** Whether this is `npm run test:slow`. */
export const IS_SLOW = Boolean(process.env['PARLEY_SLOW']);

type Test = (name: string, run: Parameters<typeof it>[2]) => void;

/** A test that is part of `npm run test:slow` only: `npm test` has to be done within 25 minutes on two cores, and others there show the same in part. */
export const slowly: Test = IS_SLOW
  ? (name, run) => {
      it(name, run);
    }
  : () => undefined;
