/** Addresses that are their own permission: whoever has one is let in. */
import { UsageError } from '../core/errors.ts';
import type { Context } from './context.ts';

/** A program asks for one with a format that it reads; a table without a terminal ends up in a log. */
export async function refuseUnseen({ host, settings }: Context): Promise<void> {
  const { output } = await settings();
  if (host.io.stdout.isTTY || output === 'json' || output === 'jsonl' || output === 'yaml') return;
  throw new UsageError('the address is shown on a terminal only: anyone who has it can sign in', {
    hint: 'add -o json to pass it to a program',
  });
}
