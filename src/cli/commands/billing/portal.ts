/** `billing portal`: the address of the payment provider's pages. */
import { ExitCode } from '../../../core/exit-codes.ts';
import { refuseUnseen } from '../../addresses.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';

export async function billingPortal({ context }: Call): Promise<ExitCode> {
  await refuseUnseen(context);
  const api = await context.api();
  const session = await api.billingAccount.portal();
  await printCard(context, {
    unmasked: true,
    title: 'payment pages of the account',
    rows: () => [
      ['Address', session.url, 'copied'],
      ['Valid', 'for a short time; anyone who has it is signed in there'],
    ],
    raw: session,
  });
  return ExitCode.done;
}
