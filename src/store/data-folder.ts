import { access, constants, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The folder for what is derived cannot be used; the message says what to do. */
class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/**
 * Makes the data folder where it is not there yet.
 * @throws DataFolderError when it cannot be made, is no folder, or cannot be written
 */
export async function prepareDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? REASONS.get(String(error.code)) : undefined;
    throw new DataFolderError(
      `The data folder ${resolve(path)} cannot be used (${reason ?? String(error)}). Give this account the right to write there, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

const REASONS = new Map([
  ['EEXIST', 'there is a file of that name'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
]);
