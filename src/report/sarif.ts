/** What every SARIF 2.1.0 log of ours has, in the form that GitHub code scanning takes. */
import { line, visibleJson } from '../core/text.ts';

/** Viewers link the name of the tool to it. */
const INFORMATION = 'https://voipbin.net';

export interface SarifTool {
  name: string;
  version: string;
  rules: readonly object[];
}

/** Ends with a line break. @param run All of a run but its tool. */
export function sarifLog({ name, version, rules }: SarifTool, run: object): string {
  const driver = { name, informationUri: INFORMATION, version, semanticVersion: version, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, ...run }],
  };
  return `${visibleJson(JSON.stringify(log, null, 2))}\n`;
}

/** Square brackets would be links and numbers in braces placeholders; both have an escaped form. */
export function messageText(text: string): string {
  return line(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/\{(?=\d+\})|(?<=\{\d+)\}/g, '$&$&');
}

/** The only one that GitHub looks at; without it, it would hash the line of the file. */
export const fingerprints = (name: string, value: string): Record<string, string> => ({
  [name]: line(value),
  primaryLocationLineHash: `${line(value)}:1`,
});
