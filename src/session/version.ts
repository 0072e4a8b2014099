/** Which Parley this is. */
export { version } from '../../package.json';
