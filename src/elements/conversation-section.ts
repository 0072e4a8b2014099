/** What becomes of what was said. */
import { html, type TemplateResult } from 'lit';
import type { Session } from '../session/view.ts';
import { askForPanel } from './panels.ts';
import { check, type Fields } from './setting-fields.ts';
import { msg } from '../locales/words.ts';

export function conversationSection(control: Session, fields: Fields): TemplateResult {
  return html`<p class="about">${msg('What was said stays on this device, each tab’s by itself. Pictures do not.')}</p>
    <div class="buttons">
      <button
        @click=${(event: Event) => {
          askForPanel(event.currentTarget as Element, 'conversations');
        }}
      >
        ${msg('All conversations…')}
      </button>
      <button
        @click=${() => {
          control.clear();
        }}
      >
        ${msg('Forget the conversation')}
      </button>
      <button
        @click=${() => {
          control.clearAll();
        }}
      >
        ${msg('Delete all conversations')}
      </button>
    </div>
    ${check(fields, 'listenAtLaunch', {
      label: msg('Listen as soon as Parley is opened'),
      about: msg('Where it is installed as an app. The microphone is open then without a press.'),
    })}`;
}
