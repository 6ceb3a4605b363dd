/** `customer tree`: who owns what, and what leads where. */
import { UsageError } from '../../../core/errors.ts';
import { ExitCode, worstExitCode } from '../../../core/exit-codes.ts';
import { treeOf, type Rows } from '../../../ownership/tree.ts';
import { ownershipMermaid, ownershipSheet } from '../../../report/ownership.ts';
import { collect } from '../../../snapshot/collect.ts';
import { createMeter } from '../../../snapshot/meter.ts';
import type { ReadSection, Section } from '../../../snapshot/snapshot.ts';
import { print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import type { TreeFlags } from './command.ts';

const WANTED: readonly ReadSection[] = [
  'customer',
  'agents',
  'numbers',
  'flows',
  'queues',
  'tags',
  'billing_account',
];

export async function customerTree({ context, options }: Call<TreeFlags>): Promise<ExitCode> {
  const isPicture = options.output === 'mermaid';
  if (isPicture && options.query !== undefined)
    throw new UsageError('--query does not go with -o mermaid', { hint: 'use -o json' });
  const meter = createMeter();
  const { clock, io } = context.host;
  const api = await context.api({ readOnly: true, onAttempt: meter.onAttempt });
  const { sections } = await collect(api, { clock, since: clock.now(), meter, wanted: WANTED });
  const billing = sections.billing_account;
  const tree = treeOf(
    {
      // A frozen account, or one that may not be seen, has a message of its own.
      customer: sections.customer.state === 'loaded' ? sections.customer.value : await api.customer.get(),
      billing: billing.state === 'loaded' ? { account: billing.value } : { reason: billing.reason },
      agents: rowsOf(sections.agents),
      numbers: rowsOf(sections.numbers),
      flows: rowsOf(sections.flows),
      queues: rowsOf(sections.queues),
      tags: rowsOf(sections.tags),
    },
    options.depth,
  );
  if (isPicture) await io.stdout.write(`${ownershipMermaid(tree)}\n`);
  else await print(context, ownershipSheet(tree));
  const unread = WANTED.flatMap((name) => {
    const section = sections[name];
    return section.state === 'loaded' ? [] : { name, ...section };
  });
  for (const { name, reason } of unread) await context.warn(`${name.replace('_', ' ')}: ${reason}`);
  return worstExitCode(unread.map(({ denied }) => (denied ? ExitCode.denied : ExitCode.unreachable)));
}

const rowsOf = <T>(section: Section<readonly T[]>): Rows<T> =>
  section.state === 'loaded' ? section.value : { reason: section.reason };
