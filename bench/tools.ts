/** Whether models call the right tools: a fixed set of requests, and what having tools costs where none is called. */
import { parseArgs } from 'node:util';
import { App, FAKE_DEVICES, launch } from '../test/browser/harness.ts';
import { routeStandins } from '../test/browser/standins.ts';
import { askedModels, type Surroundings } from './measure.ts';

type Call = { name: string; args: Record<string, unknown> };
type Request = { text: string; calls: readonly Call[] };

const light = (room: string, on: boolean): Call => ({ name: 'set_light', args: { room, on } });
const colour = (name: string): Call => ({ name: 'set_colour', args: { colour: name } });
const time: Call = { name: 'get_time', args: {} };
const cart = (item: string, quantity: number): Call => ({ name: 'add_to_cart', args: { item, quantity } });
const page = (name: string): Call => ({ name: 'go_to', args: { page: name } });

const request = (text: string, ...calls: readonly Call[]): Request => ({ text, calls });

const REQUESTS: readonly Request[] = [
  request('Turn on the light in the kitchen.', light('kitchen', true)),
  request('Turn off the kitchen light.', light('kitchen', false)),
  request('Please switch on the garden light.', light('garden', true)),
  request('Light in the office, please.', light('office', true)),
  request('Turn off the bedroom light.', light('bedroom', false)),
  request('turn on the light in the office', light('office', true)),
  request('Make the page blue.', colour('blue')),
  request('Please make it green.', colour('green')),
  request('Make the page white.', colour('white')),
  request('Tell me the time.', time),
  request('What time is it?', time),
  request('tell me the time', time),
  request('Add three plums to my cart.', cart('plums', 3)),
  request('Put two apples into the cart.', cart('apples', 2)),
  request('I would like five pears, please.', cart('pears', 5)),
  request('Add nine lemons to my cart.', cart('lemons', 9)),
  request('Go to the prices page.', page('prices')),
  request('Show me the contact page.', page('contact')),
  request('Open the home page.', page('home')),
  request('Go to the opening hours page.', page('opening hours')),
  request('What is the capital of France?'),
  request('How many days are there in a week?'),
  request('What colour is the sky on a clear day?'),
  request('My name is Anna.'),
  request('What is the capital of Italy?'),
  request('Tell me a joke.'),
  request('Please count from one to ten.'),
  request('What is the capital of Spain?'),
  request('What is the capital of Germany?'),
  request('Hello.'),
  request('Turn on the light in the kitchen and tell me the time.', light('kitchen', true), time),
  request('Make the page blue and tell me the time.', colour('blue'), time),
  request('Add three plums to my cart and tell me the time.', cart('plums', 3), time),
  request('Turn off the office light and tell me the time.', light('office', false), time),
  request('Go to the prices page and tell me the time.', page('prices'), time),
];

/** So many tools are there at once: the tiny model was trained with up to four. */
const TOOLS_AT_ONCE = 4;

/** Requests with each model of `--llm`; `:webgpu` asks for that, in software. `--tools 5` has all of them declared each time. */
export async function tools(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      llm: { type: 'string', default: 'tiny-gemma3-tools,tiny-gemma3-tools-mlc:webgpu' },
      tools: { type: 'string', default: String(TOOLS_AT_ONCE) },
    },
  });
  for (const { llm, onGpu, query, ...asked } of askedModels(values.llm, chromePath)) {
    const name = onGpu ? `${llm}:webgpu` : llm;
    await askAll(name, asked.chromePath, appUrl, { ...query, mode: 'text' }, Number(values.tools));
  }
}

