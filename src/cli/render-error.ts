/** An error as text for a person, or as one JSON object for a program. */
import { ApiError, AppError, DeclinedError } from '../core/errors.ts';
import { ExitCode } from '../core/exit-codes.ts';
import { clean, visibleJson, wrapped } from '../core/text.ts';

export interface RenderedError {
  text: string;
  exitCode: ExitCode;
}

/** @param options.columns Of the terminal; undefined without one. */
export function renderError(
  error: unknown,
  options: { json: boolean; version: string; columns?: number | undefined },
): RenderedError {
  const known = error instanceof AppError ? error : bug(error);
  return {
    text: options.json ? asJson(known) : asText(known, error === known ? undefined : error, options),
    exitCode: known.exitCode,
  };
}

function bug(error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('BUG', ExitCode.bug, `unexpected error: ${message}`, {
    hint: 'please report this bug, with the command and this text',
    cause: error,
  });
}

function asText(
  error: AppError,
  unexpected: unknown,
  { version, columns = Infinity }: { version: string; columns?: number | undefined },
): string {
  const lead = error instanceof DeclinedError ? '' : 'error: ';
  const lines = [`${lead}${error.message.split('\n').map(clean).join('\n')}`];
  if (error.hint !== undefined) lines.push(`hint: ${clean(error.hint)}`);
  if (error instanceof ApiError && error.facts.requestId !== undefined && error.facts.status !== undefined) {
    lines.push(`request id: ${clean(error.facts.requestId)}`);
  }
  if (unexpected instanceof Error) {
    lines.push(`voipbin ${version}`, clean((unexpected.stack ?? '').split('\n').slice(1, 6).join(' |')));
  }
  return `${lines
    .flatMap((line) => line.split('\n'))
    .flatMap((line) => wrapped(line, columns))
    .join('\n')}\n`;
}

function asJson(error: AppError): string {
  const facts = error instanceof ApiError ? error.facts : undefined;
  const object = {
    code: error.code,
    message: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    retryable: facts?.retryable ?? false,
    ...(facts?.status !== undefined && { status: facts.status }),
    ...(facts?.reason !== undefined && { reason: facts.reason }),
    ...(facts?.requestId !== undefined && { request_id: facts.requestId }),
  };
  return `${visibleJson(JSON.stringify({ error: object }))}\n`;
}
