/** Folders of the real disk. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, isAbsent } from './errno.ts';

/** Private to the user. */
const FOLDER_MODE = 0o700;

/**
 * Makes a folder and those above it, from the nearest that is there, and stops at the first that cannot be made. (Node's
 * own `recursive` tries for ever where a folder that is there takes no other, as in /proc.)
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isThere(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    // Somebody else may have been quicker.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
