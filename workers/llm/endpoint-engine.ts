/**
 * A language model on a server that the user named, through the chat API that OpenAI made common: `POST …/chat/completions`, streamed.
 *
 * What is sent goes there and nowhere else: no redirect is followed. Of what comes back in an error the server's own reason is repeated, unless it
 * quotes what was said.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import type { ChatMessage, SamplingWish } from '../../src/protocol/messages.ts';
import type { LoadJob } from '../serve.ts';
import { callOfServer } from '../../src/tools/calls.ts';
import { written } from '../../src/tools/families.ts';
import type { Declaration } from '../../src/tools/tool.ts';
import {
  afterRefusal,
  callParam,
  FIRST_DIALECT,
  isTooLong,
  quotes,
  readDelta,
  reasonOf,
  reasonOfEvent,
  toolParam,
  type Delta,
  type Dialect,
} from './chat-api.ts';
import { AnswerFilter } from './answer-filter.ts';
import { toDataUrl } from './data-url.ts';
import type { Engine, Piece } from './engine.ts';
import { isLocal, lacksLocalAccess } from './local-network.ts';
import { PromptWindow } from './prompt-window.ts';

type Endpoint = NonNullable<LlmSpec['endpoint']>;

/** A conversation in the API's words. */
type Asked = { messages: readonly object[]; tools?: readonly object[] };

type Wants = { maxTokens: number; sampling: SamplingWish | undefined; tools: readonly Declaration[] };

/**
 * How long a model may think before its first word, ms. Nobody talks to somebody who is silent for so long; what was thought is paid for by then.
 * Smaller: slow servers that would answer are given up. Larger: a longer silence before the user learns why.
 */
const THINKING_MS = 20_000;

/**
 * How long a server may be silent in the middle of an answer, ms. Nothing is computed there but the next word. Smaller: a server that swaps is given up. Larger: a
 * dead one keeps the user waiting.
 */
const SILENCE_MS = 45_000;

/** Room for thoughts beside the answer, tokens, once a model was seen to think. */
const THINKING_TOKENS = 2_000;

/** So much of a refusal is read, characters. */
const LONGEST_REFUSAL = 4_000;

/** Nothing is asked of the server before there is a question. */
export function load({ spec, tryOut, limitMs }: LoadJob<LlmSpec>): Promise<Engine> {
  if (!spec.endpoint) throw new RangeError(`${spec.id} has no server`);
  return Promise.resolve(new EndpointEngine(spec.endpoint, spec.sees, limitMs ?? THINKING_MS, tryOut));
}

class EndpointEngine implements Engine {
  readonly outlivesFailures = true;
  readonly #endpoint: Endpoint;
  readonly #sees: boolean;
  readonly #host: string;
  readonly #thinkingMs: number;
  /** Whether the next question is its test, which has a limit of its own: the server may have to load its model first. */
  #isOnTrial: boolean;
  #running: AbortController | null = null;
  /** How this server wants to be asked, as far as it has said. */
  #dialect = FIRST_DIALECT;
  #thinks = false;
  readonly #window = new PromptWindow();
  /** What its answers begin in the middle of: some servers leave out what opens the thoughts. */
  promptEnd = '';

  /** `thinkingMs`: how long it may take before its first word. `isOnTrial`: the first question is its test. */
  constructor(endpoint: Endpoint, sees: boolean, thinkingMs: number, isOnTrial: boolean) {
    this.#endpoint = endpoint;
    this.#sees = sees;
    this.#thinkingMs = thinkingMs;
    this.#isOnTrial = isOnTrial;
    this.#host = new URL(endpoint.url).host;
  }

