/** What the page shows, in parts that change by themselves. */
import { isSame, Slice } from './slice.ts';
import type { CaptionsView, Shown, SessionView, Slices } from './view.ts';

/** How often a bar that fills is drawn, ms. Smaller: work at every chunk of a download. Larger: the bar jumps. */
const PROGRESS_MS = 250;

/**
 * How often an answer is drawn that is only being written, ms. Smaller: a fast model has the page lay out its text for each token, which takes the
 * processor from the models. Larger: the text jumps.
 */
const WRITING_MS = 200;

/** Where the value of each is read now. */
export type Sources = { readonly [Name in keyof Shown]: () => Shown[Name] };

/** `sources` may give others later, and whoever changes them has the slices look. */
export function makeSlices(sources: () => Sources): Slices {
  return {
    phase: new Slice(() => sources().phase()),
    captions: new Slice(() => sources().captions(), { everyMs: WRITING_MS, isUrgent: isMoreThanWriting }),
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

/** Whether there is more to show than that the answer is written on: another caption, or a word of it that was heard. */
function isMoreThanWriting(told: CaptionsView, { said, live }: CaptionsView): boolean {
  if (!isSame(said, told.said) || live?.id !== told.live?.id) return true;
  return live !== null && live.heard !== told.live?.heard && live.heard < live.text.length;
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
