/** `outbound get`: which countries may be called, and how. */
import { AppError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Call } from '../../program/command.ts';
import { objectRows, printCard } from '../../output.ts';

export async function outboundGet({ context }: Call): Promise<ExitCode> {
  const api = await context.api();
  const raw = await api.outboundConfig.find();
  if (raw === null) {
    throw new AppError('NOT_FOUND', ExitCode.notFound, 'the account has no outbound settings', {
      hint: 'ask the platform for them: they cannot be created here',
    });
  }
  await printCard(context, {
    title: raw.name || 'Outbound settings',
    rows: () => objectRows(raw, context.host.system.timeZone),
    fields: async () => (await import('../../wire-columns.ts')).wireColumns('outboundConfig'),
    raw,
  });
  return ExitCode.done;
}
