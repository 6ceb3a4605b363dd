import { agentsKind } from '../../plan/kinds/agents.ts';
import type { CommandSpec } from '../command.ts';
import { createCommand, deleteCommand, updateCommand } from './objects.ts';

export const agentCommands: readonly CommandSpec[] = [
  createCommand(agentsKind, 'anna@example.com --tag Sales --address tel:+14155550101'),
  updateCommand(agentsKind, 'anna@example.com --tag Sales --tag Support'),
  deleteCommand(agentsKind, 'anna@example.com'),
];
