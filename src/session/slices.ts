/** What the page shows, in parts that change by themselves. */
import { Slice } from './slice.ts';
import type { Shown, SessionView, Slices } from './view.ts';

/** How often a bar that fills is drawn, ms. Smaller: work at every chunk of a download. Larger: the bar jumps. */
const PROGRESS_MS = 250;

/** Where the value of each is read now. */
export type Sources = { readonly [Name in keyof Shown]: () => Shown[Name] };

/** `sources` may give others later, and whoever changes them has the slices look. */
export function makeSlices(sources: () => Sources): Slices {
  return {
    phase: new Slice(() => sources().phase()),
    captions: new Slice(() => sources().captions()),
    models: new Slice(() => sources().models(), { everyMs: PROGRESS_MS }),
    devices: new Slice(() => sources().devices()),
    picture: new Slice(() => sources().picture()),
    notices: new Slice(() => sources().notices()),
    timings: new Slice(() => sources().timings()),
    turns: new Slice(() => sources().turns()),
    loudness: new Slice(() => sources().loudness()),
    offline: new Slice(() => sources().offline()),
    settings: new Slice(() => sources().settings()),
    tools: new Slice(() => sources().tools()),
    memory: new Slice(() => sources().memory()),
  };
}

/** All of it at once, as tests and scripts look at it. */
export function viewOf({
  phase,
  captions,
  models,
  devices,
  picture,
  notices,
  timings,
  loudness,
  offline,
  tools,
}: Slices): SessionView {
  const { said, live } = captions.value;
  return {
    phase: phase.value,
    ...models.value,
    ...devices.value,
    level: loudness.value,
    offline: offline.value,
    captions: live ? [...said, live] : said,
    picture: picture.value,
    notices: notices.value,
    timings: timings.value,
    tools: tools.value,
  };
}
