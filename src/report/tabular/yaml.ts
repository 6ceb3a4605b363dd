import { toYaml } from '../../core/yaml/write.ts';
import { dataOf, inBlocks, type Render } from '../format.ts';

/** The same as JSON, in YAML. */
export const renderYaml: Render = async (document, style) => {
  const data = dataOf(document) ?? null;
  return Array.isArray(data) ? (await inBlocks(data, style, toYaml)).join('') : toYaml(data);
};
