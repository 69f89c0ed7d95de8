export { type After, after } from '../../timing/after.ts';
