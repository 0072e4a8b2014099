/** A form for a language model of the user's own: a repository, a WebLLM record, or a server. */
import { LitElement, html, type TemplateResult } from 'lit';
import { OWN_DTYPES, ownModelProblem, type OwnModel } from '../session/choices.ts';
import { styles } from './own-model.styles.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { msg } from '../locales/words.ts';

type Kind = OwnModel['kind'];

const kinds = (): Record<Kind, string> => ({
  huggingface: msg('A repository on Hugging Face'),
  webllm: msg('A WebLLM record'),
  endpoint: msg('A server'),
});

/**
 * Shows the fields of one kind at a time, filled in with `model` where there is one, and what is wrong beside the field.
 *
 * @fires own-model - `detail` is the OwnModel, once it is one that can be used.
 */
export class OwnModelForm extends LitElement {
  static override properties = { model: { attribute: false }, kind: { state: true }, problem: { state: true } };
  /** What is in use, to begin with. */
  declare model: OwnModel | null;
  declare kind: Kind;
  declare problem: { field: string; advice: string } | null;

  static override styles = [tokens, styles];

  constructor() {
    super();
    this.model = null;
    this.kind = 'huggingface';
    this.problem = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('model') && this.model) this.kind = this.model.kind;
  }

  override render() {
    return html`<form novalidate @submit=${this.#onSubmit}>
      <fieldset>
        <legend>${msg('It is')}</legend>
        ${(Object.entries(kinds()) as [Kind, string][]).map(
          ([kind, name]) =>
            html`<label class="kind">
              <input type="radio" name="kind" value=${kind} .checked=${kind === this.kind} @change=${this.#onKind} />
              ${name}
            </label>`,
        )}
      </fieldset>
      ${this.#renderFields()}
      <button>${msg('Use this model')}</button>
    </form>`;
  }

  #renderFields(): TemplateResult {
    switch (this.kind) {
      case 'huggingface':
        return html`${this.#text('repo', msg('Repository'), 'onnx-community/Qwen3-0.6B-ONNX', msg('With ONNX files for transformers.js.'))}
          ${this.#text('revision', msg('Commit or branch'), 'main', msg('A commit is always the same files; a branch may change.'), 'main')}
          <div>
            <label for="dtype">${msg('Precision')}</label>
            <select id="dtype" name="dtype" aria-describedby="dtype-note">
              ${OWN_DTYPES.map((dtype) => html`<option ?selected=${dtype === this.#given('dtype', 'q4')}>${dtype}</option>`)}
            </select>
            ${this.#note('dtype', msg('One whose files the repository has.'))}
          </div>
          ${this.#seesBox()}`;
      case 'webllm':
        return html`<div>
          <label for="record">${msg('Record')}</label>
          <textarea
            id="record"
            name="record"
            rows="8"
            spellcheck="false"
            placeholder='{ "model": "https://huggingface.co/…", "model_id": "…", "model_lib": "https://…" }'
            aria-describedby="record-note"
            aria-invalid=${this.#isWrong('record')}
            .value=${this.#given('record', '')}
          ></textarea>
          ${this.#note('record', msg('One object of WebLLM’s list of models. Its library is code that runs in this page: use none you don’t trust.'))}
        </div>`;
      case 'endpoint':
        return html`<p class="leaves">
            ${msg('What you say from then on, and pictures if it takes them, will leave this tab and go to that server. What was said before stays here unless you tick that below.')}
          </p>
          ${this.#text('url', msg('Address'), 'http://localhost:11434/v1', msg('Of a server with the chat API of OpenAI, without /chat/completions.'))}
          ${this.#text('model', msg('Model'), 'gemma3:4b', msg('As the server calls it.'))}
          <div>
            <label for="apiKey">${msg('API key')}</label>
            <input
              id="apiKey"
              name="apiKey"
              type="password"
              autocomplete="off"
              aria-describedby="apiKey-note"
              aria-invalid=${this.#isWrong('apiKey')}
              .value=${this.#given('apiKey', '')}
            />
            ${this.#note('apiKey', msg('Goes to that server alone. Leave it empty where none is wanted.'))}
          </div>
          ${this.#seesBox()} ${this.#box('tellsBefore', msg('Also tell it what was said before, on earlier visits too'))}
          ${this.#box('waits', msg('Ask it only when I have finished: fewer requests, later answers'))}`;
    }
  }

  #text(name: string, label: string, placeholder: string, about: string, preset = ''): TemplateResult {
    return html`<div>
      <label for=${name}>${label}</label>
      <input
        id=${name}
        name=${name}
        autocapitalize="off"
        autocomplete="off"
        spellcheck="false"
        placeholder=${placeholder}
        aria-describedby="${name}-note"
        aria-invalid=${this.#isWrong(name)}
        .value=${this.#given(name, preset)}
      />
      ${this.#note(name, about)}
    </div>`;
  }

  #seesBox(): TemplateResult {
    return this.#box('sees', msg('It takes pictures'));
  }

  #box(name: string, label: string): TemplateResult {
    return html`<label class="kind">
      <input type="checkbox" name=${name} .checked=${this.#given(name, '') === 'true'} />
      ${label}
    </label>`;
  }

  /** What is wrong with a field, or what to write into it. */
  #note(name: string, about: string): TemplateResult {
    const isWrong = this.problem?.field === name;
    return html`<small id="${name}-note" class=${isWrong ? 'wrong' : ''} role=${isWrong ? 'alert' : 'note'}>
      ${isWrong ? msg(this.problem?.advice ?? '') : about}
    </small>`;
  }

  #isWrong(name: string): 'true' | 'false' {
    return this.problem?.field === name ? 'true' : 'false';
  }

  #given(name: string, preset: string): string {
    const given: Readonly<Record<string, string | boolean | undefined>> = this.model?.kind === this.kind ? this.model : {};
    return String(given[name] ?? preset);
  }

  readonly #onKind = (event: Event): void => {
    this.kind = (event.target as HTMLInputElement).value as Kind;
    this.problem = null;
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const entries = Object.fromEntries(new FormData(form));
    const boxes = [...form.querySelectorAll<HTMLInputElement>('[type=checkbox]')].map(({ name, checked }) => [name, checked]);
    const own = { ...entries, ...Object.fromEntries(boxes) } as OwnModel;
    this.problem = ownModelProblem(own);
    if (this.problem) {
      form.querySelector<HTMLElement>(`[name=${this.problem.field}]`)?.focus();
      return;
    }
    // What was typed stays in the form.
    this.model = own;
    this.dispatchEvent(new CustomEvent('own-model', { detail: own, bubbles: true }));
  };
}

part('parley-own-model', OwnModelForm);

declare global {
  interface HTMLElementTagNameMap {
    'parley-own-model': OwnModelForm;
  }
}
