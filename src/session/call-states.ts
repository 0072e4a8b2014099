/** For what shows a conversation: how calls went, in words. */
export { callStates } from '../tools/call-words.ts';
