/**
 * Both sides of the conversation as they come. What can be done with something that was said is shown once it is chosen: pointed at, touched, or
 * reached with the arrow keys.
 */
import { LitElement, html, type PropertyValues } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CaptionsView } from '../session/view.ts';
import { captionItem, type CaptionActions } from './caption-item.ts';
import { styles } from './caption-log.styles.ts';
import { isOnlyWritten, type CaptionMode } from './caption-text.ts';
import { hidden } from './hidden.styles.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { msg, pageTag } from '../locales/words.ts';

/** Closer to the end than this the reader is following, px. */
const FOLLOWING_PX = 48;

/** The word that is being heard is kept so far from the top of the log, as a share of its height. */
const HEARD_SHARE = 1 / 3;

/** So many captions are shown at first, the newest. Fewer: the button for more is pressed often. More: each layout of the page takes longer. */
const WINDOW = 100;

/**
 * How often an answer is drawn that is only being written, ms. Smaller: a fast model has the page lay out its text for each token, which takes the
 * processor from the models. Larger: the text jumps.
 */
const WRITING_MS = 200;

/**
 * @fires say-again - `detail` is what Parley is to say.
 * @fires ask-again - `detail` is the question, to be changed and asked once more.
 * @fires copied - It is in the clipboard; `detail` says whether.
 */
export class CaptionLog extends LitElement {
  static override properties = {
    captions: { attribute: false },
    mode: { type: String, reflect: true },
    shown: { state: true },
    chosen: { state: true },
  };
  static override styles = [tokens, hidden, styles];

