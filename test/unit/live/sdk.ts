/** Google's own client, in the versions that are in use, as far as these tests use it. */
export type ServerMessage = {
  setupComplete?: { sessionId?: string };
  serverContent?: {
    modelTurn?: { parts?: { text?: string; inlineData?: { mimeType: string; data: string } }[] };
    inputTranscription?: { text: string };
    outputTranscription?: { text: string };
    generationComplete?: boolean;
    turnComplete?: boolean;
    turnCompleteReason?: string;
    interactionStatus?: string;
    interrupted?: boolean;
  };
  toolCall?: { functionCalls: { id: string; name: string; args: unknown }[] };
  toolCallCancellation?: { ids: string[] };
  usageMetadata?: { promptTokenCount: number; responseTokenCount: number; totalTokenCount: number };
  goAway?: { timeLeft: string };
  sessionResumptionUpdate?: { newHandle: string; resumable: boolean };
  voiceActivity?: { voiceActivityType: string };
  text?: string;
  data?: string;
};

export type LiveSession = {
  sendRealtimeInput(input: Record<string, unknown>): void;
  sendClientContent(content: Record<string, unknown>): void;
  sendToolResponse(response: Record<string, unknown>): void;
  sendContextUpdate?(update: Record<string, unknown>): void;
  close(): void;
};

export type Client = {
  live: {
    connect(options: {
      model: string;
      config?: Record<string, unknown>;
      callbacks: {
        onopen?: () => void;
        onmessage: (message: ServerMessage) => void;
        onerror?: (event: unknown) => void;
        onclose?: (event: { code: number; reason: string }) => void;
      };
    }): Promise<LiveSession>;
    webSocketFactory: unknown;
  };
};

export type Sdk = { GoogleGenAI: new (options: Record<string, unknown>) => Client };

export const SDKS = ['1.52', '2.32', '3.1', '3.3'] as const;
export type SdkVersion = (typeof SDKS)[number];

/** The bundle for browsers: it opens the page's WebSocket. */
export async function loadSdk(version: SdkVersion): Promise<Sdk> {
  const { href } = new URL(`../../../node_modules/genai-${version}/dist/web/index.mjs`, import.meta.url);
  return (await import(/* @vite-ignore */ href)) as Sdk;
}

/** A session with everything that came, in order. */
export class Recorded {
  readonly messages: ServerMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  session!: LiveSession;
  #wake: () => void = () => undefined;

  static async connect(
    client: Client,
    model = 'gemini-2.5-flash-native-audio-preview-12-2025',
    config?: Record<string, unknown>,
  ) {
    const recorded = new Recorded();
    recorded.session = await client.live.connect({
      model,
      ...(config === undefined ? {} : { config }),
      callbacks: {
        onmessage: (message) => {
          recorded.messages.push(message);
          recorded.#wake();
        },
        onclose: ({ code, reason }) => {
          recorded.closed = { code, reason };
          recorded.#wake();
        },
      },
    });
    return recorded;
  }

  /** Resolves when a message like this has come, or came before. */
  async until(isIt: (message: ServerMessage) => unknown): Promise<void> {
    while (!this.messages.some(isIt)) {
      if (this.closed) throw new Error(`Closed: ${this.closed.code} ${this.closed.reason}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.closed;
  }

  async turn(): Promise<void> {
    await this.until(({ serverContent }) => serverContent?.turnComplete);
  }

  /** What came, in a word each; the same in a row once. */
  get order(): string[] {
    return this.messages.map(kindOf).filter((kind, index, all) => kind !== all[index - 1]);
  }
}

/** `audio`, `turnComplete+usageMetadata` … */
export function kindOf(message: ServerMessage): string {
  const { serverContent, ...rest } = message;
  const content = Object.keys(serverContent ?? {}).filter((name) => !['turnCompleteReason', 'interactionStatus'].includes(name));
  const names = content.map((name) => {
    if (name !== 'modelTurn') return name;
    return serverContent?.modelTurn?.parts?.[0]?.inlineData ? 'audio' : 'text';
  });
  return [...names, ...Object.keys(rest)].join('+');
}
