/** For a page that takes the package by its address: it has the element as soon as it has this file. */
import { defineParley } from './define.ts';

defineParley();
