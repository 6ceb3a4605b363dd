/** The one place that knows the YAML library. */
import { stringify } from 'yaml';

/** YAML 1.2; texts that look like something else are quoted. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
