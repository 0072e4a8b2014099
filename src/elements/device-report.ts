/** What this device has to offer, in a few plain lines that can be pasted into a report. */
import { LitElement, css, html } from 'lit';
import { describeDevice, probeDevice } from '../session/this-device.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';

/** Shows the device as it was when this came onto the page, or `refresh` was called last. */
export class DeviceReport extends LitElement {
  static override properties = { lines: { state: true } };
  declare lines: readonly string[];

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        font-size: 0.85rem;
        color: var(--quiet);
      }
      p {
        margin: 0.2rem 0;
        overflow-wrap: anywhere;
        user-select: text;
      }
      /* The graphics card: what decides most. */
      p:first-child {
        font-size: 1rem;
        font-weight: 600;
        color: var(--ink);
      }
    `,
  ];

  constructor() {
    super();
    this.lines = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.refresh();
  }

  /** Looks at the device again. */
  async refresh(): Promise<void> {
    this.lines = describeDevice(await probeDevice());
  }

  override render() {
    return this.lines.map((line) => html`<p>${line}</p>`);
  }
}

part('parley-device-report', DeviceReport);

declare global {
  interface HTMLElementTagNameMap {
    'parley-device-report': DeviceReport;
  }
}
