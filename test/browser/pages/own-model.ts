/** The form for a model of one's own, and an assistant with what it gives, as a settings panel would make it. */
import { defineParley } from '../../../src/elements/define.ts';
import '../../../src/elements/own-model.ts';
import { defineParts } from '../../../src/elements/parts.ts';
import type { OwnModel } from '../../../src/models/own.ts';
import { createSession } from '../../../src/session/session.ts';

defineParts();
defineParley();

document.addEventListener('own-model', (event) => {
  const { detail: own } = event as CustomEvent<OwnModel>;
  const assistant = document.createElement('parley-assistant');
  assistant.control = createSession({ llm: 'own', own, hub: '' });
  document.querySelector('main')?.append(assistant);
});
