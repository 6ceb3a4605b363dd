import type { CommandSpec, NounSpec } from '../command.ts';
import { apiCommand } from './api.ts';
import { auditCommand } from './audit.ts';
import { customerCommand } from './customer.ts';
import { emulatorCommand } from './emulator.ts';
import { helpCommand } from './help.ts';
import { hoursCommand } from './hours.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { applyCommand, exportCommand, planCommand, undoCommand } from './plan.ts';
import { profileCommand } from './profile.ts';
import { billingCommand, outboundCommand, resourceCommands } from './resources.ts';
import { setupCommand } from './setup.ts';
import { testCommand } from './test.ts';
import { traceCommand } from './trace.ts';
import { whoamiCommand } from './whoami.ts';

/** Every command, in the order of `voipbin --help`: what people come for, then the lists, then the tools. */
export const commands: readonly (CommandSpec | NounSpec)[] = [
  customerCommand,
  auditCommand,
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
  apiCommand,
  emulatorCommand,
  helpCommand,
];
