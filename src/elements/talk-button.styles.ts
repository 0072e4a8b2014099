import { css } from 'lit';

/**
 * A disc with two waves behind it, moved by transforms and opacity alone. `--level`, 0 to 1, is set step by step. What is still tells the states
 * apart as well: the picture on the disc, the disc's outline, and what is drawn around it.
 */
export const styles = css`
  :host {
    display: inline-grid;
    place-items: center;
    --whole: var(--size, 11rem);
    --disc: calc(var(--whole) * 0.66);
    inline-size: var(--whole);
    aspect-ratio: 1;
    --tint: var(--accent);
    --level: 0;
    contain: layout style;
  }
  :host([phase='trouble']) {
    --tint: var(--alarm);
  }
  :host([phase='hearing']) {
    --tint: var(--calm);
  }
  :host([phase='speaking']) {
    --tint: var(--warm);
  }
  button,
  .wave,
  svg.ring {
    grid-area: 1 / 1;
  }
  button {
    inline-size: var(--disc);
    aspect-ratio: 1;
    padding: 0;
    border: 0;
    border-radius: 50%;
    display: grid;
    place-items: center;
    color: var(--on-accent);
    background: radial-gradient(circle at 32% 26%, color-mix(in oklab, var(--tint), white 22%), var(--tint) 72%);
    box-shadow: 0 10px 30px color-mix(in oklab, var(--tint), transparent 65%);
    transition:
      background 0.3s,
      box-shadow 0.3s,
      border-radius 0.3s,
      transform 0.15s;
    touch-action: none;
    user-select: none;
    -webkit-touch-callout: none;
  }
  button:hover {
    transform: scale(1.03);
  }
  button:active {
    transform: scale(0.96);
  }
  .wave {
    inline-size: var(--disc);
    aspect-ratio: 1;
    border-radius: 50%;
    border: 2px solid var(--tint);
    opacity: 0;
    pointer-events: none;
    will-change: transform, opacity;
  }
  svg.ring {
    inline-size: calc(var(--disc) * 1.22);
    block-size: calc(var(--disc) * 1.22);
    rotate: -90deg;
    pointer-events: none;
    fill: none;
    stroke: var(--edge);
    stroke-width: 2.5;
  }
  .ring .done {
    stroke: var(--tint);
    stroke-width: 5;
    stroke-linecap: round;
    transition: stroke-dashoffset 0.3s;
  }
  /* On its way: an outline that fills, and nothing to talk to yet. */
  :host([phase='loading']:not([hears])) button {
    color: var(--tint);
    background: var(--raised);
    box-shadow: inset 0 0 0 2px color-mix(in oklab, var(--tint), transparent 60%);
  }
  /* Open ears: a ring that widens with what comes in. */
  :host(:is([phase='listening'], [phase='hearing'], [hears]):not([muted])) .wave:not(.second) {
    opacity: 0.75;
    transform: scale(calc(1.08 + var(--level) * 0.3));
  }
  /* Words come in: rings run towards the middle. */
  :host([phase='hearing']) .wave:not(.second) {
    border-width: 4px;
  }
  :host([phase='hearing']) .second {
    animation: inwards 1.3s ease-in infinite;
  }
  @keyframes inwards {
    from {
      transform: scale(1.5);
      opacity: 0;
    }
    60% {
      opacity: 0.7;
    }
    to {
      transform: scale(1.05);
      opacity: 0;
    }
  }
  /* Words go out: a ground that swells with the voice, and rings that leave. */
  :host([phase='speaking']) .wave:not(.second) {
    border: 0;
    background: var(--tint);
    opacity: 0.2;
    transform: scale(calc(1.1 + var(--level) * 0.38));
  }
  :host([phase='speaking']) .second {
    animation: outwards 1.6s ease-out infinite;
  }
  @keyframes outwards {
    from {
      transform: scale(1);
      opacity: 0.6;
    }
    to {
      transform: scale(1.5);
      opacity: 0;
    }
  }
  /* An answer that waits: a broken ring that stands still. */
  :host([phase='paused']) .wave:not(.second) {
    border-style: dashed;
    border-width: 3px;
    opacity: 0.9;
    transform: scale(1.16);
  }
  /* Something is in the way: no circle any more. */
  :host([phase='trouble']) button {
    border-radius: 30%;
  }
  /* Closed ears: a ring of dots. */
  :host([muted]:is([phase='listening'], [phase='hearing'])) .wave:not(.second) {
    border-style: dotted;
    opacity: 0.6;
    transform: scale(1.12);
  }
  @media (prefers-reduced-motion: reduce) {
    button,
    .ring .done {
      transition: none;
    }
    button:hover,
    button:active {
      transform: none;
    }
    :host([phase]) .second {
      animation: none;
    }
    :host([phase='hearing']) .second {
      opacity: 0.5;
      transform: scale(1.28);
    }
    :host([phase='speaking']) .second {
      opacity: 0.4;
      border-width: 3px;
      transform: scale(1.34);
    }
  }
  @media (forced-colors: active) {
    button {
      border: 2px solid ButtonText;
    }
    .wave {
      border-color: CanvasText;
    }
    :host([phase='speaking']) .wave:not(.second) {
      border: 2px solid CanvasText;
      background: none;
      opacity: 1;
    }
  }
`;
