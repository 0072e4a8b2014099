/** Sound between a client and a conversation: bytes and rates, what waits before the ears, and what is sent ahead of being heard. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../src/live/base64.ts';
import { HEARD_RATE, IncomingSound, MOST_WAITING_MS } from '../../../src/live/incoming.ts';
import { LEAD_MS, OutgoingSound } from '../../../src/live/outgoing.ts';
import { Pcm16Reader, Resampler, toPcm16 } from '../../../src/live/pcm16.ts';
import type { PlaybackReport } from '../../../src/protocol/audio-messages.ts';

const tone = (hz: number, rate: number, count: number) =>
  Float32Array.from({ length: count }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hz * index) / rate));
const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

describe('Base64', () => {
  it('is Node’s, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(bytes);
        expect(fromBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
        // As Android writes it.
        expect(fromBase64(text.replaceAll(/.{76}/g, '$&\n') + '\n')).toEqual(bytes);
      }),
    );
  });

  it.each(['A', 'AB$=', 'äöü=', 'AAAAA', 'A=', 'AA=AA'])('is not “%s”', (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});

describe('PCM16', () => {
  it('comes back as it was, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 50 }), fc.array(fc.nat(7)), (values, cuts) => {
        const bytes = new Uint8Array(Int16Array.from(values).buffer);
        const reader = new Pcm16Reader();
        const read: number[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          read.push(...reader.read(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(read.map((sample) => sample * 32_768)).toEqual(values);
      }),
    );
  });

  it('is clipped where it is too loud', () => {
    expect([...new Int16Array(toPcm16(Float32Array.of(2, -2, 0)).buffer)]).toEqual([32_767, -32_767, 0]);
  });
});

describe('another rate', () => {
  it.each([8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 11_111])(
    '%i Hz keeps a tone, in pieces of any length',
    (rate) => {
      const resampler = new Resampler(rate, HEARD_RATE);
      const heard: number[] = [];
      const said = tone(440, rate, rate);
      for (let from = 0; from < said.length; from += 777) heard.push(...resampler.push(said.subarray(from, from + 777)));
      expect(heard.length).toBeGreaterThan(HEARD_RATE - 200);
      expect(heard.length).toBeLessThanOrEqual(HEARD_RATE);
      const middle = Float32Array.from(heard.slice(1_000, 15_000));
      const wanted = tone(440, HEARD_RATE, HEARD_RATE).subarray(1_000, 15_000);
      expect(power(middle)).toBeCloseTo(power(wanted), 2);
      expect(power(middle.map((sample, index) => sample - (wanted[index] ?? 0)))).toBeLessThan(1e-4);
    },
  );

  it('leaves out what would fold over into speech', () => {
    const heard = new Resampler(48_000, HEARD_RATE).push(tone(12_000, 48_000, 48_000));
    expect(power(heard.subarray(1_000))).toBeLessThan(1e-6);
  });
});

describe('what waits before the ears', () => {
  const listening = () => {
    const heard = { samples: 0, marks: [] as string[], droppedMs: 0 };
    const incoming = new IncomingSound({
      sound: (samples) => (heard.samples += samples.length),
      hold: (down) => heard.marks.push(`${down ? 'down' : 'up'}@${heard.samples}`),
      dropped: (ms) => (heard.droppedMs += ms),
    });
    return { heard, incoming };
  };
  const silence = (ms: number) => new Uint8Array(ms * 32);

  it('is nothing at the pace of speech', () => {
    const { heard, incoming } = listening();
    for (let at = 0; at < 10_000; at += 50) {
      incoming.push(silence(50), HEARD_RATE, at);
      expect(incoming.waitingMs).toBe(0);
    }
    expect(heard.samples).toBe(160_000);
  });

  it('is handed on at twice the pace of speech where it comes at once', () => {
    const { heard, incoming } = listening();
    incoming.push(silence(10_000), HEARD_RATE, 0);
    expect(heard.samples / 16).toBeLessThan(2_000);
    for (let at = 0; at <= 5_000; at += 20) incoming.advance(at);
    expect(heard.samples / 16).toBe(10_000);
  });

  it('is a minute at the most: the oldest goes, and that is said', () => {
    const { heard, incoming } = listening();
    incoming.holdBack(true, 0);
    for (let index = 0; index < 200; index += 1) incoming.push(silence(1_000), HEARD_RATE, index);
    expect(incoming.waitingMs).toBeLessThanOrEqual(MOST_WAITING_MS);
    expect(heard.droppedMs + incoming.waitingMs).toBe(200_000);
  });

  it('is in pieces of some length, however short those are that come', () => {
    let pieces = 0;
    const incoming = new IncomingSound({ sound: () => (pieces += 1), hold: () => undefined, dropped: () => undefined });
    incoming.holdBack(true, 0);
    for (let index = 0; index < 16_000; index += 1) incoming.push(new Uint8Array(2), HEARD_RATE, index);
    incoming.holdBack(false, 16_000);
    for (let at = 16_000; at < 32_000; at += 20) incoming.advance(at);
    expect(incoming.isEmpty).toBe(true);
    expect(pieces).toBe(50);
  });

  it('is resampled only as far as it can wait', () => {
    const { heard, incoming } = listening();
    incoming.holdBack(true, 0);
    incoming.push(new Uint8Array(2 * 4_000 * 100), 4_000, 0);
    expect(incoming.waitingMs).toBeLessThanOrEqual(MOST_WAITING_MS);
    expect(heard.droppedMs).toBeCloseTo(40_000, -2);
  });

  it('is bounded where nothing but marks come', () => {
    const { heard, incoming } = listening();
    incoming.holdBack(true, 0);
    for (let index = 0; index < 10_000; index += 1) incoming.hold(index % 2 === 0, index);
    expect(incoming.waitingMs).toBeLessThanOrEqual(MOST_WAITING_MS);
    incoming.holdBack(false, 10_000);
    for (let at = 10_000; at < 100_000; at += 100) incoming.advance(at);
    expect(incoming.isEmpty).toBe(true);
    expect(heard.marks.length).toBeLessThan(1_000);
    expect(heard.marks.at(-1)).toContain('up');
  });

  it('keeps marks where they were in the sound, and silence behind the last', () => {
    const { heard, incoming } = listening();
    incoming.hold(true, 0);
    incoming.push(silence(3_000), HEARD_RATE, 0);
    incoming.hold(false, 0);
    for (let at = 0; at <= 4_000; at += 20) incoming.advance(at);
    expect(heard.marks).toEqual(['down@0', 'up@48000']);
    expect(heard.samples).toBeGreaterThan(48_000 + 1536);
  });
});

describe('what is sent', () => {
  const sending = () => {
    const sent: { turn: number; samples: number; at: number }[] = [];
    const reports: PlaybackReport[] = [];
    const made: number[] = [];
    let at = 0;
    const outgoing = new OutgoingSound({
      sound: (turn, samples) => sent.push({ turn, samples: samples.length, at }),
      made: (turn) => made.push(turn),
      report: (report) => reports.push(report),
    });
    const pass = (ms: number) => {
      for (const end = at + ms; at < end;) {
        at += 20;
        outgoing.advance(at);
      }
    };
    const say = (turn: number, ms: number) => {
      outgoing.push({ kind: 'pcm', turn, index: 0, samples: new Float32Array(ms * 24) }, at);
      outgoing.push({ kind: 'pcm-end', turn }, at);
    };
    const total = () => sent.reduce((sum, { samples }) => sum + samples, 0) / 24;
    return { sent, reports, made, outgoing, pass, say, total, at: () => at };
  };

  it('is nothing before the turn is open, and as much as the lead at once', () => {
    const { outgoing, say, pass, total } = sending();
    say(1, 5_000);
    pass(100);
    expect(total()).toBe(0);
    outgoing.command({ kind: 'open', turn: 1 }, 100);
    expect(total()).toBeGreaterThanOrEqual(LEAD_MS);
    expect(total()).toBeLessThan(LEAD_MS + 100);
  });

  it('is never further ahead, and is heard to the end when its time is over', () => {
    const { outgoing, say, pass, total, reports, made, at } = sending();
    outgoing.command({ kind: 'open', turn: 1 }, 0);
    say(1, 2_000);
    for (let step = 0; step < 70; step += 1) {
      pass(20);
      expect(total() - at()).toBeLessThanOrEqual(LEAD_MS + 80);
    }
    expect(made).toEqual([]);
    pass(300);
    expect(made).toEqual([1]);
    expect(reports.map(({ kind }) => kind)).not.toContain('played');
    pass(400);
    expect(reports.at(-1)).toEqual({ kind: 'played', turn: 1, samples: 48_000 });
    expect(outgoing.isBusy).toBe(false);
  });

  it('stops at a pause, goes on where it stopped, and loses nothing', () => {
    const { outgoing, say, pass, total, reports, at } = sending();
    outgoing.command({ kind: 'open', turn: 1 }, 0);
    say(1, 2_000);
    pass(500);
    outgoing.command({ kind: 'pause' }, at());
    const before = total();
    pass(2_000);
    expect(total()).toBe(before);
    outgoing.command({ kind: 'resume' }, at());
    pass(2_000);
    expect(total()).toBe(2_000);
    expect(reports.at(-1)?.kind).toBe('played');
  });

  it('is over with a cancel: it counts as heard so far, and nothing of it comes any more', () => {
    const { outgoing, say, pass, sent, reports, at } = sending();
    outgoing.command({ kind: 'open', turn: 1 }, 0);
    say(1, 5_000);
    pass(1_000);
    outgoing.command({ kind: 'cancel', turn: 1 }, at());
    const count = sent.length;
    expect(reports.at(-1)).toMatchObject({ kind: 'cancelled', turn: 1 });
    expect((reports.at(-1) as { samples: number }).samples / 24).toBeCloseTo(1_000, -2);
    say(1, 5_000);
    pass(1_000);
    expect(sent.length).toBe(count);
    outgoing.command({ kind: 'open', turn: 2 }, at());
    say(2, 200);
    pass(500);
    expect(sent.slice(count).every(({ turn }) => turn === 2)).toBe(true);
  });

  it('counts as heard where the client says that it was', () => {
    const { outgoing, say, pass, reports, at } = sending();
    outgoing.command({ kind: 'open', turn: 1 }, 0);
    say(1, 5_000);
    pass(1_000);
    outgoing.heardUpTo(1, 300, at());
    outgoing.command({ kind: 'cancel', turn: 1 }, at());
    expect(reports.at(-1)).toEqual({ kind: 'cancelled', turn: 1, samples: 7_200 });
  });
});
