/** What the parts of the settings share: explanations, problems, rows of buttons, progress. */
import { css } from 'lit';

export const panelParts = css`
  .about,
  .problem {
    margin: 0;
    font-size: 0.85rem;
    line-height: 1.45;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .problem {
    color: var(--alarm);
  }
  .about:empty {
    display: none;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }
  .buttons button {
    min-block-size: 44px;
    padding: 0 1.1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: var(--raised);
  }
  .buttons button:disabled {
    opacity: 0.65;
    cursor: default;
  }
  .progress {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0.4rem 0.8rem;
    font-size: 0.85rem;
    font-variant-numeric: tabular-nums;
  }
  progress {
    inline-size: 10rem;
    accent-color: var(--accent);
  }
  meter {
    inline-size: 100%;
    block-size: 1rem;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 44px;
    font-weight: 400;
  }
  .check input {
    flex: none;
    inline-size: 1.2rem;
    block-size: 1.2rem;
    margin: 0;
    accent-color: var(--accent);
  }
`;
