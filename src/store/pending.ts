import { sql } from 'kysely';

/** The updates that wait or are being handled. Written out, for SQLite uses their index only where nothing is a parameter. */
export const PENDING = sql<boolean>`updates.state = 'pending'`;
