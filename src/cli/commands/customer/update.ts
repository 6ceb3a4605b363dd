/** `customer update`: read, show the difference, ask, read again, write, read back. */
import type { Api } from '../../../api/api.ts';
import type { CustomerChanges } from '../../../api/customer.ts';
import type { Customer } from '../../../api/wire.ts';
import { ApiError, ConflictError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { renderDiff } from '../../../report/diff.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { planChanges, readChanges, type CustomerFlags, type FieldChange } from './changes.ts';
import { printCard, printList } from '../../output.ts';
import { customerRows } from './get.ts';

export async function customerUpdate({
  context,
  args: [id],
  options,
}: Call<CustomerFlags>): Promise<ExitCode> {
  const wanted = readChanges(options);
  const api = await context.api();
  const before = await api.customer.get(id);
  const { changes, fields } = planChanges(before, wanted);
  const { apiUrl, credential } = api.client;
  const who = `${before.name || 'no name'} (${before.id}) on ${new URL(apiUrl).host}, by ${credential?.source ?? 'nobody'}`;
  if (fields.length === 0) {
    await context.notice(`${who}: everything is already as wanted`);
    await show(context, before);
    return ExitCode.done;
  }
  if (context.flags.dryRun) {
    await context.notice(`${who}: would change`);
    await printDifference(context, fields);
    return ExitCode.done;
  }
  // The difference is what the question is about: it is told with it, quiet or not.
  const difference = renderDiff(fields, await context.paint('stderr'));
  await context.host.io.stderr.write(`${who}\n${difference}`);
  await context.confirm(fields.length === 1 ? 'Make this change?' : `Make these ${fields.length} changes?`);
  await write(api, id, changes, before);
  const after = await verify(context, api, id, wanted);
  await show(context, after);
  return ExitCode.done;
}

const partNames: Readonly<Record<keyof CustomerChanges, string>> = {
  record: 'the record',
  rtpDebug: 'RTP debug',
  billingAccountId: 'the billing account',
};

/** Up to three requests; when one fails, the error tells which came before it. */
async function write(
  api: Api,
  id: string | undefined,
  changes: CustomerChanges,
  before: Customer,
): Promise<void> {
  const written: string[] = [];
  try {
    await api.customer.change(id, changes, before, (part) => written.push(partNames[part]));
  } catch (error) {
    if (!(error instanceof ApiError) || (await arrived(api, id, changes, error))) {
      if (error instanceof ApiError) return;
      throw error;
    }
    if (written.length === 0) throw error;
    throw new ApiError(
      error.code,
      error.exitCode,
      `${error.message}; already written: ${written.join(', ')}`,
      error.facts,
      {
        hint: error.hint,
        cause: error,
      },
    );
  }
}

/** Whether a change whose answer was lost was made all the same. */
async function arrived(
  api: Api,
  id: string | undefined,
  changes: CustomerChanges,
  error: ApiError,
): Promise<boolean> {
  if (error.facts.method !== 'PUT' || error.exitCode !== ExitCode.unreachable) return false;
  try {
    return planChanges(await api.customer.get(id), changes).fields.length === 0;
  } catch {
    return false;
  }
}

/** @throws ConflictError when the server does not show what was written. */
async function verify(
  context: Context,
  api: Api,
  id: string | undefined,
  wanted: CustomerChanges,
): Promise<Customer> {
  const after = await api.customer.get(id);
  const missing = planChanges(after, wanted).fields;
  if (missing.length === 0) {
    await context.notice('changed, and read back');
    return after;
  }
  throw new ConflictError(
    `written, but read back differently: ${missing.map(({ field }) => field).join(', ')}`,
    {
      hint: 'somebody else may be changing the account: `voipbin customer get` shows it as it is now',
    },
  );
}

async function show(context: Context, customer: Customer): Promise<void> {
  const title = customer.name || customer.id;
  await printCard(context, {
    title,
    rows: () => customerRows(customer, context.host.system.timeZone),
    fields: async () => (await import('../../wire-columns.ts')).wireColumns('customer'),
    raw: customer,
  });
}

async function printDifference(context: Context, fields: readonly FieldChange[]): Promise<void> {
  const { output } = await context.settings();
  if (output === 'table') {
    await context.host.io.stdout.write(renderDiff(fields, await context.paint('stdout')));
    return;
  }
  const columns = ['field', 'from', 'to'].map((key) => ({ key, title: key }));
  await printList(context, { columns, rows: fields.map((field) => ({ ...field })) });
}
