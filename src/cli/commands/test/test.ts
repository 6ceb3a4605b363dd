/** `test`: calls, and whether they are as a file expects them. Only reads. */
import { ExitCode } from '../../../core/exit-codes.ts';
import { CALLS_FILE, type CallsFile } from '../../../expect/calls-file.ts';
import { readCalls } from '../../../expect/read.ts';
import { isFailed, testsDocument } from '../../../report/calls/tests.ts';
import { testSinks } from '../../../report/index.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { inputName, readInput } from '../../input.ts';
import { print } from '../../output.ts';
import { checkSinks, isOnScreen, parseSinks, writeSinks } from '../../sinks.ts';
import { tracedAccount } from '../trace/account.ts';
import { runCalls } from './run.ts';
import type { TestFlags } from './command.ts';

export async function test({ context, args: [named], options }: Call<TestFlags>): Promise<ExitCode> {
  if (options.init === true) {
    const { initCalls } = await import('./init.ts');
    return initCalls(context, named ?? CALLS_FILE, options);
  }
  const sinks = parseSinks(context, options.report ?? [], Object.keys(testSinks));
  // Before anything is requested: a mistake in the file is to cost nothing.
  const file = await readCallsFile(context, named ?? CALLS_FILE);
  await checkSinks(context, sinks);
  const traced = await tracedAccount(context, options);
  const tested = await runCalls(context, file, traced);
  await writeSinks(context, sinks, async (format) => {
    const render = await testSinks[format]?.();
    return render?.(tested, context.version) ?? '';
  });
  if (!sinks.some(isOnScreen)) await print(context, testsDocument(tested));
  return tested.calls.some(isFailed) ? ExitCode.findings : traced.exitCode;
}

async function readCallsFile(context: Context, file: string): Promise<CallsFile> {
  const hint = '`voipbin test --init` writes one from the account as it is';
  return readCalls(await readInput(context, file, hint), inputName(file));
}
