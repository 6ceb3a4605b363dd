/** What no plan carries, because nothing can undo it: shown and asked for in the same words everywhere. */
import type { Api } from '../api/api.ts';
import { clean } from '../core/text.ts';
import type { Context } from './context.ts';
import { linesFor } from './terminal.ts';

/** Whose account something is about: `Acme (165e769b-...) on api.voipbin.net`. */
export const accountTitle = (
  { name, id }: { name?: string | null | undefined; id: string },
  place: string,
): string => `${clean(name ?? '') || 'no name'} (${id}) ${place}`;

export const onServer = (apiUrl: string): string => `on ${new URL(apiUrl).host}`;

export interface Proposal {
  /** What happens, one line each: `- delete access key ci (vb_abc...)`. */
  lines: readonly string[];
  /** Answered by yes. */
  question: string;
}

/**
 * Shows what will be done and to which account, and asks.
 * @returns False where it was only to be shown.
 * @throws RefusedError unless a person (or --yes) said yes.
 */
export async function agreed(context: Context, api: Api, { lines, question }: Proposal): Promise<boolean> {
  const { flags, host } = context;
  const { name, id } = await api.customer.get();
  const { output } = await context.settings();
  if (!flags.yes || (!flags.quiet && output === 'table')) {
    const account = accountTitle({ name, id }, onServer(api.client.apiUrl));
    await host.io.stderr.write(linesFor(host.io.stderr, [account, '', ...lines].join('\n')));
  }
  if (flags.dryRun) return false;
  await context.confirm(question);
  return true;
}