  declare captions: CaptionsView;
  declare mode: CaptionMode;
  /** How many of those that are said are shown, the newest. */
  declare shown: number;
  /** The id of the caption that something may be done with; '' for none. */
  declare chosen: string;
  #following = true;
  /** Where it was scrolled to last, px. */
  #scrollTop = 0;
  #frame = 0;
  /** What was drawn last, and when, ms. */
  #drawn: CaptionsView;
  #drawnAt = -Infinity;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.captions = this.#drawn = { said: [], live: null };
    this.mode = 'karaoke';
    this.shown = WINDOW;
    this.chosen = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('tabindex', '0');
    this.setAttribute('role', 'log');
    // It changes with each word that is heard. What is finished is announced elsewhere, once.
    this.setAttribute('aria-live', 'off');
    this.addEventListener('scroll', this.#onScroll);
    this.addEventListener('keydown', this.#onKey);
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('scroll', this.#onScroll);
    this.removeEventListener('keydown', this.#onKey);
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    clearTimeout(this.#later);
    const waitMs = this.#drawnAt + WRITING_MS - performance.now();
    const canWait = changed.size === 1 && changed.has('captions') && isOnlyWritten(this.#drawn, this.captions);
    if (waitMs <= 0 || !canWait) return true;
    this.#later = setTimeout(() => {
      this.requestUpdate('captions');
    }, waitMs);
    return false;
  }

  override render() {
    const { said, live } = this.captions;
    const newest = said.slice(-this.shown);
    return html`${newest.length < said.length ? html`<button class="earlier" @click=${this.#showEarlier}>${msg('Show earlier')}</button>` : null}
      <ol
        @pointerover=${this.#onPointer}
        @pointerleave=${this.#onPointer}
        @click=${this.#onClick}
        @focusin=${this.#onFocus}
        @focusout=${this.#onFocus}
      >
        ${repeat(
          live ? [...newest, live] : newest,
          ({ id }) => id,
          // A caption is another object when there is something else to show of it.
          (caption) => {
            const actions = caption.id === this.chosen ? this.#actions : null;
            return guard([caption, this.mode, actions, pageTag()], () => captionItem(caption, this.mode, actions));
          },
        )}
      </ol>`;
  }

  override updated(): void {
    this.setAttribute('aria-label', msg('Conversation'));
    if (this.captions === this.#drawn) return;
    this.#drawn = this.captions;
    this.#drawnAt = performance.now();
    this.#sweep();
    // Where it ends is known once it is laid out, which is done once in a frame, however often it was changed.
    if (this.#frame === 0 && this.isConnected) this.#frame = requestAnimationFrame(this.#follow);
  }

  readonly #actions: CaptionActions = {
    copy: ({ text }) => {
      // The clipboard may be closed to a frame.
      void navigator.clipboard.writeText(text).then(
        () => {
          this.#tell('copied', true);
        },
        () => {
          this.#tell('copied', false);
        },
      );
    },
    say: ({ text }) => {
      this.#tell('say-again', text);
    },
    ask: (caption) => {
      const { said } = this.captions;
      const question = said.slice(0, said.indexOf(caption) + 1).findLast(({ who }) => who === 'user');
      this.#tell('ask-again', (question ?? caption).text);
    },
  };

  /** What was in view stays where it is. */
  readonly #showEarlier = async (): Promise<void> => {
    const fromEnd = this.scrollHeight - this.scrollTop;
    this.shown += WINDOW;
    await this.updateComplete;
    this.scrollTop = this.scrollHeight - fromEnd;
    // The button is gone once there is nothing earlier, and the keyboard's place must not go with it.
    if (!this.renderRoot.querySelector('.earlier')) this.focus();
  };

  /** A mouse chooses what it is over; fingers press. */
  readonly #onPointer = ({ type, pointerType, target }: PointerEvent): void => {
    if (pointerType === 'mouse') this.#choose(type === 'pointerleave' ? '' : idAt(target));
  };

  readonly #onClick = ({ target }: Event): void => {
    if (this.ownerDocument.getSelection()?.type !== 'Range') this.#choose(idAt(target));
  };

  readonly #onFocus = ({ type, target, relatedTarget }: FocusEvent): void => {
    this.#choose(idAt(type === 'focusin' ? target : relatedTarget));
  };

  /** Up and down go from one to the next, from the end at first; Escape goes back to all of them. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { activeElement } = this.renderRoot as ShadowRoot;
    const item = activeElement?.closest('li');
    if (event.key === 'Escape' && item) {
      event.preventDefault();
      event.stopPropagation();
      this.focus();
      return;
    }
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const items = this.renderRoot.querySelectorAll('li');
    const isUp = event.key === 'ArrowUp';
    const next = item ? (isUp ? item.previousElementSibling : item.nextElementSibling) : isUp ? items[items.length - 1] : null;
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  };

  #choose(id: string): void {
    // The keyboard's choice stays while the mouse is elsewhere.
    this.chosen = id === '' ? idAt((this.renderRoot as ShadowRoot).activeElement) : id;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  /**
   * Takes away what lit 3.3.3 leaves of captions that have left: `removePart` forgets the comment behind each, so that a list whose oldest items go
   * would grow for ever. Those are the comments before the first caption that are neither the list's own marker nor that caption's.
   */
  #sweep(): void {
    const first = this.renderRoot.querySelector('li')?.previousSibling;
    for (let node = first?.previousSibling; node instanceof Comment && node.data === ''; node = first?.previousSibling)
      node.remove();
  }

  /** Shows the end, but of an answer that is written far ahead of its voice no more than leaves the word that is being heard in view. */
  readonly #follow = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#following) return;
    const next = this.renderRoot.querySelector('.ahead')?.getClientRects()[0];
    const end = this.scrollHeight - this.clientHeight;
    const above = next ? next.top - this.getBoundingClientRect().top - HEARD_SHARE * this.clientHeight : Infinity;
    const wanted = Math.min(end, this.scrollTop + above);
    if (this.scrollTop < wanted) this.scrollTop = wanted;
  };

  /** The space for it changes too: notices come and go, the text box grows. */
  readonly #resized = new ResizeObserver(this.#follow);

  /** Only scrolling up means that the reader wants to stay there: layout alone can move the end away too. */
  readonly #onScroll = (): void => {
    const { scrollTop } = this;
    if (this.scrollHeight - scrollTop - this.clientHeight < FOLLOWING_PX) this.#following = true;
    else if (scrollTop < this.#scrollTop) this.#following = false;
    this.#scrollTop = scrollTop;
  };
}

/** The id of the caption that this lies in; '' for none. */
function idAt(target: EventTarget | null): string {
  return (target instanceof Element ? target.closest<HTMLElement>('li')?.dataset['id'] : undefined) ?? '';
}

part('parley-caption-log', CaptionLog);

declare global {
  interface HTMLElementTagNameMap {
    'parley-caption-log': CaptionLog;
  }
}
