/** The package's main entry: the class, and how to make it an element. Importing it does nothing else, on a server neither. */
export { defineParley } from './define.ts';
export { ParleyAssistant } from './parley-assistant.ts';
