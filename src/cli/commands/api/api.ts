/** `api`: any request, signed in. */
import * as z from 'zod/mini';
import type { Api } from '../../../api/api.ts';
import { listRows, lossText, type Loss } from '../../../api/pages.ts';
import { ApiError, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { maskSecrets } from '../../../core/secret.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { clean, sentenceList } from '../../../core/text.ts';
import type { Call } from '../../program/command.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { readBody, type BodyFlags, type Fields } from './body.ts';

interface ApiFlags extends BodyFlags {
  merge?: boolean;
  paginate?: boolean;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** An answer of any shape. */
const anything: z.ZodMiniType = z.unknown();
const anyRow = z.looseObject({ id: z.string(), tm_create: z.nullish(z.string()) });

export async function callApi({
  context,
  args: [word = '', where = ''],
  options,
}: Call<ApiFlags>): Promise<ExitCode> {
  const method = methodOf(word);
  const { path, query } = placeOf(where);
  refuseFlags(method, options);
  const fields = await readBody(context, options);
  const api = await context.api();
  if (method === 'GET') {
    const asked = {
      ...query,
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)])),
    };
    if (options.paginate === true) return printAll(context, api, path, asked);
    return show(context, await api.client.request({ method, path, query: asked, schema: anything }));
  }
  const body =
    method === 'PUT' ? await completed(context, api, path, fields, options.merge === true) : fields;
  await ask(context, method, path, body);
  if (context.flags.dryRun) return ExitCode.done;
  const hasBody = Object.keys(body).length > 0 || method !== 'DELETE';
  return show(
    context,
    await api.client.request({
      method,
      path,
      schema: anything,
      ...(Object.keys(query).length > 0 && { query }),
      ...(hasBody && { body }),
    }),
  );
}

function methodOf(word: string): Method {
  const method = METHODS.find((one) => one === word.toUpperCase());
  if (method !== undefined) return method;
  throw new UsageError(`${JSON.stringify(word)} is not a method of the API`, {
    hint: didYouMean(word.toUpperCase(), METHODS) ?? `there are ${METHODS.join(', ')}`,
  });
}

/** Below `/v1.0`, which may be said. */
function placeOf(where: string): { path: string; query: Record<string, string> } {
  const [name = '', search = ''] = where.split('?');
  const path = name.replace(/^\/v1\.0(?=\/)/, '');
  if (!path.startsWith('/') || path.startsWith('//') || path.endsWith('/')) {
    throw new UsageError(`${JSON.stringify(where)} is not a path of the API`, {
      hint: 'write it as in /agents, or /agents/<id>; the server is that of the sign-in',
    });
  }
  if (path.split('/').some((part) => part === '.' || part === '..' || /[\s#\\]/.test(part))) {
    throw new UsageError(`${JSON.stringify(where)} has parts that no path of the API has`, {
      hint: 'check the path',
    });
  }
  const query = Object.fromEntries(new URLSearchParams(search));
  const secret = ['accesskey', 'token'].find((one) => one in query);
  if (secret !== undefined) {
    throw new UsageError(`${secret} must not be in a URL, which is logged on its way`, {
      hint: 'the request is signed in by itself: leave it out',
    });
  }
  return { path, query };
}

function refuseFlags(method: Method, { merge, paginate, input }: ApiFlags): void {
  const wrong = [
    ...(merge === true && method !== 'PUT' ? ['--merge is for PUT only'] : []),
    ...(paginate === true && method !== 'GET' ? ['--paginate is for GET only'] : []),
    ...(input !== undefined && method === 'GET' ? ['--input: a GET has no body'] : []),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: 'nothing was requested' });
}

async function printAll(
  context: Context,
  { client }: Api,
  path: string,
  query: Record<string, string>,
): Promise<ExitCode> {
  const losses: Loss[] = [];
  const rows: unknown[] = [];
  for await (const row of listRows(client, path, anyRow, { query, onLoss: (loss) => losses.push(loss) })) {
    rows.push(row);
  }
  await show(context, rows);
  const loss = lossText(losses);
  if (loss === undefined) return ExitCode.done;
  await context.warn(loss);
  return ExitCode.unreachable;
}

/** What a body of a PUT lacks is emptied: it is kept, or named. */
async function completed(
  context: Context,
  { client }: Api,
  path: string,
  fields: Fields,
  keeps: boolean,
): Promise<Fields> {
  const current = await currentOf(client, path);
  if (current === undefined) {
    if (keeps) {
      throw new UsageError(`${path} cannot be read, so that nothing can be kept of it`, {
        hint: 'name all fields, and leave --merge out',
      });
    }
    await context.warn(
      `${path} cannot be read before it is written: fields that are not named may be emptied`,
    );
    return fields;
  }
  const own = Object.fromEntries(Object.entries(current).filter(([key]) => !isKeptByServer(key)));
  if (keeps) return { ...own, ...fields };
  const lost = Object.keys(own).filter((key) => !(key in fields) && !isEmpty(own[key]));
  if (lost.length > 0) {
    await context.warn(
      `fields that are not named may be emptied: ${sentenceList(lost.map(clean))}; --merge keeps them`,
    );
  }
  return fields;
}

async function currentOf(client: Api['client'], path: string): Promise<Fields | undefined> {
  try {
    const answer = await client.request({ method: 'GET', path, schema: anything });
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer)
      ? (answer as Fields)
      : undefined;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 405)) return undefined;
    throw error;
  }
}

/** Whose values no client sets. */
const isKeptByServer = (key: string): boolean =>
  key === 'id' || key === 'customer_id' || key.startsWith('tm_');

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

async function ask(context: Context, method: Method, path: string, body: Fields): Promise<void> {
  const shown = Object.keys(body).length === 0 ? '' : ` ${clean(JSON.stringify(maskSecrets(body)))}`;
  await context.host.io.stderr.write(`${method} ${clean(path)}${shown}\n`);
  if (!context.flags.dryRun)
    await context.confirm('Send this request? It cannot be undone by `voipbin undo`.');
}

async function show(context: Context, answer: unknown): Promise<ExitCode> {
  const { flags, host } = context;
  const open = flags.showSecrets === true && host.io.stdout.isTTY;
  await print(context, { kind: 'value', value: open ? answer : maskSecrets(answer) });
  return ExitCode.done;
}
