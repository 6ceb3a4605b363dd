/** The review of one account: policy, snapshot, and what the rules and the history say of it. */
import type { Policy } from '../../../audit/policy/policy.ts';
import type { Context } from '../../context.ts';
import { gather } from './evidence.ts';
import { judged, type Reviewed } from './judge.ts';
import { openMemory } from './history.ts';
import { rulesOf, sectionsFor } from './only.ts';
import { readPolicy } from './policy.ts';
import type { AuditFlags } from './command.ts';

/** @param given The policy, for one of many accounts: the run that goes through them remembers, and shuts no other out. */
export async function reviewAccount(
  context: Context,
  flags: AuditFlags,
  given?: { policy: Policy },
): Promise<Reviewed> {
  // Before the first request: a mistake in the policy is to cost nothing.
  const policy = given?.policy ?? (await readPolicy(context, flags.policy));
  const only = await rulesOf(flags);
  const snapshot = await gather(context, flags, only && sectionsFor(only));
  const { customer } = snapshot.sections;
  const accountId = customer.state === 'loaded' ? customer.value.id : null;
  // A saved snapshot is not a new look at the account, and some rules are not a whole one.
  const isLook = flags.from === undefined && flags.only === undefined;
  const memory = await openMemory(context, accountId, {
    alone: isLook && flags.newOnly === true && given === undefined,
  });
  try {
    return {
      ...judged(context, { policy, only, snapshot, isLook }, memory),
      newOnly: flags.newOnly === true,
      // Who asks for some rules asks for what they find.
      isWhole: flags.all === true || flags.only !== undefined,
    };
  } catch (error) {
    await memory.release();
    throw error;
  }
}
