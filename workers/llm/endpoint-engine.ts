/**
 * A language model on a server that the user named, through the chat API that OpenAI made common: `POST …/chat/completions`, streamed.
 *
 * What is sent goes there and nowhere else: no redirect is followed. What comes back in an error is not repeated, since servers quote
 * what they were asked.
 */
import { createParser } from 'eventsource-parser';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import type { ChatMessage } from '../../src/protocol/messages.ts';
import type { LoadJob } from '../serve.ts';
import { toDataUrl } from './data-url.ts';
import type { Engine, Piece } from './engine.ts';

type Endpoint = NonNullable<LlmSpec['endpoint']>;

/** The part of a streamed answer that is read. Servers leave out what they don't know. */
type Chunk = {
  choices?: { delta?: { content?: string | null }; finish_reason?: string | null }[];
  usage?: {
    completion_tokens?: number;
    prompt_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number } | null;
  } | null;
  error?: unknown;
};

/** Nothing is asked of the server before there is a question. */
export function load({ spec }: LoadJob<LlmSpec>): Promise<Engine> {
  if (!spec.endpoint) throw new RangeError(`${spec.id} has no server`);
  return Promise.resolve(new EndpointEngine(spec.endpoint, spec.sees));
}

class EndpointEngine implements Engine {
  readonly outlivesFailures = true;
  readonly #endpoint: Endpoint;
  readonly #sees: boolean;
  readonly #host: string;
  #running: AbortController | null = null;

  constructor(endpoint: Endpoint, sees: boolean) {
    this.#endpoint = endpoint;
    this.#sees = sees;
    this.#host = new URL(endpoint.url).host;
  }

  async *generate(messages: readonly ChatMessage[], maxTokens: number): AsyncGenerator<Piece, void> {
    const running = new AbortController();
    this.#running = running;
    try {
      yield* this.#read(await this.#ask(messages, maxTokens, running.signal));
    } catch (error) {
      // Whoever interrupts an answer knows that it ended.
      if (running.signal.aborted) return;
      throw error instanceof ParleyError ? error : this.#brokeOff(error);
    } finally {
      // The server learns from the closed connection that nobody listens any more.
      running.abort();
    }
  }

  interrupt(): void {
    this.#running?.abort();
  }

  async #ask(messages: readonly ChatMessage[], maxTokens: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const { url, model, apiKey } = this.#endpoint;
    const body = {
      model,
      messages: await Promise.all(messages.map((message) => toParam(message, this.#sees))),
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
    };
    const request: RequestInit = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    };
    const response = await fetch(`${url}/chat/completions`, request).catch((error: unknown) => {
      throw this.#unreachable(error);
    });
    if (!response.ok) throw this.#refused(response.status);
    if (!response.body || !response.headers.get('content-type')?.includes('text/event-stream')) {
      throw new ParleyError('endpoint-refused', `${this.#host} does not stream its answer.`, {
        advice: 'Look for a setting of that server that makes it stream, or choose another model.',
      });
    }
    return response.body;
  }

  async *#read(body: ReadableStream<Uint8Array>): AsyncGenerator<Piece, void> {
    let tokens = 0;
    let usage: Chunk['usage'] = null;
    let reason: 'stop' | 'length' | null = null;
    for await (const data of eventsOf(body)) {
      if (data === '[DONE]') {
        reason ??= 'stop';
        break;
      }
      const chunk = JSON.parse(data) as Chunk;
      if (chunk.error) throw this.#refused(null);
      usage = chunk.usage ?? usage;
      const choice = chunk.choices?.[0];
      const delta = choice?.delta?.content ?? '';
      if (delta !== '') {
        if (tokens === 0) yield { kind: 'prompt' };
        tokens += 1;
        yield { kind: 'text', delta, tokens };
      }
      if (choice?.finish_reason) reason = choice.finish_reason === 'length' ? 'length' : 'stop';
    }
    if (reason === null) throw this.#brokeOff(null);
    const readTokens = (usage?.prompt_tokens ?? 0) - (usage?.prompt_tokens_details?.cached_tokens ?? 0);
    yield { kind: 'end', reason, tokens: usage?.completion_tokens ?? tokens, readTokens };
  }

  /** `status` null: the refusal came in the middle of the stream. */
  #refused(status: number | null): ParleyError {
    const host = this.#host;
    const error = (message: string, advice: string) =>
      new ParleyError('endpoint-refused', status === null ? message : `${message} (HTTP ${status}).`, { advice });
    switch (status) {
      case null:
        return error(`${host} gave up on its answer.`, 'Ask again. If it stays so, look at that server’s own messages.');
      case 401:
      case 403:
        return error(`${host} does not accept the key`, 'Check the API key of your own model.');
      case 404:
        return error(
          `${host} knows no model “${this.#endpoint.model}”, or no chat at this address`,
          'Check the model’s name and the address, which often ends in /v1.',
        );
      case 429:
        return error(`${host} takes no more questions for now`, 'Wait a while, or look at your account there.');
      default:
        return error(`${host} does not answer`, 'Look at that server’s own messages, or choose another model.');
    }
  }

  /** A browser does not tell a server that is away from one that has not allowed this page. */
  #unreachable(cause: unknown): ParleyError {
    return new ParleyError('network', `${this.#host} could not be reached, or does not allow this page to ask it.`, {
      advice: 'See that it runs, and that it allows requests from this address (CORS).',
      cause,
    });
  }

  #brokeOff(cause: unknown): ParleyError {
    return new ParleyError('network', `The answer of ${this.#host} broke off.`, {
      advice: 'Ask again. If it stays so, check the connection and that server.',
      cause,
    });
  }
}

/** The data of each event, as it comes. Reads on only when everything that came has been taken. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const events: string[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      events.push(data);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    yield* events.splice(0);
  }
}

async function toParam({ role, text, image }: ChatMessage, sees: boolean): Promise<Record<string, unknown>> {
  if (!image || !sees) return { role, content: text };
  const picture = { type: 'image_url', image_url: { url: await toDataUrl(image) } };
  return { role, content: [picture, { type: 'text', text }] };
}
