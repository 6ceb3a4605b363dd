/** `customer get`: the account as a card, or as the API sent it. */
import type { Customer } from '../../../api/wire.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { isSetId } from '../../../core/ids.ts';
import { DAY, formatLocal, parseTime } from '../../../core/time.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';

/** From the freeze to the deletion (the server's grace period). */
const GRACE_MS = 30 * DAY;

export async function customerGet({ context, args: [id] }: Call): Promise<ExitCode> {
  const api = await context.api();
  const customer = await api.customer.get(id);
  await printCard(context, {
    title: customer.name || customer.id,
    rows: () => customerRows(customer, context.host.system.timeZone),
    fields: async () => (await import('../../wire-columns.ts')).wireColumns('customer'),
    raw: customer,
  });
  return ExitCode.done;
}

/** The account for a person: label and value, most important first. */
export function customerRows(customer: Customer, timeZone: string): [label: string, value: string][] {
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
      ['Deleted on', formatLocal(frozenAt + GRACE_MS, timeZone)],
    );
  }
  if (customer.tm_delete) rows.push(['Deleted', local(customer.tm_delete)]);
  rows.push(['Id', customer.id]);
  return rows;
}
