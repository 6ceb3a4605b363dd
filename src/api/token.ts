import { parseTime } from '../core/time.ts';

/** The claims in a token. They are not verified: only the server can do that. */
export interface TokenClaims {
  /** `agent`, `delegate` or `direct`. */
  type: string;
  customerId: string | undefined;
  agentId: string | undefined;
  username: string | undefined;
  /** Permission bits at the time of the login; changes since then have no effect on the token. */
  permission: number | undefined;
  /** Milliseconds since 1970. The platform keeps it in its own claim `expire`, not in `exp`. */
  expires: number | undefined;
}

/** The claims in a JWT's payload; undefined for anything that is not a JWT. */
export function readToken(token: string): TokenClaims | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(claims)) return undefined;
  const agent = isRecord(claims['agent']) ? claims['agent'] : {};
  const expires = text(claims['expire']);
  return {
    type: text(claims['type']) ?? 'agent',
    customerId: text(agent['customer_id']) ?? text(claims['customer_id']),
    agentId: text(agent['id']) ?? text(claims['sub']),
    username: text(agent['username']),
    permission: typeof agent['permission'] === 'number' ? agent['permission'] : undefined,
    expires: parseTime(expires),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
