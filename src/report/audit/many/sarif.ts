/** Many accounts as one run of SARIF: the rules once, the findings of all. */
import type { Review } from '../../format.ts';
import { messageText, sarifLog } from '../../sarif.ts';
import { descriptor, invocation, resultsOf } from '../sarif.ts';
import { visibleJson } from '../../../core/text.ts';
import { failureText, type AccountRow, type Accounts, type RenderAccounts } from './accounts.ts';

/** Each is put where a list will be. */
const MARKS = { invocations: '@invocations@', results: '@results@' } as const;

export const renderAccountsSarif: RenderAccounts = async function* (accounts) {
  const { rules, version } = accounts;
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const frame = sarifLog(
    { name: 'voipbin', version, rules: rules.map(descriptor) },
    {
      automationDetails: { id: 'voipbin-audit/accounts/' },
      invocations: [MARKS.invocations],
      columnKind: 'utf16CodeUnits',
      results: [MARKS.results],
    },
  );
  const [before = '', between = '', after = ''] = frame.split(
    new RegExp(`"${MARKS.invocations}"|"${MARKS.results}"`),
  );
  yield before;
  yield* listed(accounts, (row, review) => [
    review === undefined ? failedInvocation(row) : invocation(review.report, indexes),
  ]);
  yield between;
  yield* listed(accounts, (row, review) =>
    review === undefined ? [] : resultsOf(review.report, indexes).map((result) => withAccount(result, row)),
  );
  yield after;
};

async function* listed(
  { each }: Accounts,
  itemsOf: (row: AccountRow, review: Review | undefined) => readonly object[],
): AsyncGenerator<string, void, undefined> {
  let comma = '';
  for await (const { row, review } of each()) {
    for (const item of itemsOf(row, review)) {
      yield `${comma}${visibleJson(JSON.stringify(item))}`;
      comma = ',\n';
    }
  }
}

const withAccount = (
  { properties, ...result }: ReturnType<typeof resultsOf>[number],
  { id, account }: AccountRow,
): object => ({ ...result, properties: { ...properties, account: { id, name: account } } });

const failedInvocation = (row: AccountRow): object => ({
  executionSuccessful: false,
  endTimeUtc: row.read_at,
  toolExecutionNotifications: [
    { level: 'error', message: { text: messageText(`${row.account} ${failureText(row)}`) } },
  ],
});
