/** The paths of a call as a picture: flows and ends, and what leads from one to the next. */
import type { CallRun } from '../../calls/call.ts';
import type { Exploration } from '../../calls/explore/explore.ts';
import type { FoundEnd, WayStep } from '../../calls/explore/found.ts';
import type { Step } from '../../calls/code.ts';
import { line, wrapped } from '../../core/text.ts';
import { xmlSafe } from '../xml.ts';
import { decisionsOn, endWords, isLost, unmannedWords } from './decisions.ts';
import { losesCaller, endOf } from './transcript.ts';
import { endSentence, isJoin, type Names } from './words.ts';

export interface Picture {
  nodes: readonly PictureNode[];
  edges: readonly PictureEdge[];
}

export interface PictureNode {
  id: string;
  label: string;
  kind: 'number' | 'flow' | 'end';
  /** Whether callers are lost there. */
  lost: boolean;
}

export interface PictureEdge {
  from: string;
  to: string;
  label: string;
  lost: boolean;
}

export class Sketch {
  readonly #nodes = new Map<string, PictureNode>();
  readonly #edges = new Map<string, { from: string; to: string; labels: Set<string>; lost: boolean }>();

  node(id: string, label: string, kind: PictureNode['kind'], lost: boolean): string {
    if (!this.#nodes.has(id)) this.#nodes.set(id, { id, label, kind, lost });
    return id;
  }

  edge(from: string, to: string, label: string, lost: boolean): void {
    const key = JSON.stringify([from, to]);
    const edge = this.#edges.get(key) ?? { from, to, labels: new Set(), lost };
    if (label !== '') edge.labels.add(label);
    edge.lost &&= lost;
    this.#edges.set(key, edge);
  }

  /** Adds a path through flows to an end, with the decisions in each flow. */
  way(steps: readonly WayStep[], end: { id: string; label: string; lost: boolean }, names: Names): void {
    const [first] = steps;
    if (first === undefined) return;
    let flow = first.step.flow;
    let here = this.node(flow, names.flow(flow), 'flow', false);
    let decided: WayStep[] = [];
    const label = (): string => decisionsOn(decided, names).join(', then ');
    let waits = false;
    for (const { step, choice } of steps) {
      if (step.inserted) waits = !isJoin(step);
      // Opening hours are a decision, not a place; waiting in a queue is a decision of its agents.
      if (step.flow !== flow && !waits && names.answerOf(step.flow) === undefined) {
        flow = step.flow;
        const next = this.node(flow, names.flow(flow), 'flow', false);
        decided.push({ step, choice: undefined });
        this.edge(here, next, label(), end.lost);
        [here, decided] = [next, []];
      }
      decided.push({ step, choice });
    }
    this.edge(here, this.node(end.id, end.label, 'end', end.lost), label(), end.lost);
  }

  finish(): Picture {
    const edges = [...this.#edges.values()].map(({ labels, ...edge }) => ({
      ...edge,
      label: [...labels].join('; '),
    }));
    return { nodes: [...this.#nodes.values()], edges };
  }
}

/** A number in the picture, and where its calls begin. */
export interface Line {
  id: string;
  label: string;
  /** The id of a flow; undefined where there is none to begin with. */
  flow: string | undefined;
}

/** @param lines numbers to draw, each before its flow. */
export function pictureOfWays(
  { ends }: Pick<Exploration, 'ends'>,
  names: Names,
  lines: readonly Line[] = [],
): Picture {
  const sketch = new Sketch();
  for (const { id, label, flow } of lines) {
    sketch.node(id, flow === undefined ? `${label}: leads to no flow` : label, 'number', flow === undefined);
    if (flow !== undefined) sketch.edge(id, sketch.node(flow, names.flow(flow), 'flow', false), '', false);
  }
  for (const end of ends) {
    const { label, lost } = arrivalOf(end, names);
    const id = `end ${end.kind} ${placeOf(end.step)} ${end.why} ${label}`;
    sketch.way(end.way.steps, { id, label, lost }, names);
  }
  return sketch.finish();
}

/** How an end is drawn. In a queue without agents, no one answers. */
function arrivalOf(end: FoundEnd, names: Names): { label: string; lost: boolean } {
  const joined = end.way.steps.findLast(({ step }) => step.type === 'queue_join' || step.type === 'connect');
  const queue = joined?.step.option['queue_id'];
  if (end.kind !== 'agent' || typeof queue !== 'string') {
    return { label: endWords(end, names), lost: isLost(end) };
  }
  const team = names.team(queue.toLowerCase());
  if (team.length === 0) return { label: unmannedWords(queue.toLowerCase(), names), lost: true };
  const name = names.queue(queue.toLowerCase());
  return { label: endSentence(end, names, { withWhom: ` with an agent of ${name}` }), lost: false };
}

export function pictureOfRun(run: CallRun, names: Names): Picture {
  const sketch = new Sketch();
  const steps = run.events.map(({ step, pressed }): WayStep => ({
    step,
    choice: pressed === '' ? undefined : { kind: 'press', keys: pressed },
  }));
  sketch.way(steps, { id: 'end', label: endOf(run, names), lost: losesCaller(run) }, names);
  return sketch.finish();
}

const placeOf = (step: Step | undefined): string => (step === undefined ? '' : `${step.flow} ${step.index}`);

/** For https://mermaid.js.org, where `%%{...}%%` changes settings, and backticks make Markdown of a text. */
export function renderMermaid({ nodes, edges }: Picture): string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const text = (words: string): string =>
    line(words).replace(/["#&<>%`]/g, (mark) => `#${String(mark.charCodeAt(0))};`);
  return [
    'flowchart LR',
    ...nodes.map(({ id, label, kind, lost }) => {
      const name = numbers.get(id) ?? '';
      const shape = kind === 'flow' ? `["${text(label)}"]` : `(["${text(label)}"])`;
      return `  ${name}${shape}${lost ? ':::lost' : ''}`;
    }),
    ...edges.map(({ from, to, label }) => {
      const arrow = label === '' ? '-->' : `-- "${text(label)}" -->`;
      return `  ${numbers.get(from) ?? ''} ${arrow} ${numbers.get(to) ?? ''}`;
    }),
    '  classDef lost fill:#fdecea,stroke:#b3261e,color:#7a1712',
  ].join('\n');
}

const LABEL_WIDTH = 32;

/** For Graphviz. */
export function renderDot({ nodes, edges }: Picture): string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  return [
    'digraph call {',
    '  rankdir=LR; bgcolor="transparent"; node [shape=box, style="rounded,filled", fillcolor="#f4f4f5", fontname="Arial", fontsize=12]; edge [fontname="Arial", fontsize=11];',
    ...nodes.map(({ id, label, kind, lost }) => {
      const looks = lost
        ? ', fillcolor="#fdecea", color="#b3261e"'
        : kind === 'end'
          ? ', fillcolor="#e8f3ec"'
          : '';
      return `  ${numbers.get(id) ?? ''} [label=${dotText(label)}${looks}];`;
    }),
    ...edges.map(({ from, to, label, lost }) => {
      const looks = lost ? ', color="#b3261e", style=dashed' : '';
      return `  ${numbers.get(from) ?? ''} -> ${numbers.get(to) ?? ''} [label=${dotText(label)}${looks}];`;
    }),
    '}',
  ].join('\n');
}

/** Without empty lines: Graphviz stops at thirty of them. */
function dotText(label: string): string {
  const text = xmlSafe(line(label)).replaceAll(/ +/g, ' ').trim();
  const lines = wrapped(text, LABEL_WIDTH).map((words) =>
    words.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;'),
  );
  return `"${lines.join('\\n')}"`;
}
