/** What stands on the big button: each state has a picture of its own, so that it is told by its form and not by colour alone. */
import { css, html, svg, type TemplateResult } from 'lit';
import type { Phase } from '../session/view.ts';
import { icons } from './icons.ts';

/** How much of the level each bar of the voice follows, from the first to the last: the middle most, as in a wave. */
const BARS = ['outer', 'inner', 'middle', 'inner', 'outer'] as const;

export function talkPicture(phase: Phase, isMuted: boolean): TemplateResult {
  if (phase === 'speaking') return html`<span class="bars">${BARS.map((each) => html`<i class=${each}></i>`)}</span>`;
  if (phase === 'thinking') return html`<span class="dots"><i></i><i></i><i></i></span>`;
  if (phase === 'paused') return html`${icons.pause}`;
  if (phase === 'trouble') return html`${icons.trouble}`;
  if (isMuted) return html`${icons.muted}`;
  return html`${phase === 'hearing' ? hearing : icons.microphone}`;
}

/** A microphone that sound comes to. */
const hearing = svg`<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="9" y="4" width="6" height="10" rx="3" fill="currentColor" /><path d="M12 17.5V20M8.5 20h7M5.5 6.5v5M18.5 6.5v5M2.5 8v2M21.5 8v2" /></svg>`;

/** `--level`, 0 to 1, is how loud the voice is that is shown. */
export const talkPictureStyles = css`
  .bars,
  .dots {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.34rem;
    block-size: 2.6rem;
  }
  .bars i,
  .dots i {
    border-radius: 1rem;
    background: currentColor;
    forced-color-adjust: none;
  }
  @media (forced-colors: active) {
    .bars i,
    .dots i {
      background: ButtonText;
    }
  }
  .bars i {
    inline-size: 0.34rem;
    block-size: 100%;
    transform: scaleY(calc(0.14 + var(--share) * (0.3 + var(--level, 0) * 0.75)));
  }
  .outer {
    --share: 0.4;
  }
  .inner {
    --share: 0.62;
  }
  .middle {
    --share: 0.82;
  }
  .dots i {
    inline-size: 0.55rem;
    block-size: 0.55rem;
    animation: step 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.16s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.32s;
  }
  @keyframes step {
    0%,
    60%,
    100% {
      transform: none;
      opacity: 0.55;
    }
    30% {
      transform: translateY(-0.5rem);
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
    .bars i {
      transform: scaleY(calc(0.25 + var(--share) * 0.7));
    }
  }
`;
