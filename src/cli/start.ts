/** Where the shipped program begins: the real host, and the real arguments. */
import type { ExitCode } from '../core/exit-codes.ts';
import { main } from './main.ts';
import { createHost } from './system/host.ts';

/**
 * Runs one command line in the real world; answers with the exit code.
 * @param packageFolder of the installed program.
 */
export function start(argv: readonly string[], packageFolder: string): Promise<ExitCode> {
  return main(argv, createHost(packageFolder));
}
