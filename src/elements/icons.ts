/** Line icons on a 24 × 24 grid, in the colour of the text around them: those that are seen at first. */
import { svg, type SVGTemplateResult } from 'lit';

/** An icon with these paths. */
export const icon = (paths: SVGTemplateResult) =>
  svg`<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const icons = {
  microphone: icon(svg`<rect x="9" y="3" width="6" height="11" rx="3" /><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />`),
  muted: icon(
    svg`<path d="M9 9v2a3 3 0 0 0 5 2.2M15 10V6a3 3 0 0 0-5.6-1.5M5.5 11.5A6.5 6.5 0 0 0 16 16.6M12 18v3M4 4l16 16" />`,
  ),
  stop: icon(svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2" />`),
  camera: icon(svg`<rect x="3" y="7" width="12" height="10" rx="2.5" /><path d="m15 11 6-3v8l-6-3" />`),
  conversations: icon(svg`<path d="M4 5h12v8H9l-3.5 3V13H4zM9 16.5h6.5L19 19.5v-3h1V9h-1.5" />`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18" />`),
  settings: icon(
    svg`<circle cx="12" cy="12" r="3" /><path d="M19.4 15a1.7 1.7 0 0 0 .3 1.9 2 2 0 1 1-2.8 2.8 1.7 1.7 0 0 0-2.9 1.2 2 2 0 1 1-4 0 1.7 1.7 0 0 0-2.9-1.2 2 2 0 1 1-2.8-2.8A1.7 1.7 0 0 0 3.1 14a2 2 0 1 1 0-4 1.7 1.7 0 0 0 1.2-2.9 2 2 0 1 1 2.8-2.8A1.7 1.7 0 0 0 10 3.1a2 2 0 1 1 4 0 1.7 1.7 0 0 0 2.9 1.2 2 2 0 1 1 2.8 2.8 1.7 1.7 0 0 0 1.2 2.9 2 2 0 1 1 0 4 1.7 1.7 0 0 0-1.5 1z" />`,
  ),
  send: icon(svg`<path d="M5 12h13M12.5 6.5 18 12l-5.5 5.5" />`),
  pause: icon(svg`<path d="M9 6.5v11M15 6.5v11" stroke-width="3" />`),
  trouble: icon(svg`<path d="M12 5v8.5" stroke-width="2.6" /><path d="M12 18.5v.01" stroke-width="3.2" />`),
  screen: icon(svg`<rect x="3" y="4.5" width="18" height="12" rx="2" /><path d="M9 20h6M12 13.5v-6M9.3 9.8 12 7.2l2.7 2.6" />`),
  info: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 11v5M12 8v.01" />`),
  warning: icon(svg`<path d="M12 4.5 21 19.5H3zM12 10.5v4M12 17v.01" />`),
  add: icon(svg`<path d="M12 5v14M5 12h14" />`),
  keys: icon(
    svg`<rect x="2.5" y="6" width="19" height="12" rx="2" /><path d="M6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8" />`,
  ),
} as const;
