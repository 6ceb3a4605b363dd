/** Every check, in the order in which a fault of one explains those that follow. */
import type { Check } from '../check.ts';
import { accountChecks } from './account.ts';
import { configurationChecks } from './configuration.ts';
import { credentialChecks } from './credential.ts';
import { cronChecks, surroundingChecks } from './cron.ts';
import { machineChecks } from './machine.ts';
import { networkChecks } from './network.ts';

export const checks: readonly Check[] = [
  ...machineChecks,
  ...configurationChecks,
  ...networkChecks,
  ...credentialChecks,
  ...accountChecks,
  ...surroundingChecks,
];

/** Those of a job. */
export const jobChecks: readonly Check[] = [
  ...machineChecks.filter(({ id }) => id === 'state-folder'),
  ...cronChecks,
];
