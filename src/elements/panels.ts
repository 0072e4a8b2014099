/** Panels that are fetched when they are opened for the first time. */
import type { Session } from '../session/view.ts';
import type { Panel } from './panel.ts';

export type PanelName = 'conversations' | 'timings';
export type PanelTag = `parley-${PanelName}`;

/** Asks whatever stands around for a panel. */
export function askForPanel(from: EventTarget, name: PanelName): void {
  from.dispatchEvent(new CustomEvent<PanelName>('open-panel', { detail: name, bubbles: true, composed: true }));
}

/** Opens a panel of this conversation in `root`. Its script has to be there. */
export async function openPanel(tag: PanelTag, control: Session, root: Element): Promise<void> {
  const known = root.querySelector<Panel>(`:scope > ${tag}`);
  const panel: Panel = known ?? root.ownerDocument.createElement(tag);
  if (!known) {
    panel.setAttribute('exportparts', 'settings, notice');
    root.append(panel);
  }
  panel.control = control;
  await panel.show();
}

/** Whether one of the element's dialogs lies over the page. */
export function hasOpenPanel(root: ParentNode): boolean {
  const panels = root.querySelectorAll<HTMLElement & { isOpen?: boolean }>(
    'parley-settings, parley-keys, parley-conversations, parley-timings',
  );
  return [...panels].some(({ isOpen }) => isOpen);
}
