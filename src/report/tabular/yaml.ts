import { toYaml } from '../../core/yaml/write.ts';
import { dataOf, type Render } from '../format.ts';

/** The same as JSON, in YAML. */
export const renderYaml: Render = (document) => toYaml(dataOf(document) ?? null);
