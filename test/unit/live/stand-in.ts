/** A conversation with fixed answers in place of models and rules, and stock clients to talk to it. */
import type { Ask, LiveConversation, Samples, Terms, Told } from '../../../src/live/neutral.ts';
import { gemini } from '../../../src/live/gemini/codec.ts';
import type { Accept } from '../../../src/live/page/live-socket.ts';
import { LivePeer } from '../../../src/live/page/peer.ts';

export const ANSWER = 'The capital of France is Paris.';

/** Answers whatever it is asked; what is spoken counts as asked once it is over. */
export class StandIn implements LiveConversation {
  readonly asks: Ask[] = [];
  readonly tell: (told: Told) => void;
  isEnded = false;
  /** Says that models are there as soon as it is begun. */
  isReady = true;
  /** What it says; null: nothing comes, until the test has it come. */
  answer: string | null = ANSWER;
  turn = 0;

  constructor(tell: (told: Told) => void) {
    this.tell = tell;
  }

  ask(ask: Ask): void {
    this.asks.push(ask);
    if (ask.kind === 'begin' && this.isReady)
      queueMicrotask(() => {
        this.tell({ kind: 'ready' });
      });
    if (ask.kind === 'ask' || ask.kind === 'answer') this.begin();
    if (ask.kind === 'sound-ends' || (ask.kind === 'hold' && !ask.down)) this.begin('What is the capital of France?');
  }

  end(): void {
    this.isEnded = true;
  }

  /** A turn from its beginning to its end; where there is no answer, to its beginning. */
  begin(said?: string): void {
    this.turn += 1;
    const { turn } = this;
    this.tell({ kind: 'turn-start', turn });
    if (said !== undefined) this.tell({ kind: 'user-said', turn, text: said });
    if (this.answer === null) return;
    this.tell({ kind: 'words', turn, delta: this.answer });
    if (this.terms.spoken) {
      for (const from of [0, 1, 2]) {
        this.sound(from);
        this.tell({ kind: 'heard', turn, delta: this.answer.slice(from * 10, from * 10 + 10) });
      }
      this.tell({ kind: 'made', turn });
    }
    this.tell({ kind: 'usage', turn, usage: { promptTokens: 12, responseTokens: 7 } });
    this.tell({ kind: 'turn-end', turn, reason: 'complete' });
  }

  /** 80 ms of a tone that rises. */
  sound(step = 0): void {
    const samples: Samples = Float32Array.from({ length: 1920 }, (_, index) => Math.sin(index * (0.05 + step * 0.01)) * 0.5);
    this.tell({ kind: 'sound', turn: this.turn, samples });
  }

  get terms(): Terms {
    for (const ask of this.asks) if (ask.kind === 'begin') return ask.terms;
    throw new Error('It was not begun');
  }

  asked<Kind extends Ask['kind']>(kind: Kind): Extract<Ask, { kind: Kind }>[] {
    return this.asks.filter((ask): ask is Extract<Ask, { kind: Kind }> => ask.kind === kind);
  }
}

/** Accepts clients; each gets a stand-in, the last of which is `last`. */
export function standIns(prepare: (standIn: StandIn) => void = () => undefined) {
  const all: StandIn[] = [];
  const accept: Accept = (wire) =>
    new LivePeer(
      gemini,
      (tell) => {
        const standIn = new StandIn(tell);
        prepare(standIn);
        all.push(standIn);
        return standIn;
      },
      wire,
    );
  return {
    accept,
    all,
    get last(): StandIn {
      const last = all.at(-1);
      if (!last) throw new Error('Nobody has connected');
      return last;
    },
  };
}
