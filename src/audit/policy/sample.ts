/** The policy that `voipbin audit init` writes: nothing is set, everything is shown. */
import { sentenceList } from '../../core/text.ts';
import { severities } from '../rule.ts';
import { POLICY_VERSION } from './parse.ts';
import { POLICY_SCHEMA_FILE, type DescribedRule } from './schema.ts';

/**
 * Sets nothing as it is. Lines that begin with `#` become settings when that is taken away (`# ` in front of
 * each line of a block, as editors do it); lines that begin with `##` stay comments.
 * @param schema Where the editor finds the JSON Schema, relative to the file.
 */
export function samplePolicy(
  rules: readonly DescribedRule[],
  schema = `./node_modules/voipbin/${POLICY_SCHEMA_FILE}`,
): string {
  return [
    `# yaml-language-server: $schema=${schema}`,
    '## What `voipbin audit` checks in this account, and what it ignores.',
    '## Nothing is set yet: remove the "# " before what you want to change.',
    `version: ${POLICY_VERSION}`,
    '',
    '## Each rule may have enabled (true or false), severity',
    `## (${sentenceList([...severities].reverse(), 'or')}) and its thresholds.`,
    'rules:',
    rules
      .map((rule) =>
        ruleLines(rule)
          .map((line) => `  ${line}\n`)
          .join(''),
      )
      .join('\n'),
    '## When someone should answer the phone.',
    'hours:',
    '  # zone: Europe/Berlin',
    '  # days: [mon, tue, wed, thu, fri]',
    '  # from: "09:00"',
    '  # to: "17:00"',
    '',
    '## Known findings to ignore, until the end of a day. The object is named by its id, or by a',
    '## pattern for its name: * is any text, ? one character.',
    'suppressions:',
    `  # - rule: "*" # or one rule, such as ${rules[0]?.id ?? 'balance-low'}`,
    '  #   name: "Reserve *"',
    '  #   reason: kept for the fair',
    '  #   owner: ann@acme.example',
    '  #   expires: 2027-01-31',
    '',
  ].join('\n');
}

function ruleLines({ id, title, category, severity, thresholds }: DescribedRule): string[] {
  const numbers = Object.entries(thresholds).map(
    ([name, { default: value, unit, what }]) => `#     ${name}: ${value} # ${unit}: ${oneLine(what)}`,
  );
  return [
    `## ${oneLine(title)} (${category}, ${severity})`,
    `# ${id}:`,
    '#   enabled: true',
    ...(numbers.length === 0 ? [] : ['#   thresholds:', ...numbers]),
  ];
}

/** A line break would end the comment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
