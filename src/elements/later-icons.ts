/** Icons that are seen once something is said, or beside what this machine can do. */
import { svg } from 'lit';
import { icon } from './icons.ts';

export const laterIcons = {
  chip: icon(
    svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2" /><path d="M10 3.5v3M14 3.5v3M10 17.5v3M14 17.5v3M3.5 10h3M3.5 14h3M17.5 10h3M17.5 14h3" />`,
  ),
  more: icon(svg`<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M5 19.5h14" />`),
  lock: icon(svg`<rect x="5.5" y="10.5" width="13" height="9" rx="2" /><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />`),
  copy: icon(svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2" /><path d="M15.5 5.5v-1h-11v11h1" />`),
  again: icon(svg`<path d="M5 10v4h3l4 3.5v-11L8 10zM15.5 9.5a3.5 3.5 0 0 1 0 5M18 7a7 7 0 0 1 0 10" />`),
  edit: icon(svg`<path d="M5 19h3L18.5 8.5l-3-3L5 16zM13.5 7.5l3 3" />`),
} as const;
