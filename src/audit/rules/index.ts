import type { Rule } from '../rule.ts';
import { accesskeyExpired } from './accesskey-expired.ts';
import { accesskeyExpiring } from './accesskey-expiring.ts';
import { accesskeyLongLived } from './accesskey-long-lived.ts';
import { accesskeySurplus } from './accesskey-surplus.ts';
import { accountContactMissing } from './account-contact-missing.ts';
import { accountEmailUnverified } from './account-email-unverified.ts';
import { accountFrozen } from './account-frozen.ts';
import { accountUndocumented } from './account-undocumented.ts';
import { adminSurplus } from './admin-surplus.ts';
import { agentDanglingTag } from './agent-dangling-tag.ts';
import { agentInactive } from './agent-inactive.ts';
import { agentNoPermission } from './agent-no-permission.ts';
import { agentStatusUnknown } from './agent-status-unknown.ts';
import { agentStuckBusy } from './agent-stuck-busy.ts';
import { agentUnreachable } from './agent-unreachable.ts';
import { agentUntagged } from './agent-untagged.ts';
import { balanceLow } from './balance-low.ts';
import { balanceNegative } from './balance-negative.ts';
import { balanceRunway } from './balance-runway.ts';
import { callPathBroken } from './call-path-broken.ts';
import { callbackExpensive } from './callback-expensive.ts';
import { flowBusyLoop } from './flow-busy-loop.ts';
import { flowCompletionLoop } from './flow-completion-loop.ts';
import { flowCutsOff } from './flow-cuts-off.ts';
import { flowEmpty } from './flow-empty.ts';
import { flowHoursEnding } from './flow-hours-ending.ts';
import { flowJumpEndless } from './flow-jump-endless.ts';
import { flowJumpMissing } from './flow-jump-missing.ts';
import { flowKeysUnmatched } from './flow-keys-unmatched.ts';
import { flowNameDuplicate } from './flow-name-duplicate.ts';
import { flowQueueLast } from './flow-queue-last.ts';
import { flowRecordingEmpty } from './flow-recording-empty.ts';
import { flowReferenceMissing } from './flow-reference-missing.ts';
import { flowStale } from './flow-stale.ts';
import { flowTextUnspeakable } from './flow-text-unspeakable.ts';
import { flowTooLong } from './flow-too-long.ts';
import { flowUnreachableAction } from './flow-unreachable-action.ts';
import { flowUnused } from './flow-unused.ts';
import { flowWaitsForever } from './flow-waits-forever.ts';
import { flowWeekdays } from './flow-weekdays.ts';
import { identityUnverified } from './identity-unverified.ts';
import { messageBurst } from './message-burst.ts';
import { nameInconsistent } from './name-inconsistent.ts';
import { newDestination } from './new-destination.ts';
import { numberFlowMissing } from './number-flow-missing.ts';
import { numberNotActive } from './number-not-active.ts';
import { numberRedialled } from './number-redialled.ts';
import { numberRenewalUncovered } from './number-renewal-uncovered.ts';
import { numberSmsUnhandled } from './number-sms-unhandled.ts';
import { numberUnnamed } from './number-unnamed.ts';
import { numberUnused } from './number-unused.ts';
import { numberWithoutFlow } from './number-without-flow.ts';
import { outboundBlocked } from './outbound-blocked.ts';
import { outboundOpen } from './outbound-open.ts';
import { paymentMethodMissing } from './payment-method-missing.ts';
import { planCanceling } from './plan-canceling.ts';
import { planLimitNear } from './plan-limit-near.ts';
import { projectPermission } from './project-permission.ts';
import { queueAnswerRate } from './queue-answer-rate.ts';
import { queueNoAgent } from './queue-no-agent.ts';
import { queueNoAvailableAgent } from './queue-no-available-agent.ts';
import { queueNoTimeout } from './queue-no-timeout.ts';
import { queueOpenToAll } from './queue-open-to-all.ts';
import { queueRoutingInvalid } from './queue-routing-invalid.ts';
import { queueUnreferenced } from './queue-unreferenced.ts';
import { queueWaitCutOff } from './queue-wait-cut-off.ts';
import { queueWaitFlowMissing } from './queue-wait-flow-missing.ts';
import { queueWaitFlowNonblocking } from './queue-wait-flow-nonblocking.ts';
import { rtpDebugEnabled } from './rtp-debug-enabled.ts';
import { singleAdmin } from './single-admin.ts';
import { sipPasswordWeak } from './sip-password-weak.ts';
import { storageLarge } from './storage-large.ts';
import { tagDeletedInUse } from './tag-deleted-in-use.ts';
import { tagDuplicate } from './tag-duplicate.ts';
import { tagUnused } from './tag-unused.ts';
import { tokensExhausted } from './tokens-exhausted.ts';
import { usageSpike } from './usage-spike.ts';
import { webhookMissing } from './webhook-missing.ts';
import { webhookNotHttps } from './webhook-not-https.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  accesskeyExpired,
  accesskeyExpiring,
  accesskeyLongLived,
  accesskeySurplus,
  accountContactMissing,
  accountEmailUnverified,
  accountFrozen,
  accountUndocumented,
  adminSurplus,
  agentDanglingTag,
  agentInactive,
  agentNoPermission,
  agentStatusUnknown,
  agentStuckBusy,
  agentUnreachable,
  agentUntagged,
  balanceLow,
  balanceNegative,
  balanceRunway,
  callPathBroken,
  callbackExpensive,
  flowBusyLoop,
  flowCompletionLoop,
  flowCutsOff,
  flowEmpty,
  flowHoursEnding,
  flowJumpEndless,
  flowJumpMissing,
  flowKeysUnmatched,
  flowNameDuplicate,
  flowQueueLast,
  flowRecordingEmpty,
  flowReferenceMissing,
  flowStale,
  flowTextUnspeakable,
  flowTooLong,
  flowUnreachableAction,
  flowUnused,
  flowWaitsForever,
  flowWeekdays,
  identityUnverified,
  messageBurst,
  nameInconsistent,
  newDestination,
  numberFlowMissing,
  numberNotActive,
  numberRedialled,
  numberRenewalUncovered,
  numberSmsUnhandled,
  numberUnnamed,
  numberUnused,
  numberWithoutFlow,
  outboundBlocked,
  outboundOpen,
  paymentMethodMissing,
  planCanceling,
  planLimitNear,
  projectPermission,
  queueAnswerRate,
  queueNoAgent,
  queueNoAvailableAgent,
  queueNoTimeout,
  queueOpenToAll,
  queueRoutingInvalid,
  queueUnreferenced,
  queueWaitCutOff,
  queueWaitFlowMissing,
  queueWaitFlowNonblocking,
  rtpDebugEnabled,
  singleAdmin,
  sipPasswordWeak,
  storageLarge,
  tagDeletedInUse,
  tagDuplicate,
  tagUnused,
  tokensExhausted,
  usageSpike,
  webhookMissing,
  webhookNotHttps,
];
