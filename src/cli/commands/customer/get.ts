/** `customer get`: the account as a card, or as the API sent it. */
import type { Api } from '../../../api/api.ts';
import type { Customer } from '../../../api/wire.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { maskSecrets } from '../../../core/secret.ts';
import { formatLocal, GRACE, parseTime } from '../../../core/time.ts';
import { isSetId, isUuid } from '../../../core/ids.ts';
import type { Context } from '../../context.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';

export async function customerGet({ context, args: [word] }: Call): Promise<ExitCode> {
  const api = await context.api();
  const customer =
    word === undefined || isUuid(word) ? await api.customer.get(word) : await customerNamed(api, word);
  await printCard(context, {
    title: customer.name || customer.id,
    rows: () => customerRows(context, customer),
    fields: async () => (await import('../../wire-columns.ts')).wireColumns('customer'),
    raw: customer,
  });
  return ExitCode.done;
}

async function customerNamed(api: Api, word: string): Promise<Customer> {
  const { customerBy } = await import('../../session/customers.ts');
  return customerBy(api, word);
}

/** The account for a person: label and value, most important first. */
export function customerRows(
  { flags, host }: Pick<Context, 'flags' | 'host'>,
  account: Customer,
): [label: string, value: string][] {
  const { timeZone } = host.system;
  const customer = flags.showSecrets ? account : maskSecrets(account);
  const local = (time: string | null | undefined): string => {
    const millis = parseTime(time);
    return millis === undefined ? '-' : formatLocal(millis, timeZone);
  };
  const text = (value: string | null | undefined): string => value || '-';
  const rows: [string, string][] = [
    ['Status', text(customer.status)],
    ['Detail', text(customer.detail)],
    [
      'E-mail',
      `${text(customer.email)}${customer.email ? (customer.email_verified ? ' (verified)' : ' (not verified)') : ''}`,
    ],
    ['Phone number', text(customer.phone_number)],
    ['Address', text(customer.address)],
    [
      'Webhook',
      customer.webhook_uri ? `${customer.webhook_method || 'no method'} ${customer.webhook_uri}` : '-',
    ],
    ['Billing account', isSetId(customer.billing_account_id) ? customer.billing_account_id : '-'],
    ['Identity', text(customer.identity_verification_status)],
    ['RTP debug', customer.metadata?.rtp_debug ? 'on' : 'off'],
    ['Created', local(customer.tm_create)],
    ['Updated', local(customer.tm_update)],
  ];
  const frozenAt = parseTime(customer.tm_deletion_scheduled);
  if (frozenAt !== undefined) {
    rows.splice(
      1,
      0,
      ['Frozen', formatLocal(frozenAt, timeZone)],
      ['Deleted on', formatLocal(frozenAt + GRACE, timeZone)],
      ['Recover', `voipbin customers recover ${customer.id}`],
    );
  }
  if (customer.tm_delete) rows.push(['Deleted', local(customer.tm_delete)]);
  rows.push(['Id', customer.id]);
  return rows;
}
