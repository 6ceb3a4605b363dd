/** What the server answered, as it is shown: any body, and where it is asked for the status and the headers. */
import { ApiError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import type { WireResponse } from '../../../core/ports.ts';
import { isSecretField, maskSecrets } from '../../../core/secret.ts';
import { clean } from '../../../core/text.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';

/** JSON where it is JSON; a text where it is one; null for an empty body. @throws ApiError for anything else. */
export function bodyOf({ body, headers, status }: WireResponse, request: string): unknown {
  if (body === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
    if (/^text\/|\bxml$|javascript$/.test(type)) return body;
    const [method = '', path = ''] = request.split(' ');
    throw new ApiError(
      'UNEXPECTED_ANSWER',
      ExitCode.unreachable,
      `${request} was answered with ${type === '' ? 'something that is not JSON' : clean(type)}`,
      { method, path, status },
      { hint: 'this command shows JSON and text only' },
    );
  }
}

export async function show(
  context: Context,
  answer: { body: unknown; response?: WireResponse | undefined },
  include: boolean,
): Promise<void> {
  const open = context.flags.showSecrets === true;
  const body = open ? answer.body : maskSecrets(answer.body);
  const { response } = answer;
  if (!include || response === undefined) {
    if (body === null) await context.notice('the answer has no body');
    await print(context, { kind: 'value', value: body });
    return;
  }
  const headers = shownHeaders(response.headers, open);
  const { output } = await context.settings();
  if (output === 'table' && context.flags.query === undefined) {
    const lines = Object.entries(headers).map(([name, value]) => `${clean(name)}: ${clean(value)}\n`);
    await context.host.io.stdout.write(`HTTP ${response.status}\n${lines.join('')}\n`);
    if (body !== null) await print(context, { kind: 'value', value: body });
    return;
  }
  await print(context, { kind: 'value', value: { status: response.status, headers, body } });
}

const SECRET_HEADER = /authorization|cookie|token|secret|key/i;

/** Sorted. A redirect to a file carries its permission in the query. */
export function shownHeaders(headers: WireResponse['headers'], open: boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, open ? value : maskedHeader(name, value)]),
  );
}

function maskedHeader(name: string, value: string): string {
  if (SECRET_HEADER.test(name) || isSecretField(name)) return '***';
  return name === 'location' ? value.replace(/[?#].*$/s, '?***') : value;
}

/** Where a redirect leads, which is not followed: the credential is for this server only. */
export function redirectError(response: WireResponse, request: string, apiUrl: string): ApiError {
  const { location = '' } = response.headers;
  const target = URL.canParse(location, apiUrl) ? new URL(location, apiUrl) : undefined;
  const isElsewhere = target !== undefined && target.host !== new URL(apiUrl).host;
  const to = target === undefined ? 'nowhere' : isElsewhere ? target.host : target.pathname;
  const [method = '', path = ''] = request.split(' ');
  return new ApiError(
    'REDIRECT',
    ExitCode.unreachable,
    `${request} was answered with a redirect to ${clean(to)}, which is not followed`,
    { method, path, status: response.status },
    {
      hint: isElsewhere
        ? 'on a terminal --include --show-secrets shows the whole address, which needs no sign-in; `recordings download` loads the audio of recordings'
        : 'check the path and --api-url',
    },
  );
}
