import { css } from 'lit';

export const styles = css`
  nav {
    display: flex;
    gap: 0.2rem;
    padding: 0 1rem;
    overflow: auto clip;
    overscroll-behavior: contain;
    scrollbar-width: none;
    border-block-end: 1px solid var(--line);
  }
  nav button {
    flex: none;
    min-block-size: 44px;
    padding: 0 0.6rem;
    border: 0;
    background: none;
    font-size: 0.9rem;
    color: var(--quiet);
  }
  nav button:hover {
    color: var(--ink);
  }
  section {
    display: grid;
    gap: 1.3rem;
    min-inline-size: 0;
  }
  section + section {
    padding-block-start: 1.6rem;
    border-block-start: 1px solid var(--line);
  }
  summary {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 44px;
    cursor: pointer;
  }
  summary::before {
    content: '';
    border: 0.3rem solid transparent;
    border-inline-start-color: currentcolor;
    transition: rotate 0.15s;
  }
  details[open] > summary::before {
    rotate: 90deg;
  }
  details[open] > summary:dir(rtl)::before {
    rotate: -90deg;
  }
  .row {
    display: grid;
    gap: 0.7rem;
  }
  .buttons [aria-pressed='true'] {
    border: 2px solid var(--accent);
    font-weight: 600;
  }
  h3 {
    margin: 0;
    font-size: 0.8rem;
    font-weight: 650;
    letter-spacing: 0.06em;
    text-transform: uppercase;
    color: var(--quiet);
    outline-offset: 4px;
  }
  .field {
    display: grid;
    gap: 0.35rem;
  }
  label {
    font-weight: 550;
  }
  .found {
    list-style: none;
    margin: 0.5rem 0 0;
    padding: 0;
  }
  .found li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    padding-block: 0.4rem;
    overflow-wrap: anywhere;
  }
  /* How it went, beside what it was: words stay whole. */
  .found span + span {
    flex: none;
    max-inline-size: 45%;
    text-align: end;
  }
  .found button {
    flex: none;
    min-block-size: 44px;
    padding: 0 1.1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: var(--raised);
  }
  .about strong {
    display: block;
    font-weight: 500;
    color: var(--alarm);
  }
  .about em {
    font-style: normal;
    color: var(--calm);
  }
  select,
  textarea,
  input:not([type='checkbox'], [type='range']) {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.55rem 0.8rem;
    border: 1px solid var(--edge);
    border-radius: 10px;
    font: inherit;
    color: inherit;
    background: var(--raised);
  }
  textarea {
    display: block;
    line-height: 1.45;
    resize: vertical;
    field-sizing: content;
    min-block-size: 5.5rem;
    max-block-size: 16rem;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  :disabled {
    opacity: 0.65;
  }
  [aria-invalid='true'] {
    border-color: var(--alarm);
  }
  .quantity,
  .slider {
    display: flex;
    align-items: center;
    gap: 0.7rem;
  }
  .quantity input:not([type='checkbox']) {
    inline-size: 8rem;
  }
  .slider input {
    flex: 1;
    min-inline-size: 0;
    block-size: 44px;
    accent-color: var(--accent);
  }
  output {
    font-variant-numeric: tabular-nums;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  caption,
  th {
    text-align: start;
    font-weight: 400;
  }
  caption {
    padding-block-end: 0.3rem;
    color: var(--quiet);
    font-size: 0.85rem;
  }
  th,
  td {
    padding-block: 0.45rem;
    padding-inline: 0 0.5rem;
    border-block-start: 1px solid var(--line);
  }
  td {
    color: var(--quiet);
  }
  td:last-child {
    text-align: end;
    padding-inline-end: 0;
  }
  @media (min-width: 60rem) {
    dialog {
      inline-size: min(56rem, 100vw - 2rem);
    }
    dialog[open] {
      display: grid;
      grid-template: auto minmax(0, 1fr) / 12rem minmax(0, 1fr);
    }
    header {
      grid-column: 1 / -1;
    }
    nav {
      flex-direction: column;
      padding: 0.8rem 0.6rem;
      border-block-end: 0;
      border-inline-end: 1px solid var(--line);
    }
    nav button {
      text-align: start;
      border-radius: 10px;
    }
    nav button:hover {
      background: var(--raised);
    }
  }
`;
