/** `get` of what has happened: the object, and everything that belongs to it. */
import type { Api } from '../../../api/api.ts';
import type { Action, Flow } from '../../../api/wire.ts';
import type * as wire from '../../../api/wire.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { clean, sentenceList } from '../../../core/text.ts';
import { activeflows } from '../../../resources/activeflows.ts';
import { calls } from '../../../resources/calls.ts';
import type { Row } from '../../../resources/columns.ts';
import { groupcalls } from '../../../resources/groupcalls.ts';
import type { Noun } from '../../../resources/index.ts';
import type { Listed, Wire } from '../../../resources/kind.ts';
import { queuecalls } from '../../../resources/queuecalls.ts';
import { recordings } from '../../../resources/recordings.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { fieldsOf } from '../resources/fields.ts';
import { cardRows, named } from '../resources/get.ts';
import { csvFields } from '../resources/list.ts';
import { namedObjects, namesOf, type Needed } from '../resources/names.ts';
import { partLines, type Known } from './lines.ts';
import {
  partsOfActiveflow,
  partsOfCall,
  partsOfGroupcall,
  partsOfQueuecall,
  partsOfRecording,
  type Belongings,
  type Parts,
} from './parts.ts';

function getWithParts<T extends Wire>(
  resource: Listed<T>,
  partsOf: (api: Api, row: T, now: number) => Promise<Belongings>,
) {
  return async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api({ readOnly: true });
    const row = (await named(resource, api, word)) as unknown as T & Row;
    const { parts, notRead } = await partsOf(api, row, context.host.clock.now());
    const { output } = await context.settings();
    const isForPeople = output === 'table' || output === 'markdown';
    const known = await knownFor(context, api, row, isForPeople || output === 'csv' ? parts : undefined);
    const fields = fieldsOf(resource);
    await printCard(context, {
      title: resource.title?.(row, known.reading) ?? row.id,
      rows: () => [
        ...cardRows(row, fields, known.reading).filter(([, value]) => value !== '-'),
        ...partLines(resource, row, parts, known),
      ],
      fields: () => csvFields(fields, known.reading),
      raw: { ...row, ...parts, ...(notRead.length > 0 && { not_read: notRead }) },
    });
    if (notRead.length === 0) return ExitCode.done;
    const failed = [...new Set(notRead.map(({ part, message }) => `${part} (${clean(message)})`))];
    await context.warn(`not everything could be read: ${sentenceList(failed)}`);
    return ExitCode.unreachable;
  };
}

/** By noun. */
export const getOf = {
  calls: getWithParts(calls, partsOfCall),
  groupcalls: getWithParts(groupcalls, partsOfGroupcall),
  queuecalls: getWithParts(queuecalls, partsOfQueuecall),
  activeflows: getWithParts(activeflows, partsOfActiveflow),
  recordings: getWithParts(recordings, partsOfRecording),
};

async function knownFor(context: Context, api: Api, row: Row, parts: Parts | undefined): Promise<Known> {
  const objects = namedObjects(api);
  const needed = parts === undefined ? new Map<Noun, Set<string>>() : idsIn(row, parts);
  const nameOf = await namesOf(context, needed, objects);
  const hasFlows = (needed.get('flows')?.size ?? 0) > 0;
  const flows = hasFlows ? await objects.all('flows').catch(() => []) : [];
  return {
    reading: { timeZone: context.host.system.timeZone, now: context.host.clock.now(), nameOf },
    names: { nameOf: (kind, id) => nameOf(kind, id) },
    flows: flows as unknown as Flow[],
  };
}

/** Every id whose name is shown. */
function idsIn(row: Row, parts: Parts): Needed {
  const ids = { agents: new Set<string>(), flows: new Set<string>(), queues: new Set<string>() };
  const rows: readonly Wire[] = [
    row,
    ...Object.values(parts as Readonly<Record<string, unknown>>).flatMap((part) => (part ?? []) as Wire[]),
  ];
  for (const one of rows) {
    for (const [key, value] of Object.entries(one)) {
      if (typeof value === 'string' && /^(owner|service_agent)_id$/.test(key)) add(ids.agents, value);
      if (typeof value === 'string' && /flow_id$/.test(key) && !key.endsWith('activeflow_id'))
        add(ids.flows, value);
    }
    for (const { option } of ((one as wire.Activeflow).executed_actions ?? []) as readonly Action[]) {
      for (const [key, value] of Object.entries(option ?? {})) {
        if (typeof value !== 'string') continue;
        if (key === 'queue_id') add(ids.queues, value);
        if (key.endsWith('flow_id')) add(ids.flows, value);
      }
    }
  }
  return new Map<Noun, ReadonlySet<string>>(Object.entries(ids) as [Noun, Set<string>][]);
}

function add(ids: Set<string>, id: string): void {
  if (/^[0-9a-f-]{36}$/i.test(id) && !/^[0-]+$/.test(id)) ids.add(id);
}
