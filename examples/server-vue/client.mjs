import { createSSRApp } from 'vue';
import { Page } from './page.mjs';

createSSRApp(Page).mount('#app');
