/** The generated parts of the documentation. `npm run docs` writes them, and CI holds them current. */
import { policySchema, POLICY_SCHEMA_FILE } from '../audit/policy/schema.ts';
import { callsSchema, CALLS_SCHEMA_FILE } from '../expect/schema.ts';
import { planSchema, PLAN_SCHEMA_FILE } from '../plan/file/schema.ts';
import { categories, daysNeeded, defaultThresholds, directionNames, type Rule } from '../audit/rule.ts';
import { rules } from '../audit/rules/index.ts';
import { sentencesShown } from '../audit/shown.ts';
import { capitalized } from '../core/text.ts';
import { traceSchema, TRACE_SCHEMA_FILE } from '../report/calls/schema.ts';
import { ownProse, prose } from '../report/markdown.ts';
import { loaded, type LoadedSpec } from './program/command.ts';
import { commands } from './commands/index.ts';
import { manPages } from './man.ts';
import { environmentHelp, exitCodeHelp, helpTopics } from './program/help-topics.ts';
import { ABOUT } from './program/program.ts';
import { commandTree, rootFlags } from './program/tree.ts';
import { version } from './version.ts';

/** Whole files, by their path from the root of the project. */
export async function docFiles(): Promise<Readonly<Record<string, string>>> {
  const pages = Object.entries(await manuals()).map(([name, text]) => [`${MAN_FOLDER}/${name}`, text]);
  return {
    ...(Object.fromEntries(pages) as Record<string, string>),
    'docs/audit-rules.md': ruleBook(),
    [POLICY_SCHEMA_FILE]: JSON.stringify(policySchema(rules)),
    [PLAN_SCHEMA_FILE]: JSON.stringify(planSchema()),
    [CALLS_SCHEMA_FILE]: JSON.stringify(callsSchema()),
    [TRACE_SCHEMA_FILE]: JSON.stringify(traceSchema()),
  };
}

/** What it holds is generated, all of it. */
export const MAN_FOLDER = 'docs/man';

async function manuals(): Promise<Record<string, string>> {
  const topics: Record<string, string> = {};
  for (const [name, text] of Object.entries(helpTopics)) topics[name] = await text();
  return manPages({
    version,
    about: ABOUT,
    commands: await commandTree(commands),
    shared: rootFlags,
    topics,
  });
}

/** Every rule with its reason, its examples, and what can be set. */
function ruleBook(): string {
  const chapters = categories.map((category) =>
    [
      `## ${capitalized(category)}`,
      ...rules.filter((rule) => rule.category === category).map(ruleEntry),
    ].join('\n\n'),
  );
  return [
    '# What `voipbin audit` looks for',
    'Generated from the rules by `npm run docs`. `voipbin audit explain <rule>` shows the same on the terminal. Severities and thresholds can be changed in a policy: `voipbin audit init` writes one to start from.',
    'For programs, each finding of `voipbin audit -o json` has a `message_id`, which is never renamed, and `data`: the values in its sentence. `voipbin audit explain <rule> -o json` shows the data of each example. Amounts end with `_micro_usd`, days with `_on`; times as the API writes them begin with `tm_`; an action is named by its flow, the indexes that lead to it (`path`), its id and its type.',
    ruleIndex(),
    ...chapters,
    trafficChapter(),
  ].join('\n\n');
}

function ruleIndex(): string {
  const linked = (category: Rule['category']): string =>
    rules
      .filter((rule) => rule.category === category)
      .map(({ id }) => `[\`${id}\`](#${id})`)
      .join(', ');
  return table(
    ['category', 'rules'],
    categories.map((category) => [category, linked(category)]),
  );
}

/** Rules that conclude from traffic, with what they count: what is in the wrong direction or place is not the fault. */
function trafficChapter(): string {
  const rows = rules.flatMap((rule) => {
    const { id, traffic, examples } = rule;
    if (traffic === undefined) return [];
    const days = daysNeeded(rule, defaultThresholds(rule));
    const decoys = examples.ok.filter(({ decoy }) => decoy).map(({ name }) => name);
    const seen = traffic.from === 'silence' ? 'no traffic' : 'traffic';
    return [
      [
        `[\`${id}\`](#${id})`,
        seen,
        directionNames[traffic.direction],
        prose(traffic.places.join('; ')),
      ].concat(days === 0 ? 'any time' : `${days} days`, prose(decoys.join('; '))),
    ];
  });
  return [
    '## What rules conclude from traffic',
    'A rule that needs more days than `--since` gives does not pass: it is listed with the days it needs, and can still find what is in these days.',
    table(['rule', 'concludes from', 'direction', 'what counts', 'needs', 'accepts, for example'], rows),
  ].join('\n\n');
}

function ruleEntry(rule: Rule): string {
  const { id, title, severity, since, needs, why, fix, repair, thresholds, examples, variants = [] } = rule;
  const numbers = Object.entries(thresholds).map(
    ([name, { default: value, unit, what }]) => `- \`${name}\`: ${value} ${unit} ${what}`,
  );
  const says = sentencesShown(rule).map(
    ({ message_id, sentence }) => `- \`${message_id}\`: ${prose(sentence)}`,
  );
  const named = (rows: readonly { name: string }[]): string =>
    rows.map(({ name }) => `- ${prose(name)}`).join('\n');
  return [
    `### ${id}`,
    `**${title}** (${[severity, ...variants.map((one) => `${one.severity}: ${one.when}`)].join('; ')}; since ${since})`,
    ownProse(why),
    `How to fix it: ${ownProse(fix)}`,
    ...(repair === undefined ? [] : [`\`audit --fix-plan\` ${repair.does}.`]),
    ...(numbers.length > 0 ? [`Thresholds:\n\n${numbers.join('\n')}`] : []),
    `Reports, for example:\n\n${named(examples.bad)}`,
    `Accepts, for example:\n\n${named(examples.ok)}`,
    `Looks at: ${needs.join(', ')}`,
    `Messages in its examples, by \`message_id\`:\n\n${says.join('\n')}`,
  ].join('\n\n');
}

/** Blocks of the pages, by name. */
export async function docBlocks(): Promise<Readonly<Record<string, string>>> {
  const specs = await Promise.all(commands.map(loaded));
  return {
    commands: table(
      ['command', 'what it does'],
      specs.flatMap((spec) => commandLines(spec)),
    ),
    environment: fenced(environmentHelp()),
    'exit-codes': fenced(exitCodeHelp()),
  };
}

function commandLines(spec: LoadedSpec, prefix = ''): string[][] {
  const verbs = 'verbs' in spec ? spec.verbs.flatMap((verb) => commandLines(verb, `${spec.name} `)) : [];
  return spec.run === undefined ? verbs : [[`\`voipbin ${prefix}${spec.name}\``, spec.summary], ...verbs];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
