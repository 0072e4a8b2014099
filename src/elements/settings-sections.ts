/** The sections of the settings, in their order: each has a file of its own. */
import { html } from 'lit';
import type { ChosenSettings } from '../session/settings.ts';
import type { Session } from '../session/view.ts';
import './all-settings.ts';
import { answerSection } from './answer-section.ts';
import { conversationSection } from './conversation-section.ts';
import { deviceSection } from './device-section.ts';
import { follow } from './follow.ts';
import './help-section.ts';
import { modelSection } from './model-section.ts';
import { personaSection } from './persona-section.ts';
import type { Fields } from './setting-fields.ts';
import './storage-section.ts';
import { talkingSection } from './talking-section.ts';
import { toolSection } from './tool-section.ts';
import { voiceSection } from './voice-section.ts';
import { msg } from '../locales/words.ts';

/** What a section is drawn from. What changes it follows by itself (`follow`), so that nothing else is drawn anew. */
export type SectionParts = { readonly control: Session; readonly fields: (settings: ChosenSettings) => Fields };

/** `id`: unique among the sections; it is a part of the heading's id. */
export type SettingsSection = { readonly id: string; readonly title: string; readonly render: (parts: SectionParts) => unknown };

export const sections = (): readonly SettingsSection[] => [
  {
    id: 'voice',
    title: msg('Voice & language'),
    render: ({ control, fields }) => follow(control.slices, ['settings'], ({ settings }) => voiceSection(fields(settings))),
  },
  {
    id: 'talking',
    title: msg('Talking'),
    render: ({ control, fields }) => follow(control.slices, ['settings'], ({ settings }) => talkingSection(fields(settings))),
  },
  { id: 'devices', title: msg('Devices'), render: ({ control, fields }) => deviceSection(control, fields) },
  {
    id: 'persona',
    title: msg('Persona'),
    render: ({ control, fields }) => follow(control.slices, ['settings'], ({ settings }) => personaSection(fields(settings))),
  },
  {
    id: 'answers',
    title: msg('Answers'),
    render: ({ control, fields }) => follow(control.slices, ['settings'], ({ settings }) => answerSection(fields(settings))),
  },
  {
    id: 'models',
    title: msg('Models'),
    render: ({ control, fields }) =>
      follow(control.slices, ['settings', 'models'], ({ settings, models }) =>
        modelSection(fields(settings), models, (key) => {
          control.testAgain(key);
        }),
      ),
  },
  {
    id: 'tools',
    title: msg('Tools'),
    render: ({ control, fields }) =>
      follow(control.slices, ['settings', 'tools'], ({ settings, tools }) => toolSection(fields(settings), tools)),
  },
  { id: 'storage', title: msg('Storage'), render: ({ control }) => html`<parley-storage .control=${control}></parley-storage>` },
  {
    id: 'conversations',
    title: msg('Conversations'),
    render: ({ control, fields }) =>
      follow(control.slices, ['settings'], ({ settings }) => conversationSection(control, fields(settings))),
  },
  {
    id: 'all',
    title: msg('All settings'),
    render: ({ control }) => html`<parley-all-settings .control=${control}></parley-all-settings>`,
  },
  { id: 'help', title: msg('Help'), render: ({ control }) => html`<parley-help .control=${control}></parley-help>` },
];
