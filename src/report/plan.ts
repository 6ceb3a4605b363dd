/** A plan for people: every change in the order in which it will happen, then what all of it comes to. */
import { formatUsd } from '../core/money.ts';
import { clean, plural } from '../core/text.ts';
import type { Change, Cost, FieldChange, Plan } from '../plan/change.ts';
import { plain, type Paint } from './paint.ts';

const signs = { create: '+', update: '~', delete: '-', note: '!' } as const;
const colours = { create: 'green', update: 'yellow', delete: 'red', note: 'cyan' } as const;

const riskNames = {
  safe: undefined,
  disruptive: 'callers may notice',
  'costs-money': 'costs money',
  irreversible: 'cannot be undone',
} as const;

/** Ends with a line break. */
export function renderPlan(plan: Plan, paint: Paint = plain): string {
  const changes = plan.changes.map((change) => changeText(change, paint)).join('');
  const isIdle = plan.changes.every(({ verb }) => verb === 'note');
  const end = isIdle ? 'Nothing to do: the account is as the plan says.\n' : summary(plan, paint);
  return `${changes}${changes === '' ? '' : '\n'}${end}${obstacles(plan, paint)}`;
}

function changeText(change: Change, paint: Paint): string {
  const { verb, title, because, risk, cost, address } = change;
  const later = address.endsWith('#fill') ? ', once more' : '';
  const remarks = [riskNames[risk], cost && costText(cost)].filter((remark) => remark !== undefined);
  const head = paint[colours[verb]](
    `${signs[verb]} ${verb === 'note' ? '' : `${verb} `}${clean(title)}${later}`,
  );
  const behind = remarks.length > 0 ? `  ${paint.bold(`[${remarks.join('; ')}]`)}` : '';
  const why = because === undefined ? '' : `    ${paint.dim(clean(because))}\n`;
  return `${head}${behind}\n${why}${change.fields.map((field) => fieldText(field, verb, paint)).join('')}`;
}

function fieldText({ path, from, to }: FieldChange, verb: Change['verb'], paint: Paint): string {
  const name = clean(path);
  if (verb === 'create' || (from === null && path.startsWith('actions['))) {
    return `    ${verb === 'create' ? '' : `${paint.green('+')} `}${name}: ${valueText(to)}\n`;
  }
  return `    ${name}: ${paint.red(valueText(from))} ${paint.dim('->')} ${paint.green(valueText(to))}\n`;
}

const LONGEST = 160;

function valueText(value: unknown): string {
  const isEmpty = value === null || value === undefined || value === '';
  if (isEmpty || (Array.isArray(value) && value.length === 0)) return '(empty)';
  const text = clean(oneLine(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** Actions and lists as one would write them on one line of a plan file. */
function oneLine(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(oneLine).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { label, type, ...rest } = value as Record<string, unknown>;
  const head = [typeof label === 'string' ? `${label}:` : '', typeof type === 'string' ? type : '']
    .filter((word) => word !== '')
    .join(' ');
  const options = Object.entries(rest).map(([key, item]) => `${key} ${JSON.stringify(item)}`);
  return [head, options.join(', ')].filter((part) => part !== '').join('  ');
}

function costText({ now, monthly }: Cost): string {
  if (now === 0 && monthly < 0) return `saves ${formatUsd(-monthly)} a month`;
  return `${formatUsd(now)} now, ${formatUsd(monthly)} a month`;
}

function summary(plan: Plan, paint: Paint): string {
  const count = (verb: Change['verb']): number =>
    plan.changes.filter((change) => change.verb === verb).length;
  const parts = [
    [count('create'), 'to create'],
    [count('update'), 'to change'],
    [count('delete'), 'to delete'],
  ] as const;
  const counted = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const cost = plan.cost.now === 0 && plan.cost.monthly === 0 ? 'costs nothing' : costText(plan.cost);
  const limits = plan.limits.map(
    ({ resource, after, limit }) =>
      `${(after > limit ? paint.red : paint.yellow)(`${after} of ${limit} ${clean(resource)} of the billing plan`)}\n`,
  );
  return `${counted.join(', ')}; ${plural(plan.requests, 'request')}; ${cost}\n${limits.join('')}`;
}

function obstacles({ obstacles: all }: Plan, paint: Paint): string {
  if (all.length === 0) return '';
  const lines = all.map(
    ({ message, hint }) =>
      `  ${paint.red(clean(message))}\n${hint === undefined ? '' : `    ${paint.dim(clean(hint))}\n`}`,
  );
  return `\n${paint.red('It cannot be applied as it is:')}\n${lines.join('')}`;
}
