/** `api`: any request, signed in. */
import type { Api } from '../../../api/api.ts';
import { lossText, type Loss } from '../../../api/pages.ts';
import { ApiError, SEE_HELP, UsageError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { WireResponse } from '../../../core/ports.ts';
import { hasMasked, maskSecrets } from '../../../core/secret.ts';
import { clean, sentenceList } from '../../../core/text.ts';
import type { Context } from '../../context.ts';
import type { Call } from '../../program/command.ts';
import { bodyOf, redirectError, show, shownHeaders } from './answer.ts';
import { readBody, type Fields } from './body.ts';
import { knownPaths, strangeness } from './known.ts';
import { wholeList } from './paginate.ts';
import { headersOf, methodOf, placeOf, type Method, type Place } from './place.ts';
import { completed } from './put.ts';
import type { ApiFlags } from './command.ts';

interface Asked extends Place {
  method: Method;
  headers: Record<string, string>;
  body?: Fields;
}

export async function callApi({
  context,
  args: [word = '', where = ''],
  options,
}: Call<ApiFlags>): Promise<ExitCode> {
  const method = methodOf(word);
  const place = placeOf(where);
  refuseFlags(context, method, options);
  const asked: Asked = { ...place, method, headers: headersOf(options.header ?? []) };
  const fields = await readBody(context, options);
  if (method !== 'GET') refuseMasked(fields);
  const paths = knownPaths();
  const strange = strangeness(paths, method, place.path);
  if (strange !== undefined) await context.warn(strange);
  const api = await context.api();
  const include = options.include === true;
  if (method === 'GET') {
    const query = {
      ...place.query,
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)])),
    };
    if (options.paginate === true) return showAll(context, api, { ...asked, query });
    return send(context, api, { ...asked, query }, include);
  }
  const body =
    method === 'PUT'
      ? await completed(context, api, { ...place, paths }, fields, options.merge === true)
      : fields;
  await ask(context, asked, body);
  if (context.flags.dryRun) return ExitCode.done;
  const hasBody = Object.keys(body).length > 0 || method !== 'DELETE';
  return send(context, api, { ...asked, ...(hasBody && { body }) }, include);
}

function refuseFlags(
  { flags, host }: Context,
  method: Method,
  { merge, paginate, input, include }: ApiFlags,
): void {
  const wrong = [
    ...(merge === true && method !== 'PUT' ? ['--merge is for PUT only'] : []),
    ...(paginate === true && method !== 'GET' ? ['--paginate is for GET only'] : []),
    ...(paginate === true && /^\s*result\b/.test(flags.query ?? '')
      ? ['--query: with --paginate the answer is the list itself: write `[]` in place of `result`']
      : []),
    ...(paginate === true && include === true ? ['--include: a whole list has many answers'] : []),
    ...(input !== undefined && method === 'GET' ? ['--input: a GET has no body'] : []),
    // Said before a write is sent, and not after it.
    ...(flags.showSecrets === true && !host.io.stdout.isTTY
      ? ['--show-secrets works on a terminal only']
      : []),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'), { hint: SEE_HELP });
}

/** What this program has hidden would replace what it stands for. */
function refuseMasked(fields: Fields): void {
  const masked = Object.keys(fields).filter((key) => hasMasked({ [key]: fields[key] }));
  if (masked.length === 0) return;
  throw new UsageError(`${sentenceList(masked.map(clean))}: *** stands for a secret that was hidden`, {
    hint: 'write the secret itself; or leave the field out, with --merge to keep what it holds',
  });
}

async function send(context: Context, api: Api, asked: Asked, include: boolean): Promise<ExitCode> {
  const { method, path, query, outside, headers, body } = asked;
  const request = `${method} ${path}`;
  const seen: { response?: WireResponse } = {};
  try {
    const answer = await api.client.request({
      method,
      path,
      outside,
      headers,
      ...(Object.keys(query).length > 0 && { query }),
      ...(body !== undefined && { body }),
      onAnswer: (response) => (seen.response = response),
      read: (response) => bodyOf(response, request),
    });
    await show(context, { body: answer, response: seen.response }, include);
    return ExitCode.done;
  } catch (error) {
    const { response } = seen;
    if (!(error instanceof ApiError) || response === undefined || response.status < 300) throw error;
    if (response.status < 400) {
      if (!include) throw redirectError(response, request, api.client.apiUrl);
      await show(context, { body: null, response }, include);
      return ExitCode.done;
    }
    if (include) await noteHeaders(context, response);
    throw error;
  }
}

/** Standard output holds an answer or nothing: what came with a refusal goes next to the error. */
async function noteHeaders(context: Context, { status, headers }: WireResponse): Promise<void> {
  const lines = Object.entries(shownHeaders(headers, false)).map(([name, value]) => `${name}: ${value}`);
  await context.notice([`HTTP ${status}`, ...lines].map(clean).join('\n'));
}

async function showAll(context: Context, api: Api, asked: Asked): Promise<ExitCode> {
  const losses: Loss[] = [];
  const body = await wholeList(api, asked, (loss) => losses.push(loss));
  await show(context, { body }, false);
  const loss = lossText(losses);
  if (loss === undefined) return ExitCode.done;
  await context.warn(loss);
  return ExitCode.unreachable;
}

async function ask(context: Context, { method, path }: Asked, body: Fields): Promise<void> {
  const shown = Object.keys(body).length === 0 ? '' : ` ${clean(JSON.stringify(maskSecrets(body)))}`;
  await context.host.io.stderr.write(`${method} ${clean(path)}${shown}\n`);
  if (!context.flags.dryRun)
    await context.confirm('Send this request? It cannot be undone by `voipbin undo`.');
}
