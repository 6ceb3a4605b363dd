/** Which flows and queues in the plan file were made by setup: all others belong to people. */
import type { Facts } from './facts.ts';

export const WAIT_DETAIL = 'Played while callers wait';
export const callsDetail = (department: string): string => `Calls for ${department}`;
export const queueDetail = (department: string): string => `Callers of ${department}`;
const MENU_DETAIL = 'Menu: ';
export const menuDetailOf = (keys: string): string => MENU_DETAIL + keys;

/** The departments of a menu in the order of their keys; empty for a description that setup did not write. */
export function keysOfMenu(detail: string): string[] {
  if (!detail.startsWith(MENU_DETAIL)) return [];
  const choices = detail.slice(MENU_DETAIL.length).split(', ');
  const names = choices.flatMap((choice, index) => {
    const key = `${index + 1} `;
    return choice.startsWith(key) ? [choice.slice(key.length)] : [];
  });
  return names.length === choices.length ? names : [];
}

/** Where nothing was kept of an earlier run (another machine), its descriptions tell. */
const marks = {
  flows: (detail: string, department: string): boolean =>
    detail === WAIT_DETAIL || detail.startsWith(MENU_DETAIL) || detail.startsWith(callsDetail(department)),
  queues: (detail: string, department: string): boolean => detail === queueDetail(department),
};

/** Whether the plan file has something of that name that setup has not made. */
export function isHandWritten(
  { file, made }: Facts,
  kind: 'flows' | 'queues',
  name: string,
  department = name,
): boolean {
  const spec = file.document[kind]?.[name];
  if (spec === undefined || made?.part[kind]?.[name] !== undefined) return false;
  return !marks[kind](spec.detail ?? '', department);
}
