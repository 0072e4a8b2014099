import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { Page } from './page.mjs';

console.log(await renderToString(createSSRApp(Page)));
