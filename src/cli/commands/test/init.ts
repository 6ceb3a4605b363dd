/** `test --init`: writes calls for the account as it is, with their current results. */
import { PUBLIC } from '../../../core/modes.ts';
import { resolve } from 'node:path';
import { AppError, RefusedError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { plural } from '../../../core/text.ts';
import { proposeCalls, type Proposal, type Proposing } from '../../../expect/propose.ts';
import { hoursIn } from '../../../expect/situations.ts';
import { CALLS_FILE } from '../../../expect/calls-file.ts';
import { CALLS_SCHEMA_FILE } from '../../../expect/schema.ts';
import { writeCalls } from '../../../expect/write.ts';
import { schemaAddress } from '../../schema-address.ts';
import { loadHolidays } from '../../../hours/holidays.ts';
import { shownBy } from '../../../snapshot/server-evidence.ts';
import type { Context } from '../../context.ts';
import { STDOUT } from '../../input.ts';
import { tracedAccount, type TracedAccount } from '../trace/account.ts';
import type { TestFlags } from './command.ts';

export async function initCalls(context: Context, file: string, options: TestFlags): Promise<ExitCode> {
  const { host, flags } = context;
  if (options.report !== undefined) throw new UsageError('--init and --report cannot be combined');
  if (flags.output !== undefined || flags.query !== undefined) {
    throw new UsageError('--init writes a file, and nothing else: it takes no --output and no --query');
  }
  const path = file === STDOUT ? undefined : resolve(host.system.cwd, file);
  if (path !== undefined) await refuseExisting(context, path, file);
  const traced = await tracedAccount(context, options);
  const command = testCommandOf(path === undefined ? CALLS_FILE : file, options);
  const { proposal, text } = await proposedFile(context, command, traced);
  const { calls } = proposal;
  if (calls.length === 0) {
    throw new AppError('NOT_FOUND', ExitCode.notFound, 'no number of the account leads to a flow', {
      hint: 'link a number to a flow with `voipbin numbers update <number> --call-flow <flow>` or in a plan file, or write calls to flows yourself',
    });
  }
  if (path === undefined) await host.io.stdout.write(text);
  else {
    await host.files.write(path, text, PUBLIC);
    const numbers = plural(new Set(calls.map(({ to }) => to)).size, 'number');
    await context.notice(
      `${file} written: ${plural(calls.length, 'call')} to ${numbers}; edit what should be different, then run \`${command}\``,
    );
  }
  const lost = calls.filter((call) => call.lost !== undefined).length;
  if (lost > 0) {
    await context.warn(
      `callers are lost in ${lost} of ${plural(calls.length, 'call')}: look for CALLERS ARE LOST in ${path === undefined ? 'the output' : file}`,
    );
  }
  return traced.exitCode;
}

async function refuseExisting({ host }: Context, path: string, file: string): Promise<void> {
  if ((await host.files.read(path)) !== undefined) {
    throw new RefusedError(`${file} already exists, and was left as it is`, {
      hint: `name another file, such as \`voipbin test --init new.calls.yaml\``,
    });
  }
  await host.files.tryWrite(path);
}

/** Tests the same account with the file. */
export const testCommandOf = (file: string, { plan, fromSnapshot }: TestFlags = {}): string =>
  [
    'voipbin test',
    ...(file === CALLS_FILE ? [] : [file]),
    ...(plan === undefined ? [] : [`--plan ${plan}`]),
    ...(fromSnapshot === undefined ? [] : [`--from-snapshot ${fromSnapshot}`]),
  ].join(' ');

/** The calls of an account, and the file that has them. @param command Which tests the file. */
export async function proposedFile(
  { host }: Pick<Context, 'host'>,
  command: string,
  { account, flows, numbers, evidence }: Pick<TracedAccount, 'account' | 'flows' | 'numbers' | 'evidence'>,
): Promise<{ proposal: Proposal; text: string; timeZone: string }> {
  const hours = hoursIn(flows);
  const definitions = [...hours.values()].map(({ definition }) => definition);
  const timeZone = mostOf(definitions.map(({ time_zone }) => time_zone)) ?? host.system.timeZone;
  const namesHolidays = definitions.some(({ holidays }) => holidays !== undefined);
  const proposing: Proposing = {
    account,
    numbers,
    hours,
    holidays: namesHolidays ? await loadHolidays() : undefined,
    now: host.clock.now(),
    timeZone,
    known: shownBy(evidence),
  };
  const proposal = proposeCalls(proposing);
  return {
    proposal,
    text: writeCalls(proposal, { schema: schemaAddress(host, CALLS_SCHEMA_FILE), timeZone, command }),
    timeZone,
  };
}

/** The most frequent one; of several, the first. */
function mostOf(all: readonly string[]): string | undefined {
  const countOf = (one: string): number => all.filter((other) => other === one).length;
  return all.toSorted((a, b) => countOf(b) - countOf(a))[0];
}
