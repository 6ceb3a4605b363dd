import { billing } from '../../../resources/billing.ts';
import type { FlagSpec } from '../../program/flags.ts';
import { updateSingle } from '../objects/change.ts';
import { clearFlag, fieldFlags } from '../objects/command.ts';

export const billingFlags: readonly FlagSpec[] = [
  ...fieldFlags(billing, { isNew: false }),
  ...clearFlag(billing),
];

export const updateBilling = updateSingle(billing, 'billing update');
