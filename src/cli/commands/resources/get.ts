/** `<noun> get` for every resource. */
import { calledNames, namesIn, type Listed } from '../../../resources/kind.ts';
import type { Api } from '../../../api/api.ts';
import { isApiError } from '../../../api/client.ts';
import { ApiError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { findNamed } from '../../../core/find-named.ts';
import { flatText } from '../../../core/flat.ts';
import { isUuid } from '../../../core/ids.ts';
import { maskSecrets } from '../../../core/secret.ts';
import type { Call } from '../../program/command.ts';
import { printCard } from '../../output.ts';
import type { Reading, Row } from '../../../resources/columns.ts';
import { fieldsOf, type ListField } from './fields.ts';
import { csvFields } from './list.ts';
import { withoutMentions, namedObjects, namesOf, neededNames } from './names.ts';

export function getResource(resource: Listed) {
  return async ({ context, args: [word = ''] }: Call): Promise<ExitCode> => {
    const api = await context.api();
    const row = await named(resource, api, word);
    const title = [...calledNames(row), row.id].find((text) => typeof text === 'string' && text !== '');
    const fields = fieldsOf(resource);
    const { output } = await context.settings();
    const shown = output === 'csv' ? withoutMentions(fields) : isForPeople(output) ? fields : [];
    const needed = neededNames([row], shown);
    const reading: Reading = {
      timeZone: context.host.system.timeZone,
      now: context.host.clock.now(),
      nameOf: await namesOf(context, needed, namedObjects(api)),
    };
    await printCard(context, {
      title: String(title),
      rows: () => cardRows(row, fields, reading),
      fields: () => csvFields(fields, reading),
      raw: row,
    });
    return ExitCode.done;
  };
}

const isForPeople = (output: string): boolean => output === 'table' || output === 'markdown';

/** Every field that the object has, by name where it points at something, and what else the server sends. */
export function cardRows(
  row: Row,
  fields: readonly ListField[],
  reading: Reading,
): [label: string, value: string][] {
  const shown = maskSecrets(row);
  const known = new Set(fields.map(({ word }) => word.split('.')[0] ?? ''));
  const others = Object.entries(shown).filter(([key]) => !known.has(key));
  return [
    ...fields
      .filter(({ points, isName }) => points === undefined || isName === true)
      .filter(({ word, of }) => of(shown) !== undefined || word in shown)
      .map((field): [string, string] => [field.word, field.shown(shown, reading)]),
    ...others.map(([key, value]): [string, string] => [key, flatText(value) || '-']),
  ];
}

/**
 * The object of that id, or the one that is called so.
 *
 * @param isMeant Which rows a name may mean; an id means what it means.
 */
export async function named(
  resource: Listed,
  api: Api,
  word: string,
  isMeant: (row: Row) => boolean = () => true,
): Promise<Row> {
  const { one, alsoById } = resource;
  const rows = api.of(resource);
  const unknown = isUuid(word) ? await rows.get(word).catch(orNotFound) : undefined;
  if (unknown !== undefined && !(unknown instanceof ApiError)) return unknown;
  if (unknown !== undefined && alsoById === undefined) throw unknown;
  const all: Row[] = [];
  for await (const row of rows.list({ onLoss: () => undefined })) if (isMeant(row)) all.push(row);
  if (unknown !== undefined && !all.some((row) => alsoById?.(row) === word)) throw unknown;
  return findNamed(word, {
    one,
    rows: all,
    namesOf: (row) => namesIn(resource, row),
    listedBy: resource.history === true ? (resource.listedBy ?? `${resource.path} list`) : undefined,
  });
}

function orNotFound(error: unknown): ApiError {
  if (isApiError(error, { status: 404 })) return error;
  throw error;
}
