/** `audit rules` and `audit explain`: what is looked for, and why. */
import {
  daysNeeded,
  defaultThresholds,
  directionNames,
  serverQuestions,
  type Example,
  type Rule,
} from '../../../audit/rule.ts';
import { rules } from '../../../audit/rules/index.ts';
import { sentencesShown } from '../../../audit/shown.ts';
import { PUBLISHED, serverWords } from '../../../calls/server.ts';
import { AppError } from '../../../core/errors.ts';
import { ExitCode } from '../../../core/exit-codes.ts';
import { didYouMean } from '../../../core/suggest.ts';
import { plural } from '../../../core/text.ts';
import { formatLocal } from '../../../core/time.ts';
import { evidenceData } from '../../../report/calls/data.ts';
import { readSnapshot } from '../../../snapshot/file.ts';
import type { ServerEvidence, ServerFault } from '../../../snapshot/server-evidence.ts';
import { readOwn } from '../../input.ts';
import type { Call } from '../../program/command.ts';
import { evidenceIn } from '../../server-evidence.ts';
import type { ExplainFlags } from './command.ts';
import { printCard, printList } from '../../output.ts';
import type { CardRow } from '../../../report/format.ts';
import { plainColumns } from '../../../report/tabular/csv-columns.ts';

export async function listRules({ context }: Call): Promise<ExitCode> {
  await printList(context, {
    columns: [
      { key: 'id', title: 'RULE' },
      { key: 'category', title: 'CATEGORY' },
      { key: 'severity', title: 'SEVERITY' },
      { key: 'title', title: 'WHAT IT FINDS' },
    ],
    fields: () =>
      plainColumns(['id', 'category', 'severity', 'title', 'since', 'needs', 'why', 'fix', 'repair']),
    rows: rules.map(infoOf),
  });
  return ExitCode.done;
}

export async function explainRule({ context, args, options }: Call<ExplainFlags>): Promise<ExitCode> {
  const [id = ''] = args;
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) {
    throw new AppError('NOT_FOUND', ExitCode.notFound, `there is no rule ${JSON.stringify(id)}`, {
      hint:
        didYouMean(
          id,
          rules.map((one) => one.id),
        ) ?? '`voipbin audit rules` lists them',
    });
  }
  const { from } = options;
  const saved = from === undefined ? undefined : readSnapshot(await readOwn(context, from), from);
  const evidence = saved && evidenceIn(saved.sections);
  const messages = sentencesShown(rule);
  await printCard(context, {
    title: `${rule.id}: ${rule.title}`,
    rows: () => [
      ['severity', severityText(rule)],
      ['category', rule.category],
      ['why', rule.why],
      ['how to fix it', rule.fix],
      ...(rule.repair === undefined ? [] : [['audit --fix-plan', rule.repair.does] as [string, string]]),
      ['looks at', rule.needs.join(', ')],
      ...serverRows(rule, evidence),
      ...trafficRows(rule),
      ...Object.entries(rule.thresholds).map(([name, { default: value, unit, what }]): [string, string] => [
        `threshold ${name}`,
        `${value} ${unit}: ${what}`,
      ]),
      ...listed(
        'example messages',
        messages.map(({ message_id, sentence }) => `${message_id}: ${sentence}`),
      ),
      ...listed('reports, for example', namesOf(rule.examples.bad)),
      ...listed('accepts, for example', namesOf(rule.examples.ok)),
    ],
    raw: {
      ...infoOf(rule),
      messages,
      ...(evidence !== undefined && { evidence: evidenceData(evidence) }),
      examples: { ok: namesOf(rule.examples.ok), bad: namesOf(rule.examples.bad) },
    },
  });
  return ExitCode.done;
}

/** `medium; high: callers are waiting`. */
function severityText({ severity, variants = [] }: Rule): string {
  return [severity, ...variants.map((variant) => `${variant.severity}: ${variant.when}`)].join('; ');
}

/** What the runs show is in the findings themselves, too: an explanation needs no account. */
function serverRows({ server = [] }: Rule, evidence: ServerEvidence | undefined): [string, string][] {
  if (server.length === 0) return [];
  const questions = server.map((fault) => serverQuestions[fault]).join(', ');
  const depends = `${questions}: not on the published server. Findings name the day of the run of your account that shows it, or state that none does`;
  const shown = evidence === undefined ? [] : server.map((fault) => shownWords(fault, evidence));
  return [
    ['depends on', depends],
    ...shown.map((text, index): [string, string] => [index === 0 ? 'what its runs show' : '', text]),
  ];
}

function shownWords(fault: ServerFault, evidence: ServerEvidence): string {
  const fact = evidence[fault];
  if (fact === undefined) return `no run shows ${serverQuestions[fault]}`;
  const words = serverWords({ ...PUBLISHED, [fault]: fact.works }, [fault]);
  return `${words}: the run ${fact.activeflow} of ${formatLocal(fact.at, 'UTC')}`;
}

function trafficRows(rule: Rule): [string, string][] {
  const { traffic } = rule;
  if (traffic === undefined) return [];
  const days = daysNeeded(rule, defaultThresholds(rule));
  return [
    ['counts', `${directionNames[traffic.direction]}: ${traffic.places.join(', ')}`],
    ...(days === 0 ? [] : [['needs', `${plural(days, 'day')} of traffic`] as [string, string]]),
  ];
}

function infoOf(rule: Rule) {
  const { id, category, severity, title, since, needs, why, fix, repair, thresholds, traffic } = rule;
  const days = daysNeeded(rule, defaultThresholds(rule));
  return {
    id,
    category,
    severity,
    title,
    since,
    needs,
    why,
    fix,
    repair: repair?.does ?? null,
    thresholds,
    variants: rule.variants ?? [],
    server: rule.server ?? [],
    traffic: traffic === undefined ? null : { ...traffic, days },
  };
}

const namesOf = (examples: readonly Example<never>[]): string[] => examples.map(({ name }) => name);

const listed = (label: string, texts: readonly string[]): CardRow[] =>
  texts.map((text, index) => [index === 0 ? label : '', text, 'item']);
