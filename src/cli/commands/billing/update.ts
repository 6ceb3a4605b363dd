import { billing } from '../../../resources/billing.ts';
import type { FlagSpec } from '../../program/flags.ts';
import { updateSingle } from '../objects/change.ts';
import { changingFlags } from '../objects/command.ts';

export const billingFlags: readonly FlagSpec[] = changingFlags(billing);

export const updateBilling = updateSingle(billing, 'billing update');
