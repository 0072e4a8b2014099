import { css } from 'lit';

export const styles = css`
  .content {
    gap: 1rem;
  }
  .buttons .main {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
  }
  .buttons [aria-pressed='true'] {
    border: 2px solid var(--accent);
    font-weight: 600;
  }
  input[type='search'],
  form input {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.55rem 0.8rem;
    border: 1px solid var(--edge);
    border-radius: 10px;
    font: inherit;
    color: inherit;
    background: var(--raised);
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  .done {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 1rem;
  }
  .done p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .done p:empty {
    display: none;
  }
  .done button,
  .acts button,
  form button {
    min-block-size: 44px;
    padding: 0 0.9rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: none;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    padding-block: 0.5rem;
    border-block-start: 1px solid var(--line);
  }
  li[aria-current] {
    border-inline-start: 4px solid var(--accent);
    padding-inline-start: 0.8rem;
  }
  .title {
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .title:disabled {
    cursor: default;
  }
  .title:not(:disabled):hover {
    text-decoration: underline;
  }
  .snippet {
    margin: 0.3rem 0 0;
    font-size: 0.9rem;
    overflow-wrap: anywhere;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem;
    margin-inline-start: -0.6rem;
  }
  .acts button {
    padding: 0 0.6rem;
    border-color: transparent;
    font-size: 0.85rem;
    color: var(--quiet);
  }
  .acts button:hover {
    color: var(--ink);
    border-color: var(--line);
  }
  form {
    display: flex;
    gap: 0.5rem;
  }
`;