async function askAll(
  name: string,
  chromePath: string,
  url: string,
  query: Record<string, string>,
  count: number,
): Promise<void> {
  const browser = await launch(chromePath, [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
  try {
    const app = await App.open({ browser, url, query: { hub: '', ...query }, prepare: routeStandins });
    let right = 0;
    let uncalledFor = 0;
    const wrong: string[] = [];
    for (const { text, calls } of REQUESTS) {
      const made = await ask(
        app,
        text,
        calls.map((call) => call.name),
        count,
      );
      const isRight = JSON.stringify(made) === JSON.stringify(calls);
      if (isRight) right += 1;
      else wrong.push(`  ${text} → ${JSON.stringify(made)}`);
      if (calls.length === 0) uncalledFor += made.length;
    }
    const share = ((100 * right) / REQUESTS.length).toFixed(0);
    console.log(
      `\n${name}: ${String(right)} of ${String(REQUESTS.length)} right (${share} %), ${String(uncalledFor)} calls where none was needed`,
    );
    for (const line of wrong) console.log(line);
    const without = await cost(app, 0);
    const having = await cost(app, count);
    console.log(
      `${String(count)} tools, none called: ${String(having.read - without.read)} more tokens read at first; first token ${without.ms.toFixed(0)} → ${having.ms.toFixed(0)} ms with what was read before in the cache`,
    );
  } finally {
    await browser.close();
  }
}

/** Asks one request in a new conversation, in which the tools that it needs are declared, and others up to so many. */
async function ask(app: App, text: string, needed: readonly string[], count: number): Promise<Call[]> {
  await declare(app, needed, count);
  await app.type(text);
  await app.answer();
  const { steps } = await app.recording();
  return steps.flatMap((step) =>
    'event' in step && step.event.kind === 'called'
      ? step.event.calls.map(({ name, args }) => ({ name, args: { ...args } }))
      : [],
  );
}

/** Prompt tokens of a first question, and ms to the first token of the fourth. */
async function cost(app: App, count: number): Promise<{ read: number; ms: number }> {
  await declare(app, [], count);
  for (let turn = 0; turn < 4; turn += 1) {
    await app.type('What is the capital of France?');
    await app.answer();
  }
  const { steps } = await app.recording();
  const events = steps.flatMap((step) => ('event' in step ? [step.event] : []));
  const read = events.find((event) => event.kind === 'generated');
  const first = events.findLast((event) => event.kind === 'first-token');
  return { read: read && 'readTokens' in read ? Number(read.readTokens) : NaN, ms: first?.promptMs ?? NaN };
}

async function declare(app: App, needed: readonly string[], count: number): Promise<void> {
  await app.page.evaluate(
    ({ needed, count }) => {
      const text = (description: string, values?: string[]) => ({
        type: 'string',
        description,
        ...(values ? { enum: values } : {}),
      });
      const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
      const rooms = ['kitchen', 'bedroom', 'office', 'garden'];
      const all = [
        [
          'set_light',
          'Turns a light on or off.',
          object({ room: text('Which room', rooms), on: { type: 'boolean' } }),
          { ok: true },
        ],
        [
          'set_colour',
          'Sets the colour of the page.',
          object({ colour: text('The colour', ['red', 'green', 'blue', 'yellow', 'white']) }),
          { ok: true },
        ],
        ['get_time', 'Tells the time.', object({}), { time: '14:05' }],
        [
          'add_to_cart',
          'Puts fruit into the cart.',
          object({ item: text('Which fruit', ['apples', 'pears', 'plums', 'bananas', 'lemons']), quantity: { type: 'integer' } }),
          { ok: true },
        ],
        [
          'go_to',
          'Goes to a page.',
          object({ page: text('Which page', ['home', 'prices', 'opening hours', 'contact']) }),
          { ok: true },
        ],
      ] as const;
      const chosen = all
        .toSorted(([one], [other]) => Number(needed.includes(other)) - Number(needed.includes(one)))
        .slice(0, count)
        .map(([name, description, inputSchema, result]) => ({ name, description, inputSchema, execute: () => result }));
      const assistant = document.querySelector('parley-assistant');
      assistant?.setTools(chosen);
      assistant?.clearHistory();
    },
    { needed, count },
  );
}
