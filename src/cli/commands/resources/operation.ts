/** What is done with one object and not undone: hang up, kick, stop, delete. Sent once, and looked up where the answer was lost. */
import type { Api } from '../../../api/api.ts';
import { ApiError, AppError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { Clock } from '../../../core/ports.ts';
import { capitalized, clean } from '../../../core/text.ts';
import { isGone, sentOnce } from '../../../plan/execution/sent-once.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import type { Operation, Listed } from '../../../resources/kind.ts';
import { agreed } from '../../agreed.ts';
import type { Context } from '../../context.ts';
import { printCard } from '../../output.ts';
import type { Call } from '../../program/command.ts';
import { fieldsOf } from './fields.ts';
import { named } from './get.ts';
import { csvFields } from './list.ts';
import { namedObjects, namesOf, neededNames } from './names.ts';

export function runOperation(resource: Listed, operation: Operation) {
  return async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api();
    const row = await pending(resource, operation, api, word);
    const reading = await readingFor(context, api, resource, row);
    const what = clean(resource.title?.(row, reading) ?? `${resource.one} ${row.id}`);
    if (operation.isOver(row)) {
      await context.notice(`${what} ${operation.over}: nothing was changed`);
      await show(context, resource, { title: what, row, reading });
      return ExitCode.done;
    }
    const agrees = await agreed(context, api, {
      lines: [
        `- ${operation.does}: ${what}  [cannot be undone]`,
        `    ${row.id}`,
        ...(operation.warns?.(row) ?? []).map((text) => `    ${text}`),
      ],
      question: `${capitalized(operation.does)} this ${resource.one}? It cannot be undone.`,
    });
    if (!agrees) return ExitCode.done;
    const after = await done(api, resource, operation, row, context.host.clock);
    await show(context, resource, { title: `${what} ${operation.done}`, row: after, reading });
    return ExitCode.done;
  };
}

/** By any word, one with which there is something left to do; by its id, any. */
async function pending(resource: Listed, operation: Operation, api: Api, word: string): Promise<Row> {
  try {
    return await named(resource, api, word, (row) => !operation.isOver(row));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND' || error instanceof ApiError) throw error;
    throw new AppError(
      'NOT_FOUND',
      ExitCode.notFound,
      `${resource.one} ${JSON.stringify(word)} does not exist, or ${operation.over}`,
      {
        hint: `\`voipbin ${resource.listedBy ?? `${resource.path} list`}\` lists them`,
        cause: error,
      },
    );
  }
}

async function readingFor(context: Context, api: Api, resource: Listed, row: Row): Promise<Reading> {
  const needed = neededNames([row], fieldsOf(resource));
  return {
    timeZone: context.host.system.timeZone,
    now: context.host.clock.now(),
    nameOf: await namesOf(context, needed, namedObjects(api)),
  };
}

/** The object afterwards. @throws ApiError where it was refused, or where a look shows that it was not done. */
async function done(api: Api, resource: Listed, operation: Operation, row: Row, clock: Clock): Promise<Row> {
  const { part } = operation;
  const rows = api.of(resource);
  const unlessGone = (asked: Promise<Row>): Promise<Row> =>
    part !== undefined
      ? asked
      : asked.catch((error: unknown) => {
          if (isGone(error)) return row;
          throw error;
        });
  return sentOnce(
    clock,
    () => unlessGone(part === undefined ? rows.remove(row.id) : rows.act(row.id, part)),
    async () => {
      const seen = await unlessGone(rows.get(row.id));
      return seen === row || operation.isOver(seen) ? seen : undefined;
    },
  );
}

async function show(
  context: Context,
  resource: Listed,
  { title, row, reading }: { title: string; row: Row; reading: Reading },
): Promise<void> {
  const { status } = row;
  await printCard(context, {
    title,
    rows: () => [['Id', row.id], ...(typeof status === 'string' ? [['Status', status] as const] : [])],
    fields: () => csvFields(fieldsOf(resource), reading),
    raw: row,
  });
}
