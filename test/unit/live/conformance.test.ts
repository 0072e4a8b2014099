/** The conformance list: Google's own client, in four versions, against the peer in the page over fixed answers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installLive, liveSocketFactory } from '../../../src/live/page/hand-over.ts';
import { toBase64 } from '../../../src/live/base64.ts';
import { kindOf, loadSdk, Recorded, SDKS, type Client, type ServerMessage } from './sdk.ts';
import { ANSWER, standIns, type StandIn } from './stand-in.ts';

const AUDIO = { responseModalities: ['AUDIO'] };
const TEXT = { responseModalities: ['TEXT'] };
const pcm = (bytes: number) => toBase64(new Uint8Array(bytes).fill(7));

describe.each(SDKS)('@google/genai %s', (version) => {
  let client: Client;
  let undo: () => void;
  let prepare: (standIn: StandIn) => void;
  let server: ReturnType<typeof standIns>;
  const open: Recorded[] = [];
  const connect = async (config: Record<string, unknown> = AUDIO, model?: string) => {
    const recorded = await Recorded.connect(client, model, config);
    open.push(recorded);
    return recorded;
  };
  const opened = async (config?: Record<string, unknown>, model?: string) => {
    const recorded = await connect(config, model);
    await recorded.until(({ setupComplete }) => setupComplete);
    return recorded;
  };

  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    prepare = () => undefined;
    server = standIns((standIn) => {
      prepare(standIn);
    });
    // Node 20 has none.
    vi.stubGlobal('WebSocket', EventTarget);
    undo = installLive(server.accept);
    const { GoogleGenAI } = await loadSdk(version);
    client = new GoogleGenAI({ apiKey: 'local' });
  });
  afterEach(() => {
    for (const recorded of open.splice(0)) recorded.session.close();
    undo();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('connects, and has its setup complete before anything else', async () => {
    const recorded = await opened();
    expect(recorded.order[0]).toBe('setupComplete');
  });

  it('connects by a factory of sockets, and by a base address', async () => {
    undo();
    const { GoogleGenAI } = await loadSdk(version);
    const other = new GoogleGenAI({ apiKey: 'local' });
    other.live.webSocketFactory = liveSocketFactory(server.accept);
    const byFactory = await Recorded.connect(other, undefined, AUDIO);
    open.push(byFactory);
    undo = installLive(server.accept);
    open.push(await Recorded.connect(new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: 'http://127.0.0.1:4173' } })));
    expect(server.all).toHaveLength(2);
  });

  it('is understood: model, voice, instructions, language, tools, detection', async () => {
    await opened({
      ...AUDIO,
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } }, languageCode: 'de-DE' },
      systemInstruction: 'Be brief.',
      tools: [{ functionDeclarations: [{ name: 'get_time', description: 'Tells the time.' }] }],
      realtimeInputConfig: {
        automaticActivityDetection: {
          silenceDurationMs: 700,
          prefixPaddingMs: 200,
          startOfSpeechSensitivity: 'START_SENSITIVITY_LOW',
        },
        activityHandling: 'NO_INTERRUPTION',
      },
    });
    expect(server.last.terms).toEqual({
      instructions: 'Be brief.',
      voice: 'af_kore',
      language: 'de-DE',
      spoken: true,
      detectsSpeech: true,
      interruptible: false,
      listening: { silenceMs: 700, prerollMs: 200, confirmMs: 400 },
      tools: [{ name: 'get_time', description: 'Tells the time.', parameters: null, blocking: true }],
      resume: null,
    });
  });

  it('is closed with a code and a reason where its setup can’t be had', async () => {
    const closed = vi.fn();
    const config = { ...AUDIO, speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Nobody' } } } };
    // 2.32 waits for ever, and 1.52 takes it for a connection.
    const connecting = client.live.connect({
      model: 'gemini-3.8-live',
      config,
      callbacks: { onmessage: vi.fn(), onclose: closed },
    });
    connecting.catch(() => undefined);
    await vi.waitFor(() => {
      expect(closed).toHaveBeenCalledWith(
        expect.objectContaining({ code: 1007, reason: "Requested voice 'Nobody' is not available." }),
      );
    });
    if (version.startsWith('3')) await expect(connecting).rejects.toThrow('code 1007');
  });

  it.each([
    ['audio', 16_000, 'audio/pcm;rate=16000'],
    ['audio', 48_000, 'audio/pcm;rate=48000'],
    ['audio', 16_000, 'audio/pcm'],
    ['media', 44_100, 'audio/pcm;rate=44100'],
  ])('sends sound as %s at %i Hz', async (name, rate, mimeType) => {
    const { session } = await opened();
    session.sendRealtimeInput({ [name]: { data: pcm(640), mimeType } });
    expect(server.last.asked('hear')).toEqual([{ kind: 'hear', bytes: new Uint8Array(640).fill(7), rate }]);
  });

  it('hears an answer: sound of 24 kHz in single parts, then the ends of generation and turn', async () => {
    const recorded = await opened();
    recorded.session.sendClientContent({ turns: 'What is the capital of France?' });
    await recorded.turn();
    expect(recorded.order).toEqual(['setupComplete', 'audio', 'generationComplete', 'turnComplete+usageMetadata']);
    for (const { serverContent } of recorded.messages) {
      const parts = serverContent?.modelTurn?.parts ?? [];
      if (parts.length > 0)
        expect(parts).toEqual([{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: expect.any(String) as string } }]);
    }
    const sound = recorded.messages.map(({ data }) => data ?? '').filter(Boolean);
    // 80 ms each; a client's buffer takes up to 320.
    expect(sound.map((data) => atob(data).length)).toEqual([3840, 3840, 3840]);
    const end = recorded.messages.at(-1);
    expect(end?.usageMetadata).toMatchObject({ promptTokenCount: 12, responseTokenCount: 7, totalTokenCount: 19 });
    expect(end?.serverContent).toMatchObject({ turnComplete: true, interactionStatus: 'IDLE' });
  });

  it('reads an answer in text', async () => {
    const recorded = await opened(TEXT, 'gemini-live-2.5-flash-preview');
    recorded.session.sendClientContent({ turns: [{ role: 'user', parts: [{ text: 'Hello' }] }] });
    await recorded.turn();
    expect(recorded.order).toEqual(['setupComplete', 'text', 'generationComplete', 'turnComplete+usageMetadata']);
    expect(recorded.messages.map(({ text }) => text ?? '').join('')).toBe(ANSWER);
    expect(server.last.asked('add')).toEqual([{ kind: 'add', lines: [{ role: 'user', text: 'Hello' }] }]);
  });

  it('sends text as it is typed', async () => {
    const recorded = await opened();
    recorded.session.sendRealtimeInput({ text: 'Are you there?' });
    await recorded.turn();
    expect(server.last.asked('ask')).toEqual([{ kind: 'ask', text: 'Are you there?' }]);
  });

  it.each(['media', 'video'])('sends pictures as %s', async (name) => {
    const { session } = await opened();
    session.sendRealtimeInput({ [name]: { data: pcm(30), mimeType: 'image/jpeg' } });
    expect(server.last.asked('see')).toEqual([{ kind: 'see', bytes: new Uint8Array(30).fill(7), mimeType: 'image/jpeg' }]);
  });

  it('says by itself when the user speaks', async () => {
    const recorded = await opened({ ...AUDIO, realtimeInputConfig: { automaticActivityDetection: { disabled: true } } });
    const audio = { data: pcm(64), mimeType: 'audio/pcm;rate=16000' };
    recorded.session.sendRealtimeInput({ audio });
    recorded.session.sendRealtimeInput({ activityStart: {} });
    recorded.session.sendRealtimeInput({ audio });
    recorded.session.sendRealtimeInput({ activityEnd: {} });
    await recorded.turn();
    // What was outside is none of the user's words.
    expect(server.last.asks.slice(1).map(({ kind }) => kind)).toEqual(['hold', 'hear', 'hold']);
  });

  it('may not say so where speech is detected', async () => {
    const recorded = await opened();
    recorded.session.sendRealtimeInput({ activityStart: {} });
    expect(await recorded.untilClosed()).toEqual({
      code: 1007,
      reason: 'Explicit activity control is not supported when automatic activity detection is enabled.',
    });
  });

  it('ends its sound', async () => {
    const recorded = await opened();
    recorded.session.sendRealtimeInput({ audioStreamEnd: true });
    await recorded.turn();
    expect(server.last.asked('sound-ends')).toHaveLength(1);
  });

  it('interrupts: the word for it stands alone, the turn ends, and no sound of it comes any more', async () => {
    prepare = (standIn) => {
      standIn.answer = null;
    };
    const recorded = await opened({ ...AUDIO, outputAudioTranscription: {} });
    recorded.session.sendRealtimeInput({ text: 'Tell me a story.' });
    const { last } = server;
    last.tell({ kind: 'words', turn: 1, delta: 'Once upon a time there was a king.' });
    last.sound();
    last.tell({ kind: 'heard', turn: 1, delta: 'Once upon ' });
    last.tell({ kind: 'turn-end', turn: 1, reason: 'interrupted' });
    last.sound();
    last.tell({ kind: 'made', turn: 1 });
    await recorded.turn();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(recorded.order).toEqual(['setupComplete', 'audio', 'outputTranscription', 'interrupted', 'turnComplete']);
    expect(recorded.messages.find(({ serverContent }) => serverContent?.interrupted)).toEqual({
      serverContent: { interrupted: true },
    });
    expect(transcription(recorded.messages)).toBe('Once upon ');
  });

  it('has both sides written down where it wants that', async () => {
    const recorded = await opened({ ...AUDIO, inputAudioTranscription: {}, outputAudioTranscription: {} });
    recorded.session.sendRealtimeInput({ audioStreamEnd: true });
    await recorded.turn();
    expect(recorded.order.slice(0, 3)).toEqual(['setupComplete', 'inputTranscription', 'audio']);
    expect(transcription(recorded.messages)).toBe(ANSWER);
    // The last words come before the end of generation, with which streams are closed.
    expect(recorded.order.slice(-2)).toEqual(['generationComplete', 'turnComplete+usageMetadata']);
  });

  it('has nothing written down where it does not', async () => {
    const recorded = await opened();
    recorded.session.sendRealtimeInput({ audioStreamEnd: true });
    await recorded.turn();
    expect(recorded.order.join()).not.toContain('ranscription');
  });

  it('is asked to call a function, and what it answers is passed on', async () => {
    prepare = (standIn) => {
      standIn.answer = null;
    };
    const recorded = await opened({ ...AUDIO, tools: [{ functionDeclarations: [{ name: 'get_time' }] }] });
    recorded.session.sendRealtimeInput({ text: 'How late is it?' });
    server.last.tell({ kind: 'tool-call', id: 'call-1', name: 'get_time', args: { zone: 'Europe/Paris' } });
    await recorded.until(({ toolCall }) => toolCall);
    expect(recorded.messages.at(-1)?.toolCall).toEqual({
      functionCalls: [{ id: 'call-1', name: 'get_time', args: { zone: 'Europe/Paris' } }],
    });
    const response = {
      id: 'call-1',
      name: 'get_time',
      response: { output: 'noon' },
      scheduling: 'INTERRUPT',
      willContinue: true,
    };
    recorded.session.sendToolResponse({ functionResponses: [response] });
    recorded.session.sendToolResponse({ functionResponses: { id: 'call-1', name: 'get_time', response: { output: 'one' } } });
    recorded.session.sendToolResponse({ functionResponses: { id: 'call-1', name: 'get_time', response: { output: 'late' } } });
    const result = { id: 'call-1', name: 'get_time' };
    expect(server.last.asked('tool-result').map((ask) => ask.result)).toEqual([
      { ...result, response: { output: 'noon' }, timing: 'interrupt', willContinue: true },
      { ...result, response: { output: 'one' }, timing: 'when-idle', willContinue: false },
    ]);
  });

  it('has its calls cancelled by an interruption', async () => {
    prepare = (standIn) => {
      standIn.answer = null;
    };
    const recorded = await opened({ ...AUDIO, tools: [{ functionDeclarations: [{ name: 'get_time' }] }] });
    recorded.session.sendRealtimeInput({ text: 'How late is it?' });
    const { last } = server;
    last.tell({ kind: 'tool-call', id: 'call-1', name: 'get_time', args: {} });
    last.tell({ kind: 'tool-cancel', ids: ['call-1', 'call-2'] });
    last.tell({ kind: 'turn-end', turn: 1, reason: 'interrupted' });
    await recorded.turn();
    expect(recorded.order.slice(1)).toEqual(['toolCall', 'toolCallCancellation', 'interrupted', 'turnComplete']);
    expect(recorded.messages.find(({ toolCallCancellation }) => toolCallCancellation)?.toolCallCancellation).toEqual({
      ids: ['call-1'],
    });
    recorded.session.sendToolResponse({ functionResponses: { id: 'call-1', name: 'get_time', response: {} } });
    expect(last.asked('tool-result')).toEqual([]);
  });

  it('is told when the connection will end', async () => {
    const recorded = await opened();
    server.last.tell({ kind: 'ending', ms: 60_000 });
    await recorded.until(({ goAway }) => goAway);
    expect(recorded.messages.at(-1)?.goAway).toEqual({ timeLeft: '60s' });
  });

  it('goes on under a name, which it is not given while an answer is under way', async () => {
    const recorded = await opened({ ...AUDIO, sessionResumption: {} });
    recorded.session.sendRealtimeInput({ text: 'Hello' });
    await recorded.turn();
    await recorded.until(({ sessionResumptionUpdate }) => sessionResumptionUpdate?.newHandle.endsWith('.2'));
    const updates = recorded.messages.flatMap(({ sessionResumptionUpdate }) => sessionResumptionUpdate ?? []);
    expect(updates.map(({ resumable }) => resumable)).toEqual([true, false, true]);
    const names = server.last.asked('keep').map(({ name }) => name);
    expect(updates.map(({ newHandle }) => newHandle)).toEqual([names[0], '', names[1]]);
    await opened({ ...AUDIO, sessionResumption: { handle: names[1] } });
    expect(server.last.terms.resume).toBe(names[1]);
  });

  it('is closed where that name is not known any more', async () => {
    prepare = (standIn) => {
      standIn.isReady = false;
    };
    void client.live
      .connect({
        model: 'm',
        config: { sessionResumption: { handle: 'gone' } },
        callbacks: {
          onmessage: vi.fn(),
          onclose: (event) => {
            seen(event.code, event.reason);
          },
        },
      })
      .catch(() => undefined);
    const seen = vi.fn();
    await vi.waitFor(() => {
      expect(server.all).toHaveLength(1);
      expect(server.last.asks).toHaveLength(1);
    });
    server.last.tell({ kind: 'unable', why: 'no-such-conversation', message: 'BidiGenerateContent session not found' });
    await vi.waitFor(() => {
      expect(seen).toHaveBeenCalledWith(1008, 'BidiGenerateContent session not found');
    });
  });

  it.skipIf(version === '1.52')('changes its instructions', async () => {
    const { session } = await opened();
    session.sendContextUpdate?.({ systemInstruction: 'Speak like a pirate.' });
    expect(server.last.asked('change')).toEqual([{ kind: 'change', terms: { instructions: 'Speak like a pirate.' } }]);
  });

  it('tells what was said before, without an answer to it', async () => {
    const recorded = await opened();
    const turns = [
      { role: 'user', parts: [{ text: 'My name is Ada.' }] },
      { role: 'model', parts: [{ text: 'Hello Ada.' }] },
    ];
    recorded.session.sendClientContent({ turns, turnComplete: false });
    const lines = [
      { role: 'user', text: 'My name is Ada.' },
      { role: 'assistant', text: 'Hello Ada.' },
    ];
    expect(server.last.asks.slice(1)).toEqual([{ kind: 'add', lines }]);
    // Nothing is the user's to be answered.
    recorded.session.sendClientContent({ turnComplete: true });
    await recorded.turn();
    expect(recorded.messages.at(-1)?.serverContent?.turnCompleteReason).toBe('NEED_MORE_INPUT');
  });

  it('reads every frame in order, however long it is', async () => {
    prepare = (standIn) => {
      standIn.answer = null;
    };
    const recorded = await opened({ ...AUDIO, outputAudioTranscription: {} });
    recorded.session.sendRealtimeInput({ text: 'Count.' });
    const { last } = server;
    for (let index = 0; index < 20; index += 1) {
      last.tell({ kind: 'words', turn: 1, delta: `${index} ` });
      if (index % 3 === 0) last.sound();
      last.tell({ kind: 'heard', turn: 1, delta: `${index} ` });
    }
    last.tell({ kind: 'turn-end', turn: 1, reason: 'complete' });
    await recorded.turn();
    expect(transcription(recorded.messages)).toBe(Array.from({ length: 20 }, (_, index) => `${index} `).join(''));
    expect(kindOf(recorded.messages.at(-1) ?? {})).toBe('turnComplete');
  });

  it('ends the conversation when it closes', async () => {
    const recorded = await opened();
    recorded.session.close();
    expect(server.last.isEnded).toBe(true);
    server.last.sound();
    await recorded.untilClosed();
    expect(recorded.order).toEqual(['setupComplete']);
  });

  it('leaves nothing open behind it, however often it comes', async () => {
    const ports = () => process.getActiveResourcesInfo().filter((kind) => /port|timeout/i.test(kind)).length;
    const visit = async () => {
      const recorded = await Recorded.connect(client, undefined, AUDIO);
      recorded.session.sendRealtimeInput({ text: 'Hello' });
      await recorded.turn();
      recorded.session.close();
      await recorded.untilClosed();
    };
    await visit();
    const before = ports();
    for (let count = 0; count < 10; count += 1) await visit();
    expect(ports()).toBeLessThanOrEqual(before);
    expect(server.all.every(({ isEnded }) => isEnded)).toBe(true);
  });

  it('hears of an answer in time, though there is none yet', async () => {
    prepare = (standIn) => {
      standIn.answer = null;
    };
    const recorded = await opened();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    recorded.session.sendRealtimeInput({ text: 'Think.' });
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await recorded.until((message) => kindOf(message) === 'audio');
  });
});

function transcription(messages: readonly ServerMessage[]): string {
  return messages.map(({ serverContent }) => serverContent?.outputTranscription?.text ?? '').join('');
}
