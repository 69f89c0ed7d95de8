import type { Command } from './command.ts';
export const evaluate: Command = async () => 0;
