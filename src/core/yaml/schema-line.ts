/** The first line of a YAML file, by which editors complete and check it. @param schema The address of a JSON Schema. */
export const schemaLine = (schema: string): string => `# yaml-language-server: $schema=${schema}`;
