import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    /* What has gone by fades out under the name. */
    mask-image: linear-gradient(transparent, #000 1.2rem);
  }
  :host(:focus-visible) {
    outline-offset: -3px;
    mask-image: none;
  }
  ol {
    list-style: none;
    margin: 0 auto;
    padding: 1.4rem 1rem 1rem;
    max-inline-size: 46rem;
    min-block-size: 100%;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: 1rem;
  }
  .earlier {
    display: block;
    min-block-size: 44px;
    margin: 1.2rem auto 0;
    padding: 0 1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: none;
  }
  li {
    position: relative;
    max-inline-size: 84%;
    border-radius: var(--radius);
    font-size: 1.05rem;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  li:focus-visible {
    outline-offset: 4px;
  }
  .words {
    white-space: pre-wrap;
  }
  .user {
    align-self: flex-end;
    padding: 0.55rem 1rem;
    background: color-mix(in oklab, var(--accent), transparent 87%);
    border-end-end-radius: 4px;
  }
  .assistant {
    align-self: flex-start;
    max-inline-size: 94%;
  }
  .ahead {
    color: var(--quiet);
  }
  @media (forced-colors: active) {
    .user {
      border: 1px solid;
    }
    .ahead {
      color: GrayText;
    }
  }
  .tool {
    font-size: 0.88rem;
    color: var(--quiet);
  }
  summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
  }
  pre {
    margin: 0 0 0.4rem;
    padding: 0.5rem 0.7rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-size: 0.82rem;
  }
  .cut {
    color: var(--warm);
    font-weight: 650;
  }
  .tag {
    display: block;
    margin-block-start: 0.1rem;
    font-size: 0.8rem;
    color: var(--warm);
  }
  img {
    display: block;
    max-inline-size: min(12rem, 100%);
    max-block-size: 10rem;
    border-radius: 8px;
    margin-block: 0.2rem 0.4rem;
  }
  /* Over what follows, and only while it is wanted, so that nothing moves for it. */
  .ways {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% - 0.7rem);
    display: flex;
    padding: 2px;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    box-shadow: 0 4px 14px rgb(0 0 0 / 0.12);
  }
  .user .ways {
    inset-inline-end: 0.6rem;
  }
  .assistant .ways {
    inset-inline-start: 0;
  }
  /* Not over what says so. */
  .interrupted .ways {
    inset-block-start: calc(100% - 0.1rem);
  }
  /* The last one has nothing below it but the end. */
  li:last-child .ways {
    inset-block-start: auto;
    inset-block-end: calc(100% - 0.7rem);
  }
  .ways button {
    inline-size: 40px;
    block-size: 36px;
    padding: 0;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 999px;
    color: var(--quiet);
    background: none;
  }
  .ways button:hover {
    color: var(--ink);
    background: color-mix(in oklab, var(--ink), transparent 92%);
  }
  .ways svg {
    inline-size: 19px;
    block-size: 19px;
  }
`;
