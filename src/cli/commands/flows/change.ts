/** `flows create`, `update` and `copy`: plans of one, with the actions from a file. */
import { UsageError } from '../../../core/errors.ts';
import type { ExitCode } from '../../../core/exit-codes.ts';
import { flows } from '../../../resources/flows.ts';
import { describe, findObject, planCreate, planUpdate, type Asked } from '../../../plan/one.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { askedOf, change, refuseEmpty, type ChangeFlags } from '../objects/change.ts';
import { readFlowFile } from './file.ts';

interface FlowFlags extends ChangeFlags {
  file?: string;
}

/** Flags go before the file. */
async function askedFor(context: Context, options: FlowFlags): Promise<Asked> {
  const asked = askedOf(context, flows, options);
  const inFile = options.file === undefined ? {} : await readFlowFile(context, options.file);
  const more = Object.entries(inFile).filter(([key]) => asked.typed[key] === undefined);
  return { ...asked, more: { ...Object.fromEntries(more), ...asked.more } };
}

export async function createFlow({
  context,
  args: [name = ''],
  options,
}: Call<FlowFlags>): Promise<ExitCode> {
  const problem = flows.checkName(name);
  if (problem !== undefined) throw new UsageError(problem, { hint: 'nothing was requested' });
  const asked = await askedFor(context, options);
  return change(context, `flows create ${name}`, options, {
    kinds: ['flows'],
    outbound: false,
    planFor: (live, lock) => planCreate(flows, name, asked, live, lock),
  });
}

export async function updateFlow({
  context,
  args: [word = ''],
  options,
}: Call<FlowFlags>): Promise<ExitCode> {
  const asked = await askedFor(context, options);
  refuseEmpty(flows, asked);
  return change(context, `flows update ${word}`, options, {
    kinds: ['flows'],
    outbound: false,
    planFor: (live) => planUpdate(flows, word, asked, live),
  });
}

export async function copyFlow({
  context,
  args: [word = '', name = ''],
  options,
}: Call<ChangeFlags>): Promise<ExitCode> {
  return change(context, `flows copy ${word} ${name}`, options, {
    kinds: ['flows'],
    outbound: false,
    planFor(live, lock) {
      const more = describe(flows, findObject(live, 'flows', word), live);
      return planCreate(flows, name, { typed: {}, more }, live, lock);
    },
  });
}
