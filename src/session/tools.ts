/** What whoever registers tools needs of them, for elements: they import nothing below the session. */
export { declarationOf as checkTool } from '../tools/tool.ts';
