/** `customer recover`: the freeze of one's own account is canceled. Nothing of a frozen account can be read. */
import type { Api } from '../../../api/api.ts';
import { isApiError } from '../../../api/client.ts';
import type { Customer } from '../../../api/wire.ts';
import { ApiError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Clock } from '../../../core/ports.ts';
import { SECOND } from '../../../core/time.ts';
import { isUncertain, seenAfter } from '../../../plan/execution/certainty.ts';
import { TRIES } from '../../../plan/execution/context.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { linesFor } from '../../terminal.ts';
import { customerRows } from './get.ts';

export async function customerRecover({ context }: Call): Promise<ExitCode> {
  const api = await context.api();
  const seen = await standingOf(api);
  if (seen instanceof ApiError) await ask(context, api, seen);
  if (context.flags.dryRun && seen instanceof ApiError) return showFrozen(context, seen);
  const customer = seen instanceof ApiError ? await recover(api, context.host.clock) : seen;
  if (customer === seen) await context.notice('nothing to do: the account is not frozen');
  await printCard(context, {
    title: `${customer.name || customer.id}${customer === seen ? '' : ' recovered'}`,
    rows: () => customerRows(context, customer),
    raw: customer,
  });
  return ExitCode.done;
}

/** The account, or the refusal that says that it is frozen. */
async function standingOf(api: Api): Promise<Customer | ApiError> {
  try {
    return await api.customer.get();
  } catch (error) {
    if (isApiError(error, { reason: 'ACCOUNT_FROZEN' })) return error;
    throw error;
  }
}

async function ask(context: Context, api: Api, frozen: ApiError): Promise<void> {
  const { flags, host } = context;
  const { output } = await context.settings();
  if (!flags.yes || (!flags.quiet && output === 'table')) {
    const { apiUrl, credential } = api.client;
    const what = `~ recover the account of the ${credential?.source ?? ''} on ${new URL(apiUrl).host}`;
    await host.io.stderr.write(linesFor(host.io.stderr, `${frozen.message}\n\n${what}`));
  }
  if (!flags.dryRun) await context.confirm('Cancel the freeze? `voipbin undo` does not freeze it again.');
}

/** All that is known of a frozen account. */
async function showFrozen(context: Context, { message, facts }: ApiError): Promise<ExitCode> {
  const { deletion_scheduled_at: since = null, deletion_effective_at: until = null } =
    facts.details?.[0] ?? {};
  await printCard(context, {
    title: message,
    rows: () => [['Would be', 'active']],
    raw: { status: 'frozen', deletion_scheduled_at: since, deletion_effective_at: until },
  });
  return ExitCode.done;
}

/** If the answer of the request is lost, its outcome is checked before it is sent again. */
async function recover(api: Api, clock: Clock): Promise<Customer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await api.customer.recover();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 403) throw notAdministrator(error);
      // Of an account that is not frozen any more, the server says an empty 400.
      if (!isUncertain(error) && error.status !== 400) throw error;
      if (error.status !== 400) await clock.sleep(attempt * SECOND);
      const now = await seenAfter(error, () => standingOf(api));
      if (!(now instanceof ApiError)) return now;
      if (attempt === TRIES || error.status === 400) throw error;
    }
  }
}

function notAdministrator(error: ApiError): ApiError {
  return new ApiError(
    'NOT_PERMITTED',
    ExitCode.denied,
    'only an administrator of the account can cancel its freeze',
    error.facts,
    { hint: 'sign in with an access key, or as an agent with the admin permission', cause: error },
  );
}
