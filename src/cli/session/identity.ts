/** Who is signed in, as far as the server tells. */
import { accesskeys } from '../../resources/accesskeys.ts';
import type { Api } from '../../api/api.ts';
import type { Credential } from '../../api/client.ts';
import { readToken } from '../../api/token.ts';
import type { Accesskey, Agent, Customer } from '../../api/wire.ts';
import { ApiError } from '../../core/errors.ts';
import { permissionNames } from '../../core/permissions.ts';

export interface SignedIn {
  customer: Customer;
  /** Only for an agent's own token. */
  agent?: Agent;
  permissions: string[];
  /** RFC 3339; absent if unknown, or if it never ends. */
  expires?: string;
}

/** The agent whose own token is sent; none for a key, and for who acts for others. Nothing is requested. */
export function ownAgentId({ credential }: Pick<Api['client'], 'credential'>): string | undefined {
  const claims = credential?.kind === 'token' ? readToken(credential.secret.reveal()) : undefined;
  return claims?.type === 'agent' ? claims.agentId : undefined;
}

/** Length of an access key's public beginning (bin-customer-manager). */
export const PREFIX_LENGTH = 11;

/**
 * Checked by `GET /customer`: it answers agents with the admin or manager permission, access keys and delegates,
 * where `/me` refuses keys.
 *
 * @param hint What to do where the server does not accept the credential; unless said, to sign in and to ask who it is.
 * @throws ApiError when the server refuses the credential, or lets it see no account.
 */
export async function whoIs(api: Api, hint?: string): Promise<SignedIn> {
  const customer = await api.customer.get().catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.facts.status !== 401 || hint === undefined) throw error;
    throw new ApiError(error.code, error.exitCode, error.message, error.facts, { hint, cause: error });
  });
  const { credential } = api.client;
  if (credential?.kind === 'accesskey') {
    const expires = await keyExpiry(api, credential);
    return { customer, permissions: ['admin'], ...(expires !== undefined && { expires }) };
  }
  const claims = credential && readToken(credential.secret.reveal());
  const expires = claims?.expires === undefined ? {} : { expires: new Date(claims.expires).toISOString() };
  if (claims?.type !== 'agent') return { customer, permissions: ['admin'], ...expires };
  const agent = await api.me.get();
  // What the token carries is what counts: changes since the login have no effect on it.
  return { customer, agent, permissions: permissionNames(claims.permission ?? agent.permission), ...expires };
}

/** The row of the key itself, found in the list of keys by its public beginning. */
export async function ownKey(api: Api, credential: Credential): Promise<Accesskey | undefined> {
  const prefix = credential.secret.reveal().slice(0, PREFIX_LENGTH);
  for await (const key of api.of(accesskeys).list()) if (key.token_prefix === prefix) return key;
  return undefined;
}

/** Nothing depends on knowing it. */
async function keyExpiry(api: Api, credential: Credential): Promise<string | undefined> {
  try {
    return (await ownKey(api, credential))?.tm_expire ?? undefined;
  } catch (error) {
    // The sign-in works without it.
    if (!(error instanceof ApiError)) throw error;
    return undefined;
  }
}
