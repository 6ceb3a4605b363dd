/** Which request is meant: its method, path, query and headers, checked before anything is sent. */
import { UsageError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/suggest.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export function methodOf(word: string): Method {
  const method = METHODS.find((one) => one === word.toUpperCase());
  if (method !== undefined) return method;
  throw new UsageError(`${JSON.stringify(word)} is not a method of the API`, {
    hint: didYouMean(word.toUpperCase(), METHODS) ?? `choose one of: ${METHODS.join(', ')}`,
  });
}

export interface Place {
  /** Below `/v1.0`, or next to it. */
  path: string;
  query: Record<string, string>;
  /** Signing in has paths of its own, next to `/v1.0`. */
  outside: boolean;
}

/** @throws UsageError for what is not a path below `/v1.0`, which may be said. */
export function placeOf(where: string): Place {
  const [name = '', search = ''] = where.split(/\?(.*)/s);
  const query = Object.fromEntries(new URLSearchParams(search));
  const secret = Object.keys(query).find((one) => /^(accesskey|token)$/i.test(one));
  if (secret !== undefined) {
    throw new UsageError(`${secret} must not be in a URL, which may be logged in transit`, {
      hint: 'the program signs in by itself: leave it out',
    });
  }
  const path = name.replace(/^\/v1\.0(?=\/)/, '');
  if (!path.startsWith('/') || path.startsWith('//') || path.endsWith('/')) {
    throw new UsageError(`${JSON.stringify(name)} is not a path of the API`, {
      hint: 'write it as in /agents, or /agents/<id>; the server is that of the sign-in',
    });
  }
  if (path.split('/').some(isForeign)) {
    throw new UsageError(`${JSON.stringify(name)} is not a valid path of the API`, {
      hint: 'check the path',
    });
  }
  return { path, query, outside: path.startsWith('/auth/') };
}

/** What a URL would make something else of, written plainly or encoded. */
function isForeign(part: string): boolean {
  let plain: string;
  try {
    plain = decodeURIComponent(part);
  } catch {
    return true;
  }
  return plain === '.' || plain === '..' || /[\s#\\/?\u0000-\u001f]/.test(plain);
}

/** Ours, and those of the connection. */
const KEPT: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'content-type', 'expect', 'host', 'keep-alive', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'user-agent', 'x-request-id'],
]);
const SIGN_IN = /^(proxy-)?authorization$|cookie/;

/** `-H 'Name: value'`, as lower-case names and values. @throws UsageError with all that is wrong. */
export function headersOf(words: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  const wrong: string[] = [];
  for (const word of words) {
    const [, name = '', value = ''] = /^([^:]*):[ \t]*(.*)$/s.exec(word) ?? [];
    const key = name.toLowerCase();
    // The value may be a secret that was meant for another tool: it is not repeated.
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) wrong.push('-H: write it as "Name: value"');
    else if (SIGN_IN.test(key))
      wrong.push(`-H: ${name} is part of the sign-in, which is never on a command line`);
    else if (KEPT.has(key)) wrong.push(`-H: ${name} is set by the program`);
    else if (/[^\t\x20-\x7e]/.test(value))
      wrong.push(`-H: the value of ${name} has characters that a header cannot have`);
    else headers[key] = value.trim();
  }
  if (wrong.length > 0) {
    throw new UsageError(wrong.join('\n'), { hint: 'nothing was requested; `voipbin login` signs in' });
  }
  return headers;
}
