/**
 * Shows `<parley-assistant>` in the state that the address names, `?state=listening`, over a fake conversation. Whatever else stands in
 * the address is a setting that the page has decided, `&voice=bf_emma`.
 */
import { defineParley } from '../../../src/elements/define.ts';
import type { ParleyAssistant } from '../../../src/elements/parley-assistant.ts';
import type { SessionView } from '../../../src/session/view.ts';
import { FakeControl } from './fake-control.ts';
import { STORY_VIEWS, type StoryName } from './story-views.ts';

declare global {
  interface Window {
    story: { assistant: ParleyAssistant; control: FakeControl };
  }
}

const { state: wanted = 'asleep', ...decided } = Object.fromEntries(new URLSearchParams(location.search));
if (!(wanted in STORY_VIEWS)) throw new RangeError(`No state '${wanted}'. There are: ${Object.keys(STORY_VIEWS).join(', ')}.`);

const control = new FakeControl(withPictures(STORY_VIEWS[wanted as StoryName]), decided);
defineParley();
const assistant = document.createElement('parley-assistant');
assistant.wholePage = true;
assistant.control = control;
document.querySelector('main')?.append(assistant);
window.story = { assistant, control };

/** A camera that looks at a drawing, and the drawing wherever a view wants a picture. */
function withPictures(view: SessionView): SessionView {
  if (view.camera !== 'on') return view;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const pen = canvas.getContext('2d');
  const draw = () => {
    if (!pen) return;
    pen.fillStyle = '#f3c623';
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = '#2456c8';
    pen.fillRect(210, 130, 220, 220);
  };
  draw();
  const imageUrl = canvas.toDataURL();
  const cameraStream = canvas.captureStream(5);
  setInterval(draw, 200);
  return { ...view, cameraStream, captions: view.captions.map((each) => (each.imageUrl ? { ...each, imageUrl } : each)) };
}
