/** The account as the credential sees it: few requests, and nearly all at the same time. */
import type { Api } from '../../../api/api.ts';
import { PAGE_SIZE } from '../../../api/pages.ts';
import { parseTime } from '../../../core/time.ts';
import { UNREADABLE } from '../../../doctor/check.ts';
import {
  eachCount,
  type Count,
  type Counted,
  type Facts,
  type KnownCredential,
  type Learned,
} from '../../../doctor/facts.ts';
import { manyKind } from '../../../resources/all.ts';
import type { Wire } from '../../../resources/kind.ts';
import { ownKey } from '../../session/identity.ts';
import { andThen, learn } from './learn.ts';

type AccountFacts = Pick<Facts, 'expires' | 'customer' | 'agent' | 'billing' | 'counts'>;

/** The largest limit of a plan: above it a count makes no difference. */
const ENOUGH = 500;

export async function gatherAccount(
  api: Learned<Api>,
  credential: Learned<KnownCredential>,
): Promise<AccountFacts> {
  const customer = await andThen(api, (known) => known.customer.get());
  // A credential that is refused is refused everywhere: that costs no further requests.
  const open: Learned<Api> = 'failed' in customer ? { skipped: UNREADABLE } : api;
  const [expires, agent, billing, counts] = await Promise.all([
    expiryOf(open, credential),
    agentOf(open, credential),
    andThen(open, (known) => known.billingAccount.get()),
    eachCount((kind) => andThen(open, (known) => countOf(known, kind))),
  ]);
  return { expires, customer, agent, billing, counts };
}

/** A token says itself when it ends; a key is found in the list of keys. */
async function expiryOf(api: Learned<Api>, credential: Learned<KnownCredential>): Promise<Facts['expires']> {
  if ('known' in credential && credential.known.kind === 'token')
    return { known: credential.known.claims?.expires };
  return andThen(api, async (known) => {
    const { credential: own } = known.client;
    const key = own === undefined ? undefined : await ownKey(known, own);
    return parseTime(key?.tm_expire);
  });
}

/** Undefined for access keys and delegates, which belong to no agent. */
async function agentOf(api: Learned<Api>, credential: Learned<KnownCredential>): Promise<Facts['agent']> {
  const isAgent = 'known' in credential && credential.known.claims?.type === 'agent';
  return isAgent ? andThen(api, (known) => known.me.get()) : learn(() => undefined);
}

async function countOf(api: Api, kind: Counted): Promise<Count> {
  const rows: Wire[] = [];
  for await (const page of api.of(manyKind(kind)).pages({ onLoss: () => undefined })) {
    rows.push(...page.filter((row) => !row['tm_delete']));
    // A page that is not full is the last one.
    if (page.length < PAGE_SIZE || rows.length >= ENOUGH) break;
  }
  const { counts = () => true } = manyKind(kind).limited ?? {};
  return { rows: rows.length, limited: rows.filter(counts).length, more: rows.length >= ENOUGH };
}
