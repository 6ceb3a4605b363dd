/** `customer tree`: who owns what, and what leads where. */
import { fieldWords } from '../../../core/text.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { treeOf, type RowsOrReason } from '../../../ownership/tree.ts';
import { ownershipMermaid, ownershipSheet } from '../../../report/ownership.ts';
import { collect } from '../../../snapshot/collect.ts';
import { createMeter } from '../../../snapshot/meter.ts';
import type { ReadSection, Section } from '../../../snapshot/snapshot.ts';
import { isWantedAs, print } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { customerOf, unreadOf } from '../../sections.ts';
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
  const isPicture = isWantedAs('mermaid', options);
  const meter = createMeter();
  const { clock, io } = context.host;
  const api = await context.api({ readOnly: true, onAttempt: meter.onAttempt });
  const { sections } = await collect(api, { clock, since: clock.now(), meter, wanted: WANTED });
  const billing = sections.billing_account;
  const tree = treeOf(
    {
      customer: await customerOf(api, sections),
      billing: billing.state === 'loaded' ? { account: billing.value } : { reason: billing.reason },
      agents: rowsOrReason(sections.agents),
      numbers: rowsOrReason(sections.numbers),
      flows: rowsOrReason(sections.flows),
      queues: rowsOrReason(sections.queues),
      tags: rowsOrReason(sections.tags),
    },
    options.depth,
  );
  if (isPicture) await io.stdout.write(`${ownershipMermaid(tree)}\n`);
  else await print(context, ownershipSheet(tree, options.all));
  const { reasons, exitCode } = unreadOf(sections, WANTED);
  for (const [name, reason] of reasons) await context.warn(`${fieldWords(name)}: ${reason}`);
  return exitCode;
}

const rowsOrReason = <T>(section: Section<readonly T[]>): RowsOrReason<T> =>
  section.state === 'loaded' ? section.value : { reason: section.reason };
