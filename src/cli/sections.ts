/** What commands that show an account make of the sections they have read of it. */
import type { Api } from '../api/api.ts';
import type { Customer } from '../api/wire.ts';
import { ExitCode, worstExitCode } from '../core/exit-codes.ts';
import type { ReadSection, Section, Snapshot } from '../snapshot/snapshot.ts';

export const valueOf = <T>(section: Section<T>): T | undefined =>
  section.state === 'loaded' ? section.value : undefined;

/** None where they could not be read: who must not take that for none asks `unreadOf`. */
export const rowsOf = <T>(section: Section<readonly T[]>): readonly T[] => valueOf(section) ?? [];

/** @throws ApiError for a frozen account, or one that may not be seen: it has a message of its own. */
export const customerOf = async (api: Api, { customer }: Snapshot['sections']): Promise<Customer> =>
  valueOf(customer) ?? api.customer.get();

export interface Unread {
  /** By section: why it could not be read. */
  reasons: ReadonlyMap<ReadSection, string>;
  exitCode: ReturnType<typeof worstExitCode>;
}

/** What of these could not be read, and the exit code that this means. */
export function unreadOf(sections: Snapshot['sections'], wanted: readonly ReadSection[]): Unread {
  const unread = wanted.flatMap((name) => {
    const section = sections[name];
    return section.state === 'loaded' ? [] : { name, ...section };
  });
  return {
    reasons: new Map(unread.map(({ name, reason }) => [name, reason])),
    exitCode: worstExitCode(unread.map(({ denied }) => (denied ? ExitCode.denied : ExitCode.unreachable))),
  };
}
