import { queuesKind } from '../../../resources/queues.ts';
import type { CommandSpec } from '../../program/command.ts';
import { createCommand, deleteCommand, updateCommand } from '../objects/command.ts';

export const queueCommands: readonly CommandSpec[] = [
  createCommand(queuesKind, 'Sales --tag Sales --wait-flow Hold --wait-timeout 10m'),
  updateCommand(queuesKind, 'Sales --wait-timeout 15m'),
  deleteCommand(queuesKind, 'Sales'),
];
