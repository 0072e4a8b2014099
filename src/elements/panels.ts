/** Panels that are fetched when they are opened for the first time. */
import type { Session } from '../session/view.ts';
import { bring } from './later-parts.ts';
import type { Panel } from './panel.ts';

export type PanelName = 'conversations' | 'timings';

/** Asks whatever stands around for a panel. */
export function askForPanel(from: EventTarget, name: PanelName): void {
  from.dispatchEvent(new CustomEvent<PanelName>('open-panel', { detail: name, bubbles: true, composed: true }));
}

/** Opens a panel of this conversation in `root`, once its script is there. Rejects as `import` does. */
export async function openPanel(name: PanelName, control: Session, root: Element): Promise<void> {
  const tag = `parley-${name}` as const;
  await bring(tag);
  const known = root.querySelector<Panel>(`:scope > ${tag}`);
  const panel: Panel = known ?? root.ownerDocument.createElement(tag);
  if (!known) {
    panel.setAttribute('exportparts', 'settings, notice');
    root.append(panel);
  }
  panel.control = control;
  await panel.show();
}
