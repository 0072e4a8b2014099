import { css } from 'lit';

/** A dialog in front of the page, on a phone all of the screen. */
export const panelStyles = css`
  dialog {
    inline-size: min(42rem, 100vw - 2rem);
    max-inline-size: none;
    block-size: fit-content;
    max-block-size: min(52rem, 100dvh - 2rem);
    margin: auto;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) + 4px);
    background: var(--paper);
    color: var(--ink);
    box-shadow: 0 24px 60px rgb(0 0 0 / 0.28);
    overflow: clip;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgb(10 10 20 / 0.45);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: 0.6rem;
    padding-inline: 1.4rem 0.7rem;
    border-block-end: 1px solid var(--line);
  }
  h2 {
    margin: 0;
    font-size: 1.1rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .round {
    inline-size: 44px;
    block-size: 44px;
    display: grid;
    place-items: center;
    border: 0;
    border-radius: 50%;
    background: none;
  }
  .content {
    overflow: clip auto;
    overscroll-behavior: contain;
    padding: 1rem 1.4rem calc(1.6rem + env(safe-area-inset-bottom));
    display: grid;
    gap: 1.8rem;
    min-inline-size: 0;
  }
  @media (max-width: 34rem) {
    dialog {
      inline-size: 100vw;
      block-size: 100dvh;
      max-block-size: none;
      border: 0;
      border-radius: 0;
    }
    header {
      padding-inline: 1rem 0.4rem;
      padding-block-start: calc(0.6rem + env(safe-area-inset-top));
    }
    .content {
      padding-inline: 1rem;
    }
  }
`;
