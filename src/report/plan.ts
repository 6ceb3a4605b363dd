/** A plan for people: every change in the order in which it will happen, then what all of it comes to. */
import { formatUsd, perTerm } from '../core/money.ts';
import { clean, hanging, plural } from '../core/text.ts';
import type { Change, Cost, Plan } from '../plan/change.ts';
import { plain, type Paint } from './paint.ts';
import { fieldText } from './plan-fields.ts';

const signs = { create: '+', update: '~', delete: '-', note: '!' } as const;
const colours = { create: 'green', update: 'yellow', delete: 'red', note: 'cyan' } as const;

const riskNames = {
  safe: undefined,
  disruptive: 'callers may notice',
  'costs-money': 'costs money',
  irreversible: 'cannot be undone',
} as const;

/**
 * Ends with a line break.
 * @param columns Of the terminal; undefined where there is none.
 * @param already What is so already where nothing changes.
 */
export function renderPlan(plan: Plan, paint: Paint = plain, columns?: number, already?: string): string {
  const changes = plan.changes.filter(({ verb }) => verb !== 'note');
  const parts = [
    changes.map((change) => changeText(change, paint, columns)).join(''),
    notes(plan, paint, columns),
    changes.length > 0 ? summary(plan, paint, columns) : '',
    obstacles(plan, paint, columns),
  ].filter((part) => part !== '');
  if (changes.length === 0 && plan.obstacles.length === 0) {
    parts.push(`${sayNothingToDo(plan, already)}.\n`);
  }
  return parts.join('\n');
}

/**
 * For a plan that changes nothing. What is noted may differ from what the plan says.
 * @param already What is already so.
 */
export function sayNothingToDo(
  { changes }: Pick<Plan, 'changes'>,
  already = 'the account already matches the plan',
): string {
  return changes.length === 0 ? `Nothing to do: ${already}` : 'Nothing to do, but see the notes';
}

function changeText(change: Change, paint: Paint, columns: number | undefined): string {
  const { verb, title, because, risk, cost, address } = change;
  const later = address.startsWith('then/') ? ', then set' : '';
  // What it costs says more than that it does.
  const remarks = [risk === 'costs-money' && cost ? undefined : riskNames[risk], cost && costText(cost)];
  const told = remarks.filter((remark) => remark !== undefined).join('; ');
  const head = paint[colours[verb]](`${signs[verb]} ${verb} ${clean(title)}${later}`);
  const behind = told === '' ? '' : `  ${paint.bold(`[${told}]`)}`;
  const fields = change.fields.map((field) => fieldText(field, verb, paint, columns)).join('');
  return `${laid(`${head}${behind}`, columns)}${reason(because, paint, columns)}${fields}`;
}

const INDENT = '    ';

/** Whole lines, all but the first indented. */
const laid = (text: string, columns = Infinity, first = '', rest = INDENT): string =>
  hanging(text, columns, first, rest).join('\n') + '\n';

function reason(because: string | undefined, paint: Paint, columns: number | undefined): string {
  return because === undefined ? '' : laid(paint.dim(clean(because)), columns, INDENT);
}

/** The notes after the changes; a note on several objects is printed once. */
function notes(plan: Plan, paint: Paint, columns: number | undefined): string {
  return groupedNotes(plan.changes)
    .map(
      ({ titles, because }) =>
        `${laid(paint[colours.note](`${signs.note} ${titles.join(', ')}`), columns)}${reason(because, paint, columns)}`,
    )
    .join('');
}

/** One for each text, with all objects to which it applies. */
function groupedNotes(
  changes: readonly Change[],
): { titles: readonly string[]; because: string | undefined }[] {
  const titles = new Map<string | undefined, string[]>();
  for (const { verb, title, because } of changes) {
    if (verb === 'note') titles.set(because, [...(titles.get(because) ?? []), clean(title)]);
  }
  return [...titles].map(([because, all]) => ({ titles: all, because }));
}

/** The notes among these changes, as rows of a card. */
export const noteRows = (changes: readonly Change[]): [label: string, text: string][] =>
  groupedNotes(changes).map(({ titles, because = '' }) => ['Note', `${titles.join(', ')}: ${because}`]);

/** `costs $5.00 now, $5.00 every 28 days`. */
function costText({ now, monthly }: Cost): string {
  const parts = [
    now === 0 ? undefined : `costs ${formatUsd(now)} now`,
    monthly < 0 ? `saves ${perTerm(-monthly)}` : undefined,
    monthly > 0 ? `${now === 0 ? 'costs ' : ''}${perTerm(monthly)}` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ') || 'costs nothing';
}

function summary(plan: Plan, paint: Paint, columns: number | undefined): string {
  const count = (verb: Change['verb']): number =>
    plan.changes.filter((change) => change.verb === verb).length;
  const parts = [
    [count('create'), 'to create'],
    [count('update'), 'to change'],
    [count('delete'), 'to delete'],
  ] as const;
  // For a campaign that is started, the cost is unknown.
  const isKnown = plan.changes.every(({ risk, cost }) => risk !== 'costs-money' || cost !== undefined);
  const costs = isKnown ? `; ${costText(plan.cost)}` : '';
  const counted = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const lasting = plan.changes.filter(({ verb, risk }) => verb !== 'note' && risk === 'irreversible').length;
  const end = lasting === 0 ? '' : `; ${paint.red(`${lasting} cannot be undone`)}`;
  const limits = plan.limits.map(
    ({ resource, after, limit }) =>
      `${(after > limit ? paint.red : paint.yellow)(`${after} of ${limit} ${clean(resource)} of the billing plan`)}\n`,
  );
  const all = `${counted.join(', ')}; ${plural(plan.requests, 'request')}${costs}${end}`;
  return laid(all, columns, '', '') + limits.join('');
}

function obstacles({ obstacles: all }: Plan, paint: Paint, columns: number | undefined): string {
  if (all.length === 0) return '';
  const lines = all.map(
    ({ message, hint }) =>
      laid(paint.red(clean(message)), columns, '  ', '  ') +
      (hint === undefined ? '' : laid(paint.dim(clean(hint)), columns, INDENT)),
  );
  return `${paint.red('It cannot be applied as it is:')}\n${lines.join('')}`;
}
