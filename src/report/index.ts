/** Every output format by its name. Each is loaded when it is asked for. */
import type { Render } from './format.ts';

export const formats: Readonly<Record<string, () => Promise<Render>>> = {
  csv: async () => (await import('./tabular/csv.ts')).renderCsv,
  json: async () => (await import('./tabular/json.ts')).renderJson,
  jsonl: async () => (await import('./tabular/jsonl.ts')).renderJsonl,
  table: async () => (await import('./tabular/table.ts')).renderTable,
  yaml: async () => (await import('./tabular/yaml.ts')).renderYaml,
};
