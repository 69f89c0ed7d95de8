/** The person whose requests to a model are counted where somebody sits at the console; people's ids are above 0. */
export const CONSOLE = 0;

/** Under whom those are counted who have had themselves forgotten. */
export const FORGOTTEN = -1;
