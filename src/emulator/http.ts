/** Requests and answers as the emulator sees them, and its refusals. */

export interface EmulatorRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body?: string | undefined;
}

export interface EmulatorReply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Each character of the body is one byte. */
  isBinary?: true;
}

/** The body as it is sent. */
export const bytesOf = ({ body, isBinary }: EmulatorReply): Buffer =>
  Buffer.from(body, isBinary ? 'latin1' : 'utf8');

const JSON_TYPE = 'application/json; charset=utf-8';

export function ok(value: unknown): EmulatorReply {
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(value) };
}

/** The status word of the envelope, and its HTTP status (models/errors/rpc.go). */
const httpStatus = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;
export type StatusWord = keyof typeof httpStatus;

interface RefusalExtras {
  details?: readonly object[];
  headers?: Record<string, string>;
}

/** Thrown by routes: becomes the envelope, or an empty body with a bare status. */
export class Refusal extends Error {
  readonly status: number;
  readonly word: StatusWord | undefined;
  readonly reason: string;
  readonly extras: RefusalExtras;

  constructor(status: number, word: StatusWord | undefined, reason: string, extras: RefusalExtras = {}) {
    super(reason);
    this.status = status;
    this.word = word;
    this.reason = reason;
    this.extras = extras;
  }

  reply(requestId: string): EmulatorReply {
    if (this.word === undefined) return { status: this.status, headers: {}, body: '' };
    const { details, headers } = this.extras;
    const error = {
      ...(details && { details }),
      message: sentences[this.reason] ?? 'The request could not be carried out.',
      reason: this.reason,
      request_id: requestId,
      status: this.word,
    };
    // The binding of a body flushes its own header before the envelope is written.
    const type = this.reason === 'INVALID_JSON_BODY' ? 'text/plain; charset=utf-8' : JSON_TYPE;
    return {
      status: this.status,
      headers: { 'content-type': type, ...headers },
      body: JSON.stringify({ error }),
    };
  }
}

export const refuse = (word: StatusWord, reason: string, extras?: RefusalExtras): Refusal =>
  new Refusal(httpStatus[word], word, reason, extras);
/** The refusal format of the /auth handlers. */
export const bare = (status: number): Refusal => new Refusal(status, undefined, 'bare');

export const invalid = (reason = 'INVALID_ARGUMENT'): Refusal => refuse('INVALID_ARGUMENT', reason);
export const denied = (reason = 'PERMISSION_DENIED'): Refusal => refuse('PERMISSION_DENIED', reason);
export const missing = (reason = 'RESOURCE_NOT_FOUND'): Refusal => refuse('NOT_FOUND', reason);
/** Also the answer to many refusals for other reasons. */
export const internal = (reason = 'INTERNAL'): Refusal => refuse('INTERNAL', reason);

const sentences: Readonly<Record<string, string>> = {
  AUTHENTICATION_REQUIRED: 'Authentication is required.',
  INVALID_CREDENTIALS: 'The provided credentials are invalid or expired.',
  ACCOUNT_FROZEN: 'The account is frozen and scheduled for deletion.',
  PERMISSION_DENIED: 'You do not have permission to perform this action.',
  AGENT_AUTH_REQUIRED: 'This endpoint requires agent authentication.',
  ROUTE_NOT_FOUND: 'The requested route does not exist.',
  INVALID_ID: 'The provided id is invalid.',
  INVALID_JSON_BODY: 'The request body is not valid JSON.',
  INVALID_ARGUMENT: 'The request contains invalid data.',
  RATE_LIMIT_EXCEEDED: 'Too many requests.',
  RESOURCE_LIMIT_EXCEEDED: 'The resource limit of the plan is exceeded.',
  INTERNAL: 'An internal error occurred.',
  RESOURCE_NOT_FOUND: 'The requested resource was not found.',
  STATE_INVALID: 'The resource is not in a valid state for this operation.',
  SERVICE_UNAVAILABLE: 'The service is unavailable.',
  REQUEST_TIMEOUT: 'The request timed out.',
};
