/** The documents with a format of their own, each made by a command: what `docs/json.md` lists. */
import { bench, permitted, rich } from '../support/program.ts';

/** Each is run after the ones before it. */
const makers: readonly (readonly [line: string, what: string])[] = [
  ['audit', 'a review'],
  ['usage', 'what was spent'],
  ['usage limits', 'how much of each limit is used'],
  ['calls report', 'how calls were answered'],
  ['customer tree', 'who owns what'],
  ['doctor', 'checks, and answers to symptoms'],
  ['doctor --cron', 'a job for crontab and systemd, and whether it would work'],
  ['plan', 'a list of changes'],
  ['apply --yes', 'what a run did'],
  ['hours renew --yes', 'what was changed about hours'],
  ['undo --yes', 'what was undone'],
  ['tags update Sales --name Sellers --yes', 'one change: so do all commands that change objects'],
  ['agents handover sales-1@enterprise.example sales-2@enterprise.example --yes', 'who took over what'],
  ['outdials import Winter people.csv --yes', 'whom a campaign calls from now on'],
  ['customers create it@acme.example --name Acme --yes', 'an account that was made'],
];

const PEOPLE = 'name,phone\nAnna,+14155550100\n';
const PLAN = `hours:\n  Office: { time_zone: Europe/Berlin, open: mon-fri 9:00-17:00 }\n`;

/** As rows of a Markdown table, with the fields that each document has. */
export async function formatRows(): Promise<string[][]> {
  const made = rich(bench('departments'));
  const run = permitted(made);
  await run('outdials create Winter --detail Winter --data 2026 --yes', {
    files: { '/voipbin.yaml': PLAN, '/people.csv': PEOPLE },
  });
  const rows: string[][] = [];
  for (const [line, what] of makers) {
    const { code, stdout, stderr } = await run(`${line} -o json`);
    const answer = JSON.parse(stdout === '' ? 'null' : stdout) as Record<string, unknown> | unknown[] | null;
    const document = Array.isArray(answer) ? (answer[0] as Record<string, unknown> | undefined) : answer;
    if (typeof document?.['format'] !== 'string')
      throw new Error(`\`voipbin ${line} -o json\` makes no document with a format (${code}): ${stderr}`);
    const { format, ...fields } = document;
    rows.push([
      `\`${format}\``,
      `\`voipbin ${line}\``,
      what,
      Object.keys(fields)
        .map((one) => `\`${one}\``)
        .join(', '),
    ]);
  }
  return rows;
}
