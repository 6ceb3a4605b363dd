import type { Rule } from '../rule.ts';
import { accountFrozen } from './account-frozen.ts';
import { accountUndocumented } from './account-undocumented.ts';
import { adminSurplus } from './admin-surplus.ts';
import { agentStuckBusy } from './agent-stuck-busy.ts';
import { balanceLow } from './balance-low.ts';
import { flowEmpty } from './flow-empty.ts';
import { numberFlowMissing } from './number-flow-missing.ts';
import { numberRenewalUncovered } from './number-renewal-uncovered.ts';
import { numberWithoutFlow } from './number-without-flow.ts';
import { queueNoAgent } from './queue-no-agent.ts';
import { queueWaitFlowMissing } from './queue-wait-flow-missing.ts';
import { webhookNotHttps } from './webhook-not-https.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  accountFrozen,
  accountUndocumented,
  adminSurplus,
  agentStuckBusy,
  balanceLow,
  flowEmpty,
  numberFlowMissing,
  numberRenewalUncovered,
  numberWithoutFlow,
  queueNoAgent,
  queueWaitFlowMissing,
  webhookNotHttps,
];
