import { tagsKind } from '../../plan/kinds/tags.ts';
import type { CommandSpec } from '../command.ts';
import { createCommand, deleteCommand, updateCommand } from './objects.ts';

export const tagCommands: readonly CommandSpec[] = [
  createCommand(tagsKind, 'Sales --detail "Agents who sell"'),
  updateCommand(tagsKind, 'Sales --detail "Agents who sell"'),
  deleteCommand(tagsKind, 'Sales'),
];
