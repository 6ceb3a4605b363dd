/** Tested calls as SARIF 2.1.0: one result for each failed expectation, at the line of the call in the file. */
import type { Failure, TestedCall } from '../../expect/judge.ts';
import { fingerprints, messageText, sarifLog } from '../sarif.ts';
import { isFailed, type Tested } from './tests.ts';

const RULE = {
  id: 'call-not-as-expected',
  name: 'CallNotAsExpected',
  shortDescription: { text: 'a test call is not as expected' },
  fullDescription: {
    text: 'What a caller hears, whom they reach or how the call ends differs from the calls file.',
  },
  help: { text: '`voipbin test` shows each failed call, action by action.' },
  defaultConfiguration: { level: 'error' },
};

export function renderSarif(tested: Tested, version: string): string {
  const { file, calls } = tested;
  return sarifLog(
    { name: 'voipbin', version, rules: [RULE] },
    {
      automationDetails: { id: `voipbin-test/${encodeURIComponent(file.file)}/` },
      invocations: [{ executionSuccessful: true }],
      columnKind: 'utf16CodeUnits',
      results: calls
        .filter(isFailed)
        .flatMap((one) => one.failures.map((failure) => result(one, failure, file.file))),
    },
  );
}

function result({ call }: TestedCall, failure: Failure, file: string): object {
  const { what, expected, happened, where } = failure;
  const on = where === undefined ? '' : ` where ${where}`;
  return {
    ruleId: RULE.id,
    ruleIndex: 0,
    level: 'error',
    message: { text: messageText(`${call.name}: expected: ${expected}; happened${on}: ${happened}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: call.line } },
        logicalLocations: [{ name: messageText(call.name), kind: 'call' }],
      },
    ],
    partialFingerprints: fingerprints('voipbinCall/v1', `${call.name}/${what}/${where ?? ''}`),
  };
}

/** Relative to the working folder, as in a repository. */
function uriOf(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/'));
  return path.startsWith('/') ? `file://${path}` : path;
}
