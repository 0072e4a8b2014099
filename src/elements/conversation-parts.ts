/** What the assistant shows and tells of a conversation. Nothing of it is of use before there is one. */
import './announcer.ts';
export { Awake } from './awake.ts';
import './caption-log.ts';
export { seen } from './seen.ts';
export { comingLine, hears, loadProgress, statusLine } from './status-line.ts';
import './timing-strip.ts';
