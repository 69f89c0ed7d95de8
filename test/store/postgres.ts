import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { acquireLock } from '../../src/store/lock.ts';

/** A PostgreSQL server for the tests, in a folder of its own: made by the first test that asks, gone with the run. */

const run = promisify(execFile);
const PASSWORD = 'p@ss/word';

/** Whether a server is installed here, or has to be. */
export const isPostgresWanted = programs() !== undefined || process.env.NOTED_TEST_POSTGRES === 'required';

/** Makes an empty database on the server of this run and resolves to its address. */
export async function createDatabase(folder: string): Promise<string> {
  const server = await startedIn(folder);
  const client = new Client({ connectionString: address(server, 'postgres') });
  await client.connect();
  try {
    const name = `noted_${crypto.randomUUID().replaceAll('-', '')}`;
    await client.query(`create database ${name}`);
    return address(server, name);
  } finally {
    await client.end();
  }
}

/** Stops the server in that folder, if one was started, and deletes the folder. */
export async function stopServer(folder: string): Promise<void> {
  if (existsSync(join(folder, 'data', 'postmaster.pid')))
    await pg('pg_ctl', ['-D', join(folder, 'data'), '-m', 'immediate', '-w', 'stop'], folder);
  await rm(folder, { recursive: true, force: true });
}

const address = (port: string, database: string) =>
  `postgres://noted:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;

/** The port of the server in that folder. Test files run in several processes: the first one starts it. */
async function startedIn(folder: string): Promise<string> {
  const lock = await acquireLock(join(folder, 'lock'));
  try {
    const known = join(folder, 'port');
    if (!existsSync(known)) await writeFile(known, await start(folder));
    return await readFile(known, 'utf8');
  } finally {
    lock.release();
  }
}

async function start(folder: string): Promise<string> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const password = join(folder, 'password');
  await writeFile(password, PASSWORD);
  const owner = account();
  if (owner) for (const path of [folder, data, password]) await chown(path, owner.uid, owner.gid);
  const how = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${password}`];
  await pg('initdb', ['-D', data, '-U', 'noted', ...how], folder);
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'max_connections=200',
  ];
  const options = settings.map(setting => `-c ${setting}`).join(' ');
  await pg('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'], folder);
  return port;
}

async function pg(program: string, args: readonly string[], folder: string): Promise<void> {
  const bin = programs();
  if (!bin) throw new Error('These tests need PostgreSQL: install the package postgresql.');
  await run(join(bin, program), args, { cwd: folder, ...account() });
}

/** Where the server's programs are: Debian keeps them out of the PATH, one folder a version. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const path = process.env.PATH?.split(delimiter) ?? [];
  return [...versions.map(version => join(debian, version, 'bin')), ...path].find(
    bin => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'pg_ctl')),
  );
}

/** The server refuses to run as root: then it runs as the user that its package made. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map(what => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' })));
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(typeof address === 'object' ? address?.port : undefined);
}
