import { ExitCode } from './exit-codes.ts';

interface ErrorOptions {
  /** What to type or do next, one sentence. */
  hint?: string | undefined;
  cause?: unknown;
}

/**
 * An error that a person can act on. `message` says what happened and to what (lower case, no full stop),
 * `hint` what to do next, `code` is stable and meant for machines. Anything else that reaches `main` is a bug.
 */
export class AppError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(code: string, exitCode: ExitCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.exitCode = exitCode;
    this.hint = options.hint;
  }
}

/** The hint where a message says all that is wrong. */
export const SEE_HELP = 'nothing was requested; run the command with `--help` to see its flags';

/** Wrong flags, values, files or configuration: found before anything was requested. */
export class UsageError extends AppError {
  constructor(message: string, options: ErrorOptions & { code?: string } = {}) {
    super(options.code ?? 'USAGE', ExitCode.usage, message, options);
  }
}

/** A person said no, or there was no one to say yes. */
export class RefusedError extends AppError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('REFUSED', ExitCode.refused, message, options);
  }
}

/** A person said no: that is what they wanted, and no error to them. */
export class DeclinedError extends RefusedError {}

/** Ctrl-C, SIGTERM, or a question that was broken off. */
export class CancelledError extends AppError {
  constructor(exitCode: 130 | 143 = ExitCode.interrupted) {
    super('CANCELLED', exitCode, exitCode === 130 ? 'interrupted' : 'terminated');
  }
}

/** Something has changed since it was read. */
export class ConflictError extends AppError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('CONFLICT', ExitCode.conflict, message, options);
  }
}

/** What the server said no with, or why it said nothing. Fields are absent where there was no answer. */
export interface ApiErrorFacts {
  method: string;
  path: string;
  /** HTTP status. */
  status?: number | undefined;
  /** `error.reason` of the envelope, or one of our own words where there was no envelope. */
  reason?: string | undefined;
  requestId?: string | undefined;
  /** `error.details` of the envelope, untouched. */
  details?: readonly Record<string, unknown>[] | undefined;
  retryable?: boolean | undefined;
}

/** The API refused, failed, was unreachable, or answered something unexpected. */
export class ApiError extends AppError {
  readonly facts: ApiErrorFacts;

  constructor(
    code: string,
    exitCode: ExitCode,
    message: string,
    facts: ApiErrorFacts,
    options: ErrorOptions = {},
  ) {
    super(code, exitCode, message, options);
    this.facts = facts;
  }

  get status(): number | undefined {
    return this.facts.status;
  }

  get reason(): string | undefined {
    return this.facts.reason;
  }
}

/** How an HTTP exchange broke off, as the transport saw it. */
export type TransportFailure = 'connect' | 'timeout' | 'reset' | 'cut' | 'aborted';

/**
 * No usable HTTP answer. `delivered` is false only where the request certainly never reached the server
 * (name lookup, refused connection, TLS failure): only then may a POST be sent again.
 */
export class TransportError extends Error {
  readonly kind: TransportFailure;
  readonly delivered: boolean;

  constructor(kind: TransportFailure, delivered: boolean, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TransportError';
    this.kind = kind;
    this.delivered = delivered;
  }
}

/** The reader of our output is gone, as in `voipbin agents list | head -1`. Not a fault: no one is left to write for. */
export class OutputClosed extends Error {
  constructor(cause?: unknown) {
    super('the reader of the output has closed it', { cause });
    this.name = 'OutputClosed';
  }
}

export const isClosed = (error: unknown): boolean => error instanceof OutputClosed;
