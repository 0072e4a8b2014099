/** What the page of bare engines and its workers know of each other. */

export type BareModel = 'stt' | 'llm' | 'tts';
