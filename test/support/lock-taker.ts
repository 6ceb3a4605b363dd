/** A process that takes and gives back a lock when it is told to; for tests that need several. */
import { systemFiles } from '../../src/cli/system/files.ts';
import type { Locking } from '../../src/core/ports.ts';

let lock: Locking | undefined;

process.on('message', (path: string | null) => {
  void (async () => {
    if (path !== null) lock = await systemFiles.lock(path);
    else if (lock && 'release' in lock) await lock.release();
    process.send?.(lock);
  })();
});
