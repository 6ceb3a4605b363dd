import { tagsKind } from '../../../resources/tags.ts';
import type { CommandSpec } from '../../program/command.ts';
import { createCommand, deleteCommand, updateCommand } from '../objects/command.ts';

export const tagCommands: readonly CommandSpec[] = [
  createCommand(tagsKind, 'Sales --detail "Agents who sell"'),
  updateCommand(tagsKind, 'Sales --detail "Agents who sell"'),
  deleteCommand(tagsKind, 'Sales'),
];
