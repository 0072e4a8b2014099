import { css } from 'lit';

/** Where everything stands: name, notices, what was said, what is seen, and below it all what is pressed. It scrolls as a whole where there is no room. */
export const styles = css`
  :host {
    /* What is in it has its height, where the page sets none too. */
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    block-size: 100%;
    min-block-size: min(30rem, 100svh);
    container-type: size;
    /* Where the page sets no width and what is in it would: a dialog, a flex row. */
    contain-intrinsic-inline-size: 24rem;
    background: var(--paper);
    /* A letter with a thousand marks can't be broken into lines. */
    overflow: clip;
  }
  :host([whole-page]) {
    min-block-size: 0;
  }
  /* A page that sets nothing has the system's. */
  :host([theme='light' i]) {
    --parley-color-scheme: light;
  }
  :host([theme='dark' i]) {
    --parley-color-scheme: dark;
  }
  section {
    --gap: 1rem;
    /* How the page sets its own text is not for buttons and notices; its font is. */
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    white-space: normal;
    cursor: auto;
    block-size: 100%;
    display: grid;
    grid-template:
      'head' auto
      'notices' fit-content(36cqb)
      'said' minmax(5rem, 1fr)
      'eyes' auto
      'foot' auto / minmax(0, 1fr);
    overflow: clip auto;
    overscroll-behavior: contain;
  }
  header {
    grid-area: head;
    display: flex;
    align-items: center;
    /* Across in px: larger letters leave no room for more. */
    gap: 4px;
    padding-block: 0.4rem 0.2rem;
    padding-inline: max(19px, env(safe-area-inset-left)) max(10px, env(safe-area-inset-right));
    min-inline-size: 0;
  }
  h1 {
    margin: 0;
    font-size: 1.1rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .private,
  .leaves {
    flex: 1;
    min-inline-size: 0;
    margin-inline: 1rem 0.5rem;
    font-size: 0.82rem;
    color: var(--quiet);
    text-align: end;
    overflow-wrap: anywhere;
    overflow-x: clip;
  }
  .leaves {
    color: var(--warm);
  }
  .round,
  header button {
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 50%;
    color: var(--quiet);
    background: none;
  }
  header button:hover {
    color: var(--ink);
    background: color-mix(in oklab, var(--ink), transparent 94%);
  }
  parley-notice-list {
    grid-area: notices;
    inline-size: 100%;
    max-inline-size: 46rem;
    justify-self: center;
    overflow: clip auto;
    overscroll-behavior: contain;
    padding-inline: var(--gap);
  }
  /* Where there is less room than they take they scroll; a line or two is always to be seen. */
  parley-notice-list[filled] {
    min-block-size: 4.4rem;
  }
  /* Each is in one place: there, for as long as the settings lie over the page. */
  section:has(> parley-settings[open]) > parley-notice-list {
    visibility: hidden;
  }
  parley-caption-log,
  .unsaid {
    grid-area: said;
    min-block-size: 0;
    min-inline-size: 0;
  }
  .unsaid {
    overflow: clip auto;
    overscroll-behavior: contain;
  }
  .empty {
    block-size: 100%;
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
  .eyes {
    grid-area: eyes;
    justify-self: center;
    max-inline-size: 46rem;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: end;
    gap: 0.6rem;
    padding: 0.3rem var(--gap) 0;
  }
  .eyes p {
    flex-basis: 100%;
    margin: 0;
    font-size: 0.8rem;
    line-height: 1.3;
    color: var(--quiet);
    text-align: center;
  }
  figure {
    position: relative;
    margin: 0;
    block-size: clamp(4rem, 12cqb, 9rem);
    border-radius: var(--radius);
    border: 1px solid var(--line);
    background: #000;
    overflow: clip;
  }
  figure :is(video, img) {
    display: block;
    block-size: 100%;
    inline-size: auto;
    max-inline-size: min(16rem, 60cqi);
    object-fit: cover;
  }
  /* Over pictures of any colour. */
  figure button {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.65);
    color: #fff;
  }
  figure button:focus-visible {
    outline: 3px solid #fff;
    outline-offset: -3px;
  }
  footer {
    grid-area: foot;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 0.5rem;
    padding: 0.4rem var(--gap) calc(0.9rem + env(safe-area-inset-bottom));
    min-inline-size: 0;
  }
  /* As much on the one side as on the other: the big button stands in the middle. */
  .controls {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
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
    flex: none;
    inline-size: 48px;
    block-size: 48px;
    padding: 0;
    display: grid;
    place-items: center;
    border-radius: 50%;
    border: 1px solid var(--line);
    background: var(--raised);
    transition: background 0.15s;
  }
  .side button:hover:not(:disabled) {
    border-color: var(--edge);
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
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0.6rem;
    inline-size: 100%;
    max-inline-size: 44rem;
    padding: 0.7rem 0.9rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--raised);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .consent button {
    min-block-size: 44px;
    padding: 0 1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: none;
  }
  .status {
    margin: -0.2rem 0 0;
    min-block-size: 1.4em;
    max-inline-size: 100%;
    font-size: 0.98rem;
    line-height: 1.4;
    text-align: center;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .coming {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: 0.2rem 0.6rem;
    font-size: 0.85rem;
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  progress {
    inline-size: 8rem;
    max-inline-size: 100%;
    accent-color: var(--accent);
  }
  parley-text-box {
    inline-size: 100%;
    max-inline-size: 44rem;
  }
  parley-talk-button {
    --size: 10rem;
  }
  parley-talk-button svg,
  ::slotted([slot='icon-talk']) {
    inline-size: 2.4rem;
    block-size: 2.4rem;
  }
  /* Before the first word it is all there is. */
  section:has(.unsaid) parley-talk-button {
    --size: clamp(5.5rem, 30cqb, 15rem);
  }
  /* A phone: both sides leave room for the big button. */
  @container (max-width: 26rem) {
    section {
      /* A notice and its button. */
      grid-template-rows: auto fit-content(46cqb) minmax(5rem, 1fr) auto auto;
    }
    /* Where words go, when they go somewhere, is a line of its own. */
    header {
      flex-wrap: wrap;
    }
    header button:first-of-type {
      margin-inline-start: auto;
    }
    .private {
      display: none;
    }
    .leaves {
      order: 1;
      flex-basis: 100%;
      margin: 0;
      text-align: start;
    }
    .side {
      gap: 0.25rem;
    }
    .side button {
      inline-size: 44px;
      block-size: 44px;
    }
    parley-talk-button {
      --size: min(7.5rem, 100cqi - 13.5rem);
    }
    section:has(.unsaid) parley-talk-button {
      --size: min(11rem, 26cqb, 100cqi - 13.5rem);
    }
    .consent {
      grid-template-columns: 1fr 1fr;
    }
    .consent > :first-child {
      grid-column: 1 / -1;
    }
  }
  /* Wide: what is seen has a place of its own, and what was said stays in the middle. */
  @container (min-width: 64rem) and (min-height: 30rem) {
    section {
      grid-template:
        'head head head' auto
        'notices notices notices' fit-content(36cqb)
        'eyes said .' minmax(7rem, 1fr)
        'foot foot foot' auto / minmax(0, 1fr) minmax(0, 46rem) minmax(0, 1fr);
    }
    .eyes {
      align-self: end;
      justify-content: flex-end;
      padding-block-end: 1rem;
    }
  }
  /* A phone on its side: pictures beside what was said, and all that is pressed in a low bar. */
  @container (max-height: 30rem) {
    footer {
      gap: 0.15rem;
      padding-block: 0.1rem calc(0.4rem + env(safe-area-inset-bottom));
    }
    parley-talk-button,
    section:has(.unsaid) parley-talk-button {
      --size: 5rem;
    }
    figure {
      block-size: 3.6rem;
    }
    .eyes p {
      display: none;
    }
    .status {
      margin: 0;
      font-size: 0.85rem;
    }
    parley-timing-strip {
      display: none;
    }
  }
  @container (max-height: 30rem) and (min-width: 38rem) {
    section {
      grid-template:
        'head head' auto
        'notices notices' fit-content(38cqb)
        'eyes said' minmax(4rem, 1fr)
        'foot foot' auto / fit-content(40%) minmax(0, 1fr);
    }
    .eyes {
      align-self: start;
      justify-self: start;
      flex-wrap: nowrap;
      overflow: auto clip;
      max-inline-size: 100%;
    }
    .eyes:empty {
      display: none;
    }
  }
  /* A bar: what is pressed and typed in a row or two, and above it what was said. */
  :host([layout='bar' i]) {
    block-size: auto;
    min-block-size: 0;
    container-type: inline-size;
    section {
      block-size: auto;
      grid-template:
        'said said' auto
        'notices notices' auto
        'eyes eyes' auto
        'foot head' auto / minmax(0, 1fr) auto;
    }
    .unsaid,
    .private,
    .keys,
    h1,
    parley-timing-strip {
      display: none;
    }
    parley-caption-log {
      block-size: 10rem;
    }
    parley-notice-list {
      max-block-size: 12rem;
    }
    header {
      align-self: end;
      padding-block: 0 0.9rem;
      padding-inline: 0 10px;
    }
    .leaves {
      max-inline-size: 9rem;
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      padding-block: 0.4rem;
    }
    .controls {
      flex: none;
      inline-size: auto;
      grid-template-columns: auto auto auto;
      gap: 0.25rem;
    }
    parley-talk-button {
      --size: 4.6rem;
    }
    parley-text-box {
      flex: 1 14rem;
      max-inline-size: none;
    }
    .consent,
    .coming,
    .status {
      flex: 1 100%;
      max-inline-size: none;
      justify-content: start;
      order: -1;
    }
    .status {
      margin: 0;
      font-size: 0.85rem;
      text-align: start;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .side button {
      transition: none;
    }
  }
`;
