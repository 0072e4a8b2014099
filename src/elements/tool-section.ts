/** Which tools there are and from whom, each with its switch, and what was done with them. */
import { html, type TemplateResult } from 'lit';
import { OWN_LOOKS } from '../session/choices.ts';
import type { CallView, ToolsView, ToolView } from '../session/view.ts';
import type { Fields } from './setting-fields.ts';
import { moment } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';
import { callStates } from '../session/call-states.ts';

const from = (): Readonly<Record<ToolView['from'], string>> => ({
  page: msg('from this page'),
  'web-mcp': msg('from this page, by WebMCP'),
  parley: msg('Parley’s own'),
});

export function toolSection(fields: Fields, { tools, log, isAble }: ToolsView): TemplateResult {
  const others = tools.filter(({ from }) => from !== 'parley');
  return html`<p class="about">
      ${msg('What Parley can do in this page when you ask for it. A tool that is switched off is not told to the language model.')}
    </p>
    ${isAble ? null : html`<p class="problem">${msg('The language model in use can’t call tools: choose another one to use them.')}</p>`}
    ${others.map((tool) => pageTool(fields, tool))}
    ${Object.entries(OWN_LOOKS).map(([name, look]) => ownTool(fields, name, look))}
    <details>
      <summary>${msg(str`Calls in this visit: ${log.length}`)}</summary>
      ${
        log.length === 0
          ? html`<p class="about">${msg('None so far.')}</p>`
          : html`<ul class="found">
              ${log.map(logItem)}
            </ul>`
      }
    </details>`;
}

function pageTool(fields: Fields, { name, title, description, from: source, isOn, asks, problem }: ToolView): TemplateResult {
  const { toolsOff } = fields.values;
  const change = (on: boolean) => {
    fields.change('toolsOff', on ? toolsOff.filter((each) => each !== name) : [...toolsOff, name]);
  };
  return row({
    name,
    title,
    about: `${description} (${from()[source]}${asks ? `; ${msg('asks you each time')}` : ''})`,
    isOn,
    problem,
    change,
  });
}

/** Shown while it is off too. */
function ownTool(fields: Fields, name: string, { title, description }: Pick<ToolView, 'title' | 'description'>): TemplateResult {
  const { ownTools } = fields.values;
  const change = (on: boolean) => {
    fields.change('ownTools', on ? [...ownTools, name] : ownTools.filter((each) => each !== name));
  };
  const isFixed = fields.fixed.has('ownTools');
  return row({
    name,
    title: msg(title),
    about: `${msg(description)} (${from().parley})`,
    isOn: ownTools.includes(name),
    problem: null,
    change,
    isFixed,
  });
}

type Row = {
  name: string;
  title: string;
  about: string;
  isOn: boolean;
  problem: string | null;
  change: (on: boolean) => void;
  isFixed?: boolean;
};

function row({ name, title, about, isOn, problem, change, isFixed = false }: Row): TemplateResult {
  return html`<div class="field">
    <label class="check">
      <input
        type="checkbox"
        aria-describedby="about-tool-${name}"
        .checked=${isOn}
        ?disabled=${isFixed}
        @change=${(event: Event) => {
          change((event.target as HTMLInputElement).checked);
        }}
      />
      ${title}
    </label>
    <p class="about" id="about-tool-${name}">${about}</p>
    ${problem === null ? null : html`<p class="problem">${msg(problem)}</p>`}
  </div>`;
}

function logItem({ at, title, isAsking, outcome }: CallView): TemplateResult {
  const time = moment(at, { timeStyle: 'medium' });
  return html`<li>
    <span>${time} ${title}</span><span>${callStates()[outcome?.is ?? (isAsking ? 'asking' : 'running')]}</span>
  </li>`;
}
