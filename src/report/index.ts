/** Every output format by its name. Each is loaded when it is asked for. */
import type { Tested } from './calls/tests.ts';
import type { RenderAccounts } from './audit/many/accounts.ts';
import type { Render, Rendered, Review, Style } from './format.ts';

export const formats: Readonly<Record<string, () => Promise<Render>>> = {
  csv: async () => (await import('./tabular/csv.ts')).renderCsv,
  json: async () => (await import('./tabular/json.ts')).renderJson,
  jsonl: async () => (await import('./tabular/jsonl.ts')).renderJsonl,
  markdown: async () => (await import('./tabular/markdown.ts')).renderMarkdown,
  table: async () => (await import('./tabular/table.ts')).renderTable,
  yaml: async () => (await import('./tabular/yaml.ts')).renderYaml,
};

/**
 * A review for another program or another reader.
 *
 * @param incomplete Whether it counts that not everything was checked.
 */
export type RenderReview = (
  review: Review,
  style: Style,
  incomplete: boolean,
) => Rendered | Promise<Rendered>;

/** Every format of `audit --report`, by its name. */
export const auditSinks: Readonly<Record<string, () => Promise<RenderReview>>> = {
  csv: async () => (await import('./tabular/csv.ts')).renderCsv,
  html: async () => (await import('./audit/html/page.ts')).renderHtml,
  json: async () => (await import('./tabular/json.ts')).renderJson,
  junit: async () => (await import('./audit/junit.ts')).renderJunit,
  markdown: async () => (await import('./audit/markdown.ts')).renderMarkdown,
  nagios: async () => (await import('./audit/nagios.ts')).renderNagios,
  openmetrics: async () => (await import('./audit/openmetrics.ts')).renderOpenmetrics,
  prometheus: async () => (await import('./audit/prometheus.ts')).renderPrometheus,
  sarif: async () => (await import('./audit/sarif.ts')).renderSarif,
};

/** The same for many accounts in one report. */
export const accountsSinks: Readonly<Record<string, () => Promise<RenderAccounts>>> = {
  csv: async () => (await import('./audit/many/tables.ts')).renderAccountsCsv,
  html: async () => (await import('./audit/html/accounts.ts')).renderAccountsHtml,
  json: async () => (await import('./audit/many/tables.ts')).renderAccountsJson,
  junit: async () => (await import('./audit/many/monitors.ts')).renderAccountsJunit,
  markdown: async () => (await import('./audit/many/tables.ts')).renderAccountsMarkdown,
  nagios: async () => (await import('./audit/many/monitors.ts')).renderAccountsNagios,
  openmetrics: async () => (await import('./audit/many/monitors.ts')).renderAccountsOpenmetrics,
  prometheus: async () => (await import('./audit/many/monitors.ts')).renderAccountsPrometheus,
  sarif: async () => (await import('./audit/many/sarif.ts')).renderAccountsSarif,
};

/** Tested calls for another program. */
export type RenderTested = (tested: Tested, version: string) => string;

/** Every format of `test --report`, by its name. */
export const testSinks: Readonly<Record<string, () => Promise<RenderTested>>> = {
  junit: async () => (await import('./calls/junit.ts')).renderJunit,
  sarif: async () => (await import('./calls/sarif.ts')).renderSarif,
};
