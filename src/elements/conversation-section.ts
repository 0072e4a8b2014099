/** What becomes of what was said. */
import { html, type TemplateResult } from 'lit';
import type { Session } from '../session/view.ts';

export function conversationSection(control: Session): TemplateResult {
  return html`<p class="about">What was said stays on this device, each tab’s by itself. Pictures do not.</p>
    <div class="buttons">
      <button
        @click=${() => {
          control.clear();
        }}
      >
        Forget the conversation
      </button>
      <button
        @click=${() => {
          control.clearAll();
        }}
      >
        Delete all conversations
      </button>
    </div>`;
}
