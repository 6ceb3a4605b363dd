/** A new department joins the menu that an earlier run of setup made. */
import type { ActionSpec, FlowSpec } from '../resources/document.ts';
import { joinMenu } from './flows.ts';
import { MENU_FLOW } from './names.ts';
import { keysOfMenu, menuDetailOf } from './origin.ts';
import type { Phrases } from './phrases.ts';
import { departmentsOf, shapeOf, type Scene } from './scene.ts';

/** The keys 1 to 9. */
const MOST_CHOICES = 9;

interface ExistingMenu {
  flow: FlowSpec & { actions: readonly ActionSpec[] };
  /** Which department each key leads to, as the description of the flow says. */
  keys: readonly string[];
}

/** The menu of the plan file, if there is one that has room for the new departments and is not one of their own. */
export function existingMenu(at: Scene): ExistingMenu | undefined {
  const flow = at.facts.file.document.flows?.[MENU_FLOW];
  const keys = keysOfMenu(flow?.detail ?? '');
  if (shapeOf(at) !== 'add' || flow?.actions === undefined || flow.actions === null || keys.length === 0)
    return undefined;
  const before = keys.filter((department) => !departmentsOf(at).includes(department));
  const isMenuOfOthers = before.length > 0 && before.length + departmentsOf(at).length <= MOST_CHOICES;
  return isMenuOfOthers ? { flow: { ...flow, actions: flow.actions }, keys } : undefined;
}

const joining = (at: Scene, { keys }: ExistingMenu): string[] =>
  departmentsOf(at).filter((department) => !keys.includes(department));

/** `4 Export`. */
export function joiningKeys(at: Scene): string {
  const menu = existingMenu(at);
  if (menu === undefined) return '';
  return joining(at, menu)
    .map((department, index) => `${menu.keys.length + index + 1} ${department}`)
    .join(', ');
}

/** The menu with the new departments, under its name; nothing where they do not join it. */
export function joinedMenu(at: Scene, phrases: Phrases): Readonly<Record<string, FlowSpec>> {
  const menu = existingMenu(at);
  if (menu === undefined || at.answers['join_menu'] === 'no') return {};
  const keys = [...menu.keys];
  let actions = menu.flow.actions;
  for (const department of joining(at, menu)) {
    const joined = joinMenu(actions, { department, flow: department }, keys.length + 1, phrases);
    if (joined === undefined) return {};
    keys.push(department);
    actions = joined;
  }
  const detail = menuDetailOf(keys.map((department, index) => `${index + 1} ${department}`).join(', '));
  return { [MENU_FLOW]: { ...menu.flow, detail, actions } };
}

/** Whether callers come to the new departments by the menu. */
export const joinsMenu = (at: Scene): boolean =>
  existingMenu(at) !== undefined && at.answers['join_menu'] !== 'no';
