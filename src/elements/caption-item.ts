/** Something that was said, and what can be done with it once it is chosen. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CaptionView } from '../session/view.ts';
import { shownText, type CaptionMode } from './caption-text.ts';
import { laterIcons } from './later-icons.ts';
import { msg } from '../locales/words.ts';
import { callStates } from '../session/call-states.ts';

export type CaptionActions = {
  copy: (caption: CaptionView) => void;
  /** Has Parley speak it. */
  say: (caption: CaptionView) => void;
  /** Puts the question that it is, or answers, into the text box. */
  ask: (caption: CaptionView) => void;
};

/** Behind what was cut off, on the line of its last word. */
const CUT = '\u00a0—';

/** `actions`: null while it is not chosen. */
export function captionItem(caption: CaptionView, mode: CaptionMode, actions: CaptionActions | null): TemplateResult {
  if (caption.call) return callItem(caption, caption.call);
  const { id, who, state, imageUrl, language = '' } = caption;
  const { bright, dim } = shownText(caption, mode);
  const isUser = who === 'user';
  return html`<li class="${who} ${state}" part=${isUser ? 'turn turn-user' : 'turn turn-model'} tabindex="-1" data-id=${id}>
    <span class="hidden">${isUser ? msg('You:') : 'Parley:'} </span
    >${imageUrl ? html`<img src=${imageUrl} alt=${isUser ? msg('The picture that went along') : ''} />` : nothing}
    <div dir="auto" lang=${language}>
      <span class="words">${bright === '' && dim === '' ? '…' : bright}</span
      >${dim === '' ? nothing : html`<span class="words ahead">${dim}</span>`}${state === 'interrupted' ? html`<span class="cut" aria-hidden="true">${CUT}</span>` : nothing}
    </div>
    ${state === 'interrupted' ? html`<span class="tag">${msg('interrupted here')}</span>` : nothing}
    ${actions && state !== 'live' ? ways(caption, actions) : nothing}
  </li>`;
}

/** Something that was done: a line that can be opened. */
function callItem({ id, text }: CaptionView, { name, args, is, result }: NonNullable<CaptionView['call']>): TemplateResult {
  return html`<li class="tool" part="turn turn-tool" tabindex="-1" data-id=${id}>
    <details>
      <summary>${text} <em>${callStates()[is]}</em></summary>
      <pre>${name} ${JSON.stringify(args, null, 2)}</pre>
      ${result === null ? nothing : html`<pre>${result}</pre>`}
    </details>
  </li>`;
}

function ways(caption: CaptionView, { copy, say, ask }: CaptionActions): TemplateResult {
  const way = (label: string, icon: unknown, act: (caption: CaptionView) => void) =>
    html`<button
      aria-label=${label}
      title=${label}
      @click=${(event: Event) => {
        event.stopPropagation();
        act(caption);
      }}
    >
      ${icon}
    </button>`;
  return html`<div class="ways" role="group" aria-label=${msg('With these words')}>
    ${way(msg('Copy'), laterIcons.copy, copy)}
    ${caption.who === 'assistant' ? way(msg('Say again'), laterIcons.again, say) : nothing}
    ${way(msg('Ask again'), laterIcons.edit, ask)}
  </div>`;
}
