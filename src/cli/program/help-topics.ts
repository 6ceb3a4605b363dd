/** The texts of `voipbin help <topic>`. docs/reference.md takes its blocks from here. */
import { exitCodeMeanings } from '../../core/exit-codes.ts';
import { wrapped } from '../../core/text.ts';

const environment: readonly (readonly [string, string])[] = [
  [
    'VOIPBIN_ACCESS_KEY',
    'the access key; then VOIPBIN_API_KEY, then VN_ACCESS_KEY (the first one set is used)',
  ],
  ['VOIPBIN_ACCESS_KEY_FILE', 'a file that holds the access key'],
  ['VOIPBIN_TOKEN', 'a token instead of an access key'],
  ['VOIPBIN_PROFILE', 'the saved sign-in to use'],
  ['VOIPBIN_API_URL', 'the server (https://api.voipbin.net)'],
  ['VOIPBIN_CONFIG_DIR', 'where sign-ins are saved (else XDG_CONFIG_HOME/voipbin, ~/.config/voipbin)'],
  [
    'XDG_STATE_HOME',
    'where runs keep their state, in a folder voipbin (else ~/.local/state/voipbin; with VOIPBIN_CONFIG_DIR, its folder state)',
  ],
  ['VOIPBIN_OUTPUT', 'the output format, as --output'],
  ['VOIPBIN_TIMEOUT', 'timeout per request in seconds, as --timeout'],
  ['VOIPBIN_PING_URL', 'the watchdog that an audit reports to, as --ping'],
  ['VOIPBIN_NO_INPUT, CI', 'if set, never ask anything, as --no-input'],
  [
    'VOIPBIN_CA_FILE',
    'a PEM file with additional certificate authorities, as --ca-file; NODE_EXTRA_CA_CERTS works, too',
  ],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'proxies; ALL_PROXY and networks in NO_PROXY are not supported'],
  ['NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb', 'colors, as usual; --color overrides them'],
  ['ACCESSIBLE', 'if set, questions are plain lines, without redrawing'],
];

/** By name, in alphabetical order. */
export const helpTopics: Readonly<Record<string, () => string | Promise<string>>> = {
  'audit-rules': auditRules,
  environment: () => `Environment\n\n${environmentHelp()}`,
  'exit-codes': () => `Exit codes\n\n${exitCodeHelp()}`,
  hours: () => `Opening hours

In a plan file:

  hours:
    Office:
      time_zone: Europe/Berlin
      open: mon-fri 9:00-12:30, 13:30-17:00, sat 10:00-14:00
      holidays: DE-BY            # public holidays are days off
      opened:                    # overrides closed and holidays
        - 2026-12-24 9:00-12:00: half a day
      closed:
        - 2026-12-27 - 2026-12-31: inventory

  flows:
    Main:
      actions:
        - { type: hours, hours: Office, closed: sorry }
        - { type: queue_join, queue: Sales }
        - { label: sorry, type: talk, text: We are closed. }

open takes days and times as people write them: "weekdays 9am-5pm", "24/7",
"daily 10:00-20:00, sun closed", several spans a day, and the form of
OpenStreetMap: "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-14:00; PH off". A comma
adds hours. A line after a semicolon replaces the hours of its days.

opened and closed take a date, dates (2026-12-27 - 2026-12-31), times of a date
(2026-12-24 9:00-12:00), or a span (2026-12-24 18:00 - 2026-12-27 9:00). Dates
are in that time zone. A span over midnight (22:00-06:00) belongs to the day on
which it begins. The hours of OpenStreetMap after 24:00 (20:00-26:00) are for
spans of at most 10 hours: a longer one, such as 9:00-25:00, is probably a
mistake. Half holidays are not days off: write them under opened or closed.

The flow that the hours become covers 365 days. \`voipbin apply\` and
\`voipbin hours renew\` renew it when fewer than 60 are left.
`,
  output: () => `Output

Standard output has the whole answer or nothing. Progress, questions, notices
and errors go to standard error.

  table     for people; without a terminal: no color, nothing cut off
  json      one document: an object, or an array ([] when there is nothing)
  jsonl     one object per line
  yaml      the same as json, in YAML
  csv       a header line, then one line per object; the columns are always the
            same, and a cell holds one text (an address as +14155550101);
            control characters are shown (\\x1b), formulas get an apostrophe
  markdown  for issues, wikis and merge requests

Field names are the API's own. Times are RFC 3339 in UTC, money is micro-USD
(1 USD = 1,000,000); tables show local time and dollars. --query picks from the
whole answer with JMESPath:

  voipbin agents list -o json --query "[?status=='available'].username"

Lists take --columns, --sort, --filter, --since, --until and --limit. Name a
field as the API does, or by the title of its column; drop _id for the name of
what an id points at:

  voipbin numbers list --columns number,call_flow --sort call_flow
  voipbin agents list --filter status=away --filter status=busy --sort -name

On a narrow terminal, columns are left out before an id or a time is cut.

Secrets (SIP passwords, access keys, direct hashes, keys of providers) are
masked. On a terminal --show-secrets shows them, and with --query only one:

  voipbin customer get --show-secrets --query webhook_secret

With -o json an error is one JSON object on standard error:

  {"error":{"code","message","hint","retryable","status","reason","request_id"}}
`,
  troubleshooting,
};

/** The names of the variables that are explained. */
export const environmentNames: readonly string[] = environment.flatMap(([names]) => names.split(', '));

export const environmentHelp = (): string => `${list(environment)}
A flag overrides the environment, the environment the profile, the profile the
default. No flag takes a secret. Nothing is ever sent to anyone but the API, and
the watchdog that --ping names.
`;

export const exitCodeHelp =
  (): string => `${list(exitCodeMeanings.map(([code, text]) => [String(code), text]))}
If several apply, the exit code is the first of these:
143, 130, 1, 4, 3, 8, 7, 6, 5, 2, 10, 20, 0.
`;

async function auditRules(): Promise<string> {
  const { rules } = await import('../../audit/rules/index.ts');
  const rows = rules.map(({ id, severity, title }) => [id, `${severity}: ${title}`] as const);
  return `Audit rules

${list(rows)}
\`voipbin audit explain <rule>\` says why a rule matters and how to fix what it
finds; \`voipbin audit init\` writes a policy that changes severities and limits.
`;
}

async function troubleshooting(): Promise<string> {
  const { symptoms } = await import('../../doctor/symptoms.ts');
  const rows = symptoms.map(({ symptom, checks }) => [symptom, checks.join(', ')] as const);
  return `Troubleshooting

\`voipbin doctor\` checks this machine, the network, the credential and the
account, and says what to do about each fault. By symptom, these checks:

${list(rows)}
The symptoms and their answers are at the end of its output. \`--verbose\` logs
every request with the id that the support of the platform asks for.
`;
}

const WIDTH = 80;
/** One that is longer has a line of its own. */
const LONGEST_TERM = 28;

function list(rows: readonly (readonly [string, string])[]): string {
  const short = rows.map(([term]) => term.length).filter((length) => length <= LONGEST_TERM);
  const width = Math.max(...short);
  const margin = ' '.repeat(width + 4);
  return rows
    .map(([term, text]) => {
      const lines = wrapped(text, WIDTH - margin.length).join(`\n${margin}`);
      return term.length > width ? `  ${term}\n${margin}${lines}\n` : `  ${term.padEnd(width)}  ${lines}\n`;
    })
    .join('');
}