  async *generate(
    messages: readonly ChatMessage[],
    maxTokens: number,
    sampling?: SamplingWish,
    tools: readonly Declaration[] = [],
  ): AsyncGenerator<Piece, void> {
    const running = new AbortController();
    this.#running = running;
    // From the question on: a server may be silent before it so much as says that it has heard.
    const patience = this.#isOnTrial ? running.signal : AbortSignal.timeout(this.#thinkingMs);
    this.#isOnTrial = false;
    try {
      const asking = this.#ask(messages, { maxTokens, sampling, tools }, running.signal);
      const body = await Promise.race([asking, this.#endOf(patience)]);
      yield* this.#read(body, messages, maxTokens, AbortSignal.any([running.signal, patience]));
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

  /** Asks in the words that this server takes, which its refusals may have to teach first, and with as much of the conversation as it takes. */
  async #ask(messages: readonly ChatMessage[], wants: Wants, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    let kept = this.#window.begin(messages);
    let dialect = this.#dialect;
    for (;;) {
      const response = await this.#post(await this.#asked(kept, wants, dialect), wants, dialect, signal);
      if (response.ok) {
        // What did not help was no lesson: the refusal was about something else.
        this.#dialect = dialect;
        return this.#streamOf(response);
      }
      const body = (await response.text().catch(() => '')).slice(0, LONGEST_REFUSAL);
      const newest = isTooLong(body) ? this.#window.withoutOlder(kept) : null;
      const next = response.status === 400 || response.status === 422 ? afterRefusal(dialect, body) : null;
      if (newest) kept = newest;
      else if (next) dialect = next;
      else throw this.#refused(response.status, reasonIn(body, messages));
    }
  }

  /** The conversation as the API has it. Where the server takes no tools, its model is told of them as others are. */
  async #asked(messages: readonly ChatMessage[], { tools }: Wants, dialect: Dialect): Promise<Asked> {
    const plain = dialect.tools ? messages : written(messages, tools, 'fence');
    const params = await Promise.all(plain.map((message) => toParam(message, this.#sees)));
    return { messages: params, ...(dialect.tools && tools.length > 0 ? { tools: tools.map(toolParam) } : {}) };
  }

  async #post(asked: Asked, { maxTokens, sampling }: Wants, dialect: Dialect, signal: AbortSignal): Promise<Response> {
    const { url, model, apiKey } = this.#endpoint;
    const { limit, effort, usage, samples } = dialect;
    const body = {
      model,
      ...asked,
      [limit]: maxTokens + (this.#thinks ? THINKING_TOKENS : 0),
      stream: true,
      // What the user does not choose is the server's affair.
      ...(samples && sampling?.temperature != null ? { temperature: sampling.temperature } : {}),
      ...(samples && sampling?.topP != null ? { top_p: sampling.topP } : {}),
      ...(effort === null ? {} : { reasoning_effort: effort }),
      ...(usage ? { stream_options: { include_usage: true } } : {}),
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
    try {
      return await fetch(`${url}/chat/completions`, request);
    } catch (error) {
      throw await this.#unreachable(error);
    }
  }

  #streamOf(response: Response): ReadableStream<Uint8Array> {
    if (response.body && response.headers.get('content-type')?.includes('text/event-stream')) return response.body;
    throw new ParleyError('endpoint-refused', `${this.#host} does not stream its answer.`, {
      advice: 'Look for a setting of that server that makes it stream, or choose another model.',
    });
  }

  async *#read(
    body: ReadableStream<Uint8Array>,
    messages: readonly ChatMessage[],
    maxTokens: number,
    signal: AbortSignal,
  ): AsyncGenerator<Piece, void> {
    const answer = new AnswerFilter(this.promptEnd);
    let tokens = 0;
    let usage: Delta['usage'] = null;
    let reason: 'stop' | 'length' | null = null;
    let isAlive = false;
    let thinks = false;
    const calls = new Map<number, { name: string; json: string }>();
    for await (const { event, data } of eventsOf(body, signal, () => tokens === 0)) {
      if (event === 'error') throw this.#refused(null, unlessQuoted(reasonOfEvent(data), messages));
      if (data.trim() === '[DONE]') {
        reason ??= 'stop';
        break;
      }
      // What keeps a connection alive comes as data too, of some servers.
      if (!data.trimStart().startsWith('{')) continue;
      const delta = readDelta(data);
      if (delta.error !== null) throw this.#refused(null, unlessQuoted(delta.error, messages));
      usage = delta.usage ?? usage;
      thinks ||= delta.thinks;
      // Thoughts are a sign of life, and nothing else.
      if (!isAlive && (delta.thinks || delta.text !== '' || delta.calls.length > 0)) {
        isAlive = true;
        yield { kind: 'prompt' };
      }
      if (delta.text !== '') {
        // Thoughts may stand between tags in the text itself.
        if (answer.push(delta.text) !== '') tokens += 1;
        yield { kind: 'text', delta: delta.text, tokens };
      }
      thinks ||= answer.hasThought;
      this.#thinks ||= thinks;
      for (const { index, name, json } of delta.calls) {
        const call = calls.get(index) ?? { name: '', json: '' };
        calls.set(index, { name: call.name || name, json: call.json + json });
        tokens += 1;
      }
      reason = delta.finish ?? reason;
      if (tokens < maxTokens) continue;
      reason ??= 'length';
      break;
    }
    if (answer.end() !== '') tokens += 1;
    // The next answer begins like this one: in the middle of thoughts, or, where these had no end, in the answer itself.
    if (answer.opening !== '') this.promptEnd = answer.opening;
    else if (reason === 'stop' && answer.isThinking) this.promptEnd = '';
    if (tokens === 0 && thinks) throw this.#thinksTooLong();
    if (reason === null) throw this.#brokeOff(null);
    if (!isAlive) yield { kind: 'prompt' };
    for (const { name, json } of calls.values()) yield { kind: 'call', call: callOfServer(name, json), tokens };
    yield { kind: 'end', reason, tokens: usage?.completionTokens ?? tokens, readTokens: usage?.readTokens ?? 0 };
  }

  /** Rejects when it has been waited for for so long. */
  #endOf(patience: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      patience.addEventListener('abort', () => {
        reject(
          new ParleyError('endpoint-refused', `${this.#host} takes too long to begin its answer.`, {
            advice: 'It may be busy, or still be loading its model: ask again in a while, or look at that server’s own messages.',
          }),
        );
      });
    });
  }

  #thinksTooLong(): ParleyError {
    return new ParleyError(
      'endpoint-refused',
      `“${this.#endpoint.model}” on ${this.#host} thinks for too long to be talked to.`,
      {
        advice: 'Switch its thinking off on that server, or choose a model that does not think.',
      },
    );
  }

  /** `status` null: the refusal came in the middle of the stream. `reason`: the server's own, '' where it gives none. */
  #refused(status: number | null, reason: string): ParleyError {
    const host = this.#host;
    const own = reason === '' ? '' : ` It says: “${reason}”`;
    const error = (message: string, advice: string) =>
      new ParleyError('endpoint-refused', (status === null ? message : `${message} (HTTP ${status}).`) + own, { advice });
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

  /** A browser does not tell a server that is away from one that has not allowed this page, or that the user has not. */
  async #unreachable(cause: unknown): Promise<ParleyError> {
    // What is in that network itself needs no permission.
    const here = (globalThis as { location?: { href: string } }).location?.href;
    const isGuarded = isLocal(this.#endpoint.url) && !(here !== undefined && isLocal(here));
    if (isGuarded && (await lacksLocalAccess())) {
      return new ParleyError('network', `The browser keeps this page from ${this.#host}, which is in your own network.`, {
        advice:
          'Allow this site access to your local network: beside the address bar, or in the browser’s settings for this site. ' +
          'If it has that, see that the server runs, and that it allows requests from this address (CORS).',
        cause,
      });
    }
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

/** The server's own reason for a refusal, unless it repeats what was said. */
function reasonIn(body: string, messages: readonly ChatMessage[]): string {
  try {
    return unlessQuoted(reasonOf(JSON.parse(body)), messages);
  } catch {
    return '';
  }
}

function unlessQuoted(reason: string, messages: readonly ChatMessage[]): string {
  const texts = messages.map(({ text }) => text);
  return quotes(reason, texts) ? '' : reason;
}

/**
 * Each event, as it comes. Reads on only when everything that came has been taken. Ends when `signal` is aborted while nothing
 * has been said yet (`isSilent`), or when nothing comes for too long.
 */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  isSilent: () => boolean,
): AsyncGenerator<EventSourceMessage, void> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (event) => {
      events.push(event);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let isCancelled = false as boolean;
  const cancel = () => {
    isCancelled = true;
    reader.cancel().catch(() => undefined);
  };
  const giveUp = () => {
    if (isSilent()) cancel();
  };
  signal.addEventListener('abort', giveUp);
  try {
    for (;;) {
      const timer = setTimeout(cancel, SILENCE_MS);
      const { done, value } = await reader.read().finally(() => {
        clearTimeout(timer);
      });
      if (isCancelled) return;
      // The last event of some servers lacks the blank line that ends it.
      parser.feed(done ? '\n\n' : decoder.decode(value, { stream: true }));
      yield* events.splice(0);
      if (done) return;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

async function toParam(message: ChatMessage, sees: boolean): Promise<object> {
  const call = callParam(message);
  if (call) return call;
  const { role, text, image } = message;
  if (!image || !sees) return { role, content: text };
  const picture = { type: 'image_url', image_url: { url: await toDataUrl(image) } };
  return { role, content: [picture, { type: 'text', text }] };
}
