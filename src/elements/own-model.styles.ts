import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    text-align: start;
  }
  form {
    display: grid;
    gap: 0.8rem;
  }
  fieldset {
    display: grid;
    gap: 0.2rem;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  label {
    display: block;
  }
  .kind {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 44px;
  }
  .kind input {
    inline-size: 20px;
    block-size: 20px;
    accent-color: var(--accent);
  }
  input:not([type='radio'], [type='checkbox']),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0.4rem 0.6rem;
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  textarea {
    font-family: ui-monospace, monospace;
    resize: vertical;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--alarm);
  }
  small {
    display: block;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  small.wrong {
    color: var(--alarm);
  }
  .leaves {
    margin: 0;
    color: var(--warm);
  }
  button {
    justify-self: start;
    min-block-size: 44px;
    padding: 0 1rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: none;
  }
`;
