/** Graphs drawn as SVG. Heavy: import it only where a picture is made. */
import { instance, type Graph } from '@viz-js/viz';

/** @param graph Graphviz's own language, or its objects. */
export async function drawGraph(graph: string | Graph): Promise<string> {
  const viz = await instance();
  return viz.renderString(graph, { format: 'svg', engine: 'dot' });
}
