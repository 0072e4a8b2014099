/** The numbers of the tools, each with its reason. */
export const TOOL_SETTINGS = {
  /**
   * Calls in one turn. A request with two things in it takes two, one that looks something up and goes on from there three or four. Smaller: such
   * requests end half-way. Larger: a model that goes round in circles keeps the user waiting for so many tools.
   */
  maxCalls: 6,
  /** Calls that can't be carried out, in one turn, before the model is told to give up: one is mended as a rule, two are no accident. */
  maxMistakes: 2,
  /**
   * How long a tool may take, ms, before it is told to stop and counts as failed. Smaller: pages that ask a slow server fail. Larger: a tool that
   * hangs keeps the user waiting for so long.
   */
  deadlineMs: 30_000,
  /** After so long, ms, the user is told to wait: people take a silence of more than a second for a fault (Miller 1968 has two). */
  momentMs: 1_000,
  /**
   * How long a question whether a tool may be used waits for its yes, ms, from when it is asked: saying it takes some four seconds, and
   * thinking about it a few more. Silence after that is a no.
   */
  approvalMs: 20_000,
  /** If a slow voice has not said all of the question when that is over, it is waited for, ms: for the rest of it, and for an answer. */
  approvalUnheardMs: 10_000,
  /** If the user is speaking when that is over, their words are waited for, ms at a time. */
  approvalAgainMs: 3_000,
  /**
   * The longest result a model is given, tokens (an estimate) and characters: a quarter of the smallest window, in which the conversation has to fit
   * too. The rest is cut off, and the model is told so.
   */
  mostResultTokens: 500,
  longestResult: 1_500,
  /** A call that is longer than this, characters, is none. */
  longestCall: 8_000,
  /** Tools that a model is told of, at most: small ones choose worse the more there are, and each costs some 60 tokens. */
  mostTools: 16,
  /** Calls that the log keeps, the newest. */
  longestLog: 100,
} as const;
