/** What is wrong with a value by its schema, in words. The library's own text for everything is "Invalid input". */

/** Of a schema's issue, what these words need. */
export interface SchemaIssue {
  path: readonly PropertyKey[];
  expected?: string;
  /** One of them. */
  values?: readonly unknown[];
  /** Of a choice between schemas: the issues of each. */
  errors?: readonly (readonly SchemaIssue[])[];
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/**
 * `profiles.shop.api_url must be a text`, `result[3].status must be "on" or "off"`.
 *
 * @param whole What to name where the value itself is wrong.
 */
export function schemaProblem(issue: SchemaIssue | undefined, whole: string): string {
  const place = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  const wanted = issue === undefined ? [] : wantedBy(issue);
  const name = place === '' ? whole : place;
  return wanted.length === 0 ? `${name} is not as expected` : `${name} must be ${wanted.join(' or ')}`;
}

function wantedBy({ expected, values = [], errors = [] }: SchemaIssue): string[] {
  if (expected !== undefined) return [KINDS[expected] ?? expected];
  return [
    ...values.map((value) => JSON.stringify(value)),
    ...new Set(
      errors.flatMap(([first]) => (first === undefined || first.path.length > 0 ? [] : wantedBy(first))),
    ),
  ];
}
