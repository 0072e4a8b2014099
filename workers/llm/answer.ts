/** What a model writes, as an answer: its text without thoughts, and the calls that it makes. */
import { CallFilter, type Found } from '../../src/tools/call-filter.ts';
import { CallGrammar, type Guide } from '../../src/tools/call-grammar.ts';
import type { WrittenCall } from '../../src/tools/calls.ts';
import type { Declaration } from '../../src/tools/tool.ts';
import type { ChatMessage, SamplingWish } from '../../src/protocol/messages.ts';
import { AnswerFilter } from './answer-filter.ts';
import type { Engine, Piece } from './engine.ts';

export type AnswerPiece =
  | Exclude<Piece, { kind: 'call' | 'end' }>
  /** With calls, the answer goes on once it is known what came of them. */
  | (Extract<Piece, { kind: 'end' }> & { calls: readonly WrittenCall[] });

export type Question = {
  messages: readonly ChatMessage[];
  maxTokens: number;
  sampling: SamplingWish | undefined;
  tools: readonly Declaration[];
};

/** The pieces of an answer; after a control token, or text behind a call, it ends, whatever else the model writes. */
export async function* answerOf(
  engine: Engine,
  { messages, maxTokens, sampling, tools }: Question,
): AsyncGenerator<AnswerPiece, void> {
  let filter = filterFor(tools, '');
  const calls: WrittenCall[] = [];
  for await (const piece of engine.generate(messages, maxTokens, sampling, tools, () => filter.guide())) {
    if (piece.kind === 'prompt') {
      filter = filterFor(tools, engine.promptEnd);
      yield piece;
      continue;
    }
    const { tokens } = piece;
    if (piece.kind === 'call') {
      calls.push(piece.call);
      continue;
    }
    const found = piece.kind === 'text' ? filter.push(piece.delta) : filter.end();
    calls.push(...found.calls);
    if (found.text !== '') yield { kind: 'text', delta: found.text, tokens };
    if (piece.kind === 'end') yield { ...piece, calls };
    if (!filter.isOver || piece.kind === 'end') continue;
    engine.interrupt();
    yield { kind: 'end', reason: 'stop', tokens, readTokens: 0, calls };
    return;
  }
}

type Filter = {
  push(delta: string): Found;
  end(): Found;
  /** What may be written next, in the midst of a call. */
  guide(): Guide | null;
  readonly isOver: boolean;
};

/** Where there are no tools, what looks like a call is text. */
function filterFor(tools: readonly Declaration[], opensWith: string | undefined): Filter {
  const answer = new AnswerFilter(opensWith);
  if (tools.length > 0) return withCalls(tools, answer);
  return {
    push: (delta) => ({ text: answer.push(delta), calls: [] }),
    end: () => ({ text: answer.end(), calls: [] }),
    guide: () => null,
    get isOver() {
      return answer.isOver;
    },
  };
}

function withCalls(tools: readonly Declaration[], answer: AnswerFilter): Filter {
  const filter = new CallFilter(
    tools.map(({ name }) => name),
    answer,
  );
  let grammar: CallGrammar | null = null;
  return {
    push: (delta) => filter.push(delta),
    end: () => filter.end(),
    guide: () => {
      const open = filter.openCall;
      return open && (grammar ??= new CallGrammar(tools)).guide(open);
    },
    get isOver() {
      return filter.isOver;
    },
  };
}
