/** The page for a frame of another site: one element, set up from the address, that the site can ask and hear by messages. */
import { defineParley } from './elements/define.ts';
import { listenTo, originsOf } from './frame-messages.ts';

const query = new URLSearchParams(location.search);
const assistant = document.querySelector('parley-assistant');
if (assistant) {
  assistant.fromAddress = query;
  if (window.parent !== window) listenTo(window.parent, originsOf(query.getAll('origin')), assistant);
}

// The element reads what it is given when it comes to life, so that has to be there first.
defineParley();
