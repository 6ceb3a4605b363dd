import type { CommandSpec, NounSpec } from '../program/command.ts';
import { apiCommand } from './api/command.ts';
import { auditCommand } from './audit/command.ts';
import { billingCommand } from './billing/command.ts';
import { completionCommand } from './completion/command.ts';
import { customerCommand } from './customer/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { emulatorCommand } from './emulator/command.ts';
import { helpCommand } from './help/command.ts';
import { hoursCommand } from './hours/command.ts';
import { loginCommand } from './login/command.ts';
import { logoutCommand } from './logout/command.ts';
import { applyCommand, exportCommand, planCommand, undoCommand } from './plan/command.ts';
import { outboundCommand } from './outbound/command.ts';
import { profileCommand } from './profile/command.ts';
import { resourceCommands } from './resources/command.ts';
import { setupCommand } from './setup/command.ts';
import { testCommand } from './test/command.ts';
import { traceCommand } from './trace/command.ts';
import { usageCommand } from './usage/command.ts';
import { whoamiCommand } from './whoami/command.ts';

/** Every command, in the order of `voipbin --help`: what people come for, then the lists, then the tools. */
export const commands: readonly (CommandSpec | NounSpec)[] = [
  customerCommand,
  auditCommand,
  usageCommand,
  traceCommand,
  testCommand,
  setupCommand,
  planCommand,
  applyCommand,
  undoCommand,
  exportCommand,
  hoursCommand,
  ...resourceCommands,
  outboundCommand,
  billingCommand,
  loginCommand,
  logoutCommand,
  whoamiCommand,
  profileCommand,
  doctorCommand,
  apiCommand,
  emulatorCommand,
  completionCommand,
  helpCommand,
];
