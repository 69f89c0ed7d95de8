export { type Pause, pause, pauseBy } from '../../timing/pause.ts';
