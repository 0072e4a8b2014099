import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { Page } from './page.mjs';

console.log(renderToString(createElement(Page)));
