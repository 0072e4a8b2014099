import { css } from 'lit';

export const styles = css`
  .content {
    gap: 1.2rem;
  }
  .content > p {
    margin: 0;
  }
  section {
    display: grid;
    gap: 0.5rem;
    min-inline-size: 0;
  }
  h3 {
    margin: 0;
    font-size: 0.9rem;
    font-weight: 650;
  }
  section > svg {
    inline-size: 100%;
    block-size: 3.6rem;
  }
  rect {
    fill: var(--quiet);
  }
  .endOfUtteranceMs {
    fill: var(--warm);
  }
  .sttMs {
    fill: var(--calm);
  }
  .ttftMs {
    fill: var(--accent);
  }
  .ttsTtfbMs {
    fill: var(--alarm);
  }
  dl {
    margin: 0;
    display: grid;
    gap: 0.2rem;
    font-size: 0.85rem;
    font-variant-numeric: tabular-nums;
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }
  dt {
    color: var(--quiet);
  }
  dd {
    margin: 0;
    text-align: end;
    overflow-wrap: anywhere;
  }
  summary {
    min-block-size: 44px;
    display: list-item;
    align-content: center;
    cursor: pointer;
  }
  ol {
    margin: 0;
    padding-inline-start: 2.6rem;
    max-block-size: 18rem;
    overflow: auto;
    font:
      0.75rem/1.5 ui-monospace,
      monospace;
    overflow-wrap: anywhere;
  }
`;
