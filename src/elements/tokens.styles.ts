/** Design tokens: the one place for colours, spaces and type. A page may override the `--parley-*` properties from outside. */
import { css } from 'lit';

export const tokens = css`
  :host {
    color-scheme: var(--parley-color-scheme, light dark);
    --accent: var(--parley-accent, light-dark(#3a3fd6, #9aa2ff));
    --on-accent: light-dark(#ffffff, #11132b);
    --paper: var(--parley-background, light-dark(#fbfaf8, #131418));
    --raised: light-dark(#ffffff, #1d1f26);
    --ink: var(--parley-ink, light-dark(#1c1d24, #eceaf2));
    --quiet: light-dark(#5f616d, #a4a5b3);
    --line: light-dark(#e3e0da, #2e3039);
    /* Around what can be filled in or pressed: 3 to 1 against the ground. */
    --edge: light-dark(#8f8d88, #676a78);
    --warm: light-dark(#c2410c, #ffab7a);
    --alarm: light-dark(#b3162c, #ff9ba6);
    --calm: light-dark(#0f766e, #67d8c8);
    --radius: var(--parley-radius, 14px);
    --font: var(--parley-font, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    font-family: var(--font);
    color: var(--ink);
  }
  * {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
`;
