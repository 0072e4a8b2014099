import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    block-size: 100%;
    min-block-size: 30rem;
    container-type: inline-size;
    background: var(--paper);
    /* A letter with a thousand marks can't be broken into lines. */
    overflow-x: clip;
  }
  /* A page that sets nothing has the system's. */
  :host([theme='light']) {
    --parley-color-scheme: light;
  }
  :host([theme='dark']) {
    --parley-color-scheme: dark;
  }
  section {
    position: relative;
    block-size: 100%;
    display: grid;
    grid-template: auto 1fr auto / minmax(0, 1fr);
    min-inline-size: 0;
  }
  header {
    display: flex;
    align-items: center;
    gap: 1rem;
    padding: 0.4rem 0.6rem 0.2rem 1.2rem;
  }
  header button {
    inline-size: 44px;
    block-size: 44px;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 50%;
    color: var(--quiet);
    background: none;
  }
  header button:hover {
    color: var(--ink);
  }
  h1 {
    margin: 0;
    font-size: 1.1rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  /* In the settings, which cover it, are the same notices: each is in one place. */
  section:has(> parley-settings[open]) parley-notice-list {
    display: none;
  }
  .private,
  .leaves {
    margin-inline-start: auto;
    font-size: 0.82rem;
    color: var(--quiet);
    min-inline-size: 0;
    overflow-wrap: anywhere;
    overflow-x: clip;
  }
  .leaves {
    color: var(--warm);
  }
  parley-caption-log {
    min-block-size: 0;
  }
  .empty {
    display: grid;
    place-content: center;
    text-align: center;
    gap: 0.4rem;
    padding: 1rem;
    color: var(--quiet);
  }
  .empty strong {
    font-size: clamp(1.5rem, 5cqi, 2.3rem);
    font-weight: 600;
    letter-spacing: -0.02em;
    color: var(--ink);
  }
  footer {
    display: grid;
    justify-items: center;
    gap: 0.5rem;
    padding: 0.4rem 1rem calc(0.9rem + env(safe-area-inset-bottom));
  }
  .controls {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    align-items: center;
    inline-size: 100%;
    max-inline-size: 30rem;
  }
  .side {
    display: flex;
    gap: 0.6rem;
    justify-content: flex-end;
  }
  .side:last-child {
    justify-content: flex-start;
  }
  .side button {
    inline-size: 48px;
    block-size: 48px;
    display: grid;
    place-items: center;
    border-radius: 50%;
    border: 1px solid var(--line);
    background: var(--raised);
  }
  .side button[aria-pressed='true'] {
    background: var(--ink);
    color: var(--paper);
  }
  .side button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .consent {
    display: grid;
    grid-template-columns: 1fr auto auto;
    align-items: center;
    gap: 0.6rem;
    inline-size: 100%;
    max-inline-size: 44rem;
    padding: 0.7rem 0.9rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--raised);
    line-height: 1.4;
  }
  .consent button {
    min-block-size: 44px;
    padding: 0 1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: none;
  }
  .status {
    margin: -0.6rem 0 0;
    min-block-size: 1.4em;
    font-size: 0.98rem;
    text-align: center;
  }
  parley-talk-button svg,
  ::slotted([slot='icon-talk']) {
    inline-size: 2.6rem;
    block-size: 2.6rem;
  }
  .coming {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    font-size: 0.85rem;
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  progress {
    inline-size: 8rem;
    accent-color: var(--accent);
  }
  parley-text-box,
  parley-notice-list {
    inline-size: 100%;
    max-inline-size: 44rem;
  }
  video {
    position: absolute;
    inset-block-end: 11rem;
    inset-inline-start: 1rem;
    inline-size: min(12rem, 22cqi);
    border-radius: var(--radius);
    border: 1px solid var(--line);
    background: #000;
  }
  @container (max-width: 26rem) {
    .private {
      display: none;
    }
    header button {
      margin-inline-start: auto;
    }
    .controls {
      grid-template-columns: auto 1fr auto;
      justify-items: center;
    }
    .side {
      gap: 0.3rem;
    }
    parley-talk-button {
      --size: 8.5rem;
    }
  }
  @container (max-width: 40rem) {
    video {
      inset-block: 0.5rem auto;
      inset-inline: auto 0.5rem;
      inline-size: 5.5rem;
    }
  }
`;
