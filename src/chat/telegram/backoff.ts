export { backoff } from '../../timing/backoff.ts';
