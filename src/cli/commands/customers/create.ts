/** `customers create`: exactly one account, even if the answer is lost; and what the platform creates for it afterwards. */
import type { Api } from '../../../api/api.ts';
import type { Agent, Customer } from '../../../api/wire.ts';
import { ApiError, CancelledError, SEE_HELP, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { Secret } from '../../../core/secret.ts';
import { shellWord } from '../../../core/text.ts';
import { SECOND } from '../../../core/time.ts';
import { agents } from '../../../resources/agents.ts';
import { customers } from '../../../resources/customers.ts';
import { planCreate } from '../../../plan/one.ts';
import type { Context } from '../../context.ts';
import { printDone } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { askedOf, sourceOf, type ChangeFlags } from '../objects/change.ts';
import { applyPlan } from '../plan/apply.ts';
import { undoRow } from '../plan/undo-row.ts';

export async function createCustomer({
  context,
  args: [email = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  const problem = customers.checkName(email);
  if (problem !== undefined) throw new UsageError(problem, { hint: SEE_HELP });
  const asked = askedOf(context, customers, options);
  const source = sourceOf(`customers create ${email}`, {
    kinds: [customers.kind],
    planFor: (live, lock) => planCreate(customers, email, asked, live, lock),
  });
  const result = await applyPlan(context, source, {}, 'the same command');
  if (typeof result === 'number') return result;
  const api = await context.api();
  const id = result.done.find((one) => one.id !== undefined)?.id ?? (await madeBefore(api, email));
  const following = await follow(context, api, { id, email }).catch(async (error: unknown) => {
    if (error instanceof CancelledError)
      await context.warn(`the account was created: \`voipbin customers get ${id}\` shows it`);
    throw error;
  });
  await show(context, { ...following, id, email, run: result.run });
  return following.problems.length === 0 ? ExitCode.done : ExitCode.unreachable;
}

/** By an earlier run of the same command, whose answer was lost. */
async function madeBefore(api: Api, email: string): Promise<string> {
  for await (const customer of api.of(customers).list()) if (customer.email === email) return customer.id;
  throw new RangeError(`${email} was not made`);
}

/** What the platform makes for a new account, as far as it has come. */
interface Following {
  customer: Customer | undefined;
  administrator: Agent | undefined;
  /** For people: what is not as it must be. */
  problems: readonly string[];
}

/** Mostly within a second; what is not there after all of it may still come. */
const WAITS = [0.2, 0.3, 0.5, 1, 1, 2, 2, 3, 5, 5, 5, 5].map((seconds) => seconds * SECOND);

async function follow(
  context: Context,
  api: Api,
  { id, email }: { id: string; email: string },
): Promise<Following> {
  await context.notice('waiting for its billing account and its administrator');
  const problems: string[] = [];
  const until = waiterFor(context, problems);
  const customer = await until('its billing account', async () => {
    const now = await api.of(customers).get(id);
    return isSetId(now.billing_account_id) ? now : undefined;
  });
  const own = await until('its agents', () => actFor(context, api, id));
  const administrator = own && (await until('its administrator', () => administratorOf(own, email)));
  const outbound =
    own && (await until('its settings of outgoing calls', async () => [await own.outboundConfig.find()]));
  if (outbound?.[0] === null) {
    problems.push('it has no settings of outgoing calls, and gets none: delete it, and create it again');
  }
  return { customer, administrator, problems };
}

/** Looks until something is there. Whatever cannot be seen, what was made must be said. */
function waiterFor({ host: { clock, signal } }: Context, problems: string[]) {
  return async <T>(what: string, look: () => Promise<T | undefined>): Promise<T | undefined> => {
    let failure: ApiError | undefined;
    for (const ms of WAITS) {
      try {
        const found = await look();
        if (found !== undefined) return found;
        failure = undefined;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure = error;
      }
      await clock.sleep(ms, signal);
    }
    problems.push(failure === undefined ? `${what}: not there yet` : `${what}: not seen: ${failure.message}`);
    return undefined;
  };
}

/** Agents are shown to their own account only. The token is gone with this run. */
async function actFor(context: Context, api: Api, id: string): Promise<Api> {
  const { token } = await api.delegate(id, 'look whether a new account is complete');
  return context.apiWith({ kind: 'token', secret: new Secret(token), source: `delegate token for ${id}` });
}

async function administratorOf(own: Api, email: string): Promise<Agent | undefined> {
  for await (const agent of own.of(agents).list()) if (agent.username === email) return agent;
  return undefined;
}

async function show(
  context: Context,
  {
    id,
    email,
    run,
    customer,
    administrator,
    problems,
  }: Following & { id: string; email: string; run: string | undefined },
): Promise<void> {
  for (const problem of problems) await context.warn(problem);
  const acting = `--as-customer ${id} --reason "setup of a new account"`;
  const setPassword = `voipbin agents password ${shellWord(email)} ${acting}`;
  const setup = `voipbin setup ${acting}`;
  const billing = customer?.billing_account_id ?? null;
  const name = customer?.name;
  await printDone(context, run, {
    title: `customer ${name ? `${name} (${email})` : email} created`,
    rows: () => [
      ['Id', id],
      ['Billing account', billing ?? 'not seen yet'],
      ['Administrator', administrator === undefined ? 'not seen yet' : `signs in as ${email}`],
      ['Password', 'set by a link that was sent there, valid for one hour'],
      ['Or', setPassword],
      ['Next', setup],
      ...undoRow(context, run),
    ],
    raw: {
      format: 'voipbin.customer/1',
      run: run ?? null,
      id,
      email,
      billing_account_id: billing,
      administrator: administrator === undefined ? null : { id: administrator.id, username: email },
      problems,
      next: [setPassword, setup],
    },
  });
}
