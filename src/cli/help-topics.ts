/** The texts of `voipbin help <topic>`. The README takes its blocks from here. */
import { exitCodeMeanings } from '../core/exit-codes.ts';

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
  ['VOIPBIN_OUTPUT', 'the output format, as --output'],
  ['VOIPBIN_TIMEOUT', 'seconds to wait for one answer, as --timeout'],
  ['VOIPBIN_NO_INPUT, CI', 'set: never ask anything, as --no-input'],
  ['VOIPBIN_CA_FILE', 'further certificate authorities (PEM), as --ca-file; NODE_EXTRA_CA_CERTS works, too'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'proxies; ALL_PROXY and networks in NO_PROXY are not supported'],
  [
    'NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb',
    'colours, as everywhere; --color goes first',
  ],
  ['ACCESSIBLE', 'set: questions as plain lines, no redrawing'],
];

/** By name, in alphabetical order. */
export const helpTopics: Readonly<Record<string, () => string>> = {
  environment: () =>
    `Environment\n\n${list(environment)}\nA flag goes before the environment, the environment before the profile, the profile before\nthe default. No flag takes a secret. Nothing is ever sent to anybody but the API.\n`,
  'exit-codes': () =>
    `Exit codes\n\n${list(exitCodeMeanings.map(([code, text]) => [String(code), text] as const))}\nWith several reasons, 4 goes before 3 before 10.\n`,
  output: () => `Output

Standard output holds the answer, whole or nothing. Progress, questions, notices and errors go to
standard error.

  table   for people; without a terminal: no colour, no boxes, nothing cut off
  json    one document: an object, or an array ([] when there is nothing)
  jsonl   one object per line
  yaml    the same as json, in YAML
  csv     a header line, then one line per object

Field names are the API's own. Times are RFC 3339 in UTC, money is micro-USD (1 USD = 1,000,000);
tables show local time and dollars. --query picks from the whole answer with JMESPath.
Secrets (SIP passwords, access keys, the webhook secret) are masked; --show-secrets shows them on a
terminal. With -o json an error is one JSON object on standard error:

  {"error":{"code","message","hint","retryable","status","reason","request_id"}}
`,
};

function list(rows: readonly (readonly [string, string])[]): string {
  const short = rows.map(([term]) => term.length).filter((length) => length <= 24);
  const width = Math.max(...short);
  return rows
    .map(([term, text]) =>
      term.length > width
        ? `  ${term}\n  ${' '.repeat(width)}  ${text}\n`
        : `  ${term.padEnd(width)}  ${text}\n`,
    )
    .join('');
}
