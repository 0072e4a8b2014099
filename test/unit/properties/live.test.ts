/** Whatever a client sends, in whatever order: a code and a reason, and never anything worse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gemini } from '../../../src/live/gemini/codec.ts';
import { FIELDS } from '../../../src/live/gemini/fields.ts';
import { numbers } from '../../numbers.ts';
import type { CodecEffect, CodecEvent, Told } from '../../../src/live/neutral.ts';

const SETUP = '{"setup":{"sessionResumption":{},"outputAudioTranscription":{}}}';
const JUNK: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e300,
  '',
  'x',
  '\u0000',
  '\ud800',
  [],
  [[]],
  [null],
  {},
  { a: {} },
  [{ text: 1 }],
];

/** Draws by a generator that is fast, since fast-check's own take a millisecond a frame; a run is told by its seed. */
class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = numbers(seed);
  }

  below(count: number): number {
    return Math.floor(this.#next() * count);
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** A frame as a client would send it; half of them with something else in the place of some value, cut short, or damaged. */
  frame(): string {
    const { path, example } = this.of(FIELDS);
    const names = path.split('.');
    const at = this.below(4) === 0 ? this.below(names.length + 1) : names.length;
    const inner = at === names.length ? example : this.of(JUNK);
    const frame = names
      .slice(0, at + 1)
      .reduceRight(
        (below, name) =>
          name.endsWith('[]') && at === names.length ? { [name.slice(0, -2)]: [below] } : { [name.replace('[]', '')]: below },
        inner,
      );
    const text = JSON.stringify(frame);
    const cut = this.below(text.length + 1);
    switch (this.below(12)) {
      case 0:
        return text.slice(0, cut);
      case 1:
        return text.slice(0, cut) + this.of(['}', '"', '\\', '\u2028', '0', '[']) + text.slice(cut + 1);
      case 2:
        return JSON.stringify(this.of(JUNK));
      case 3:
        return JSON.stringify({
          ...(frame as object),
          [this.of(['setup', 'clientContent', 'realtimeInput', 'foo'])]: this.of(JUNK),
        });
      default:
        return text;
    }
  }

  told(): Told {
    const turn = this.below(4);
    const id = String(this.below(3));
    return this.of<Told>([
      { kind: 'ready' },
      { kind: 'voice-start' },
      { kind: 'ending', ms: 1_500 },
      { kind: 'turn-start', turn },
      { kind: 'user-said', turn, text: 'Grüß Gott' },
      { kind: 'words', turn, delta: 'naïve 🙂' },
      { kind: 'heard', turn, delta: 'naï' },
      { kind: 'sound', turn, samples: new Float32Array(4) },
      { kind: 'made', turn },
      { kind: 'turn-end', turn, reason: this.of(['complete', 'interrupted', 'failed']) },
      { kind: 'tool-call', id, name: 'f', args: {} },
      { kind: 'tool-cancel', ids: [id] },
    ]);
  }

  event(): CodecEvent {
    const kind = this.below(10);
    if (kind < 6) return { kind: 'frame', text: this.frame(), at: 0 };
    return kind < 9
      ? { kind: 'told', told: this.told(), at: 0 }
      : { kind: 'timer', timer: this.of(['setup', 'ready', 'announce']), at: 0 };
  }
}

describe('100,000 events of a client and a conversation, frames malformed, truncated and out of order', () => {
  it('close with a code and a reason, or are passed over; none crashes it, and nothing grows', () => {
    let events = 0;
    let closed = 0;
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, isSetUp) => {
        const draw = new Draw(seed);
        const opened = () =>
          isSetUp ? gemini.reduce(gemini.initial('id'), { kind: 'frame', text: SETUP, at: 0 }).state : gemini.initial('id');
        let state = opened();
        for (let count = 0; count < 500; count += 1) {
          events += 1;
          const { state: next, effects } = gemini.reduce(state, draw.event());
          for (const [index, effect] of effects.entries()) {
            check(effect);
            if (effect.kind === 'close' && index !== effects.length - 1) throw new Error('Something comes after a close');
          }
          closed += Number(next.phase === 'closed');
          // One that was closed begins anew, so that what comes later is tried as well.
          state = next.phase === 'closed' ? opened() : next;
          if (state.calls.length > 3) throw new Error('Calls pile up');
        }
        return JSON.stringify(state).length < 100_000;
      }),
      { numRuns: 200 },
    );
    expect(events).toBe(100_000);
    expect(closed).toBeGreaterThan(1_000);
  });

  const nested = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

  it.each([
    ['nested deeper than any stack', '['.repeat(1_000_000)],
    ['nested deeper than any stack, and closed', `{"setup":${nested}}`],
    [
      'nested in what is the client’s own',
      `{"setup":{"tools":[{"functionDeclarations":[{"name":"f","parameters":${nested}}]}]}}`,
    ],
    ['larger than is taken', `{"setup":{"a":"${'a'.repeat(15_000_000)}"}}`],
    ['with a name of the language’s own', '{"__proto__":{"setup":{}},"constructor":{}}'],
    ['nothing', ''],
    ['null', 'null'],
  ])('a frame that is %s', (_, frame) => {
    const { effects } = gemini.reduce(gemini.initial('id'), { kind: 'frame', text: frame, at: 0 });
    expect(effects).toHaveLength(1);
    expect(effects[0]).toMatchObject({ kind: 'close' });
    effects.forEach(check);
  });
});

/** Throws where a client could not make sense of it. */
function check(effect: CodecEffect): void {
  if (effect.kind === 'close') {
    const { code, reason } = effect;
    if (![1007, 1008, 1009].includes(code)) throw new Error(`It closes with ${code}: ${reason}`);
    if (reason.length < 6 || reason.length > 123) throw new Error(`It closes for “${reason}”`);
  }
  if (effect.kind !== 'send') return;
  const { frame } = effect;
  if (!/^[\x20-\x7e]+$/.test(frame)) throw new Error(`More than ASCII: ${frame}`);
  const { serverContent, usageMetadata, ...rest } = JSON.parse(frame) as Record<string, unknown>;
  if (Object.keys(rest).length + (serverContent ? 1 : 0) !== 1) throw new Error(`Two messages in one: ${frame}`);
  if (frame.includes('interrupted') && frame !== '{"serverContent":{"interrupted":true}}') throw new Error(`Not alone: ${frame}`);
  if (usageMetadata && !frame.includes('turnComplete')) throw new Error(`Counts where nobody looks: ${frame}`);
}
