/** Injected faults: what goes wrong with which request. */
import { TransportError } from '../core/errors.ts';
import type { EmulatorReply } from './http.ts';

export const faultKinds = [
  'refuse',
  'timeout-before',
  'timeout-after',
  'late',
  'status-429',
  'status-429-limit',
  'status-500',
  'status-503',
  'cut',
  'drop',
  'garbage',
  'html',
  'empty',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  /** The method to match (any). */
  method?: string;
  /** The path to match, with `*` for any text (any path). */
  path?: string;
  /** The first matching request that fails, counted from 1 (1). */
  nth?: number;
  /** The number of requests that fail (1). */
  times?: number;
  kind: FaultKind;
  /** The delay of `late` in milliseconds (1000). */
  delay_ms?: number;
}

export interface Faults {
  add: (rule: FaultRule) => void;
  /** The faults that may still occur, in the order in which they were added. */
  pending: () => FaultRule[];
  clear: () => void;
  /** The fault that applies to this request, if any. */
  next: (method: string, path: string) => FaultRule | undefined;
}

export function createFaults(): Faults {
  let rules: { rule: FaultRule; seen: number }[] = [];
  const end = ({ nth = 1, times = 1 }: FaultRule): number => nth + times;
  return {
    add(rule) {
      rules.push({ rule, seen: 0 });
    },
    pending: () => rules.filter(({ rule, seen }) => seen + 1 < end(rule)).map(({ rule }) => rule),
    clear() {
      rules = [];
    },
    next(method, path) {
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method !== method) continue;
        if (rule.path !== undefined && !matches(rule.path, path)) continue;
        entry.seen += 1;
        if (entry.seen >= (rule.nth ?? 1) && entry.seen < end(rule)) return rule;
      }
      return undefined;
    },
  };
}

function matches(pattern: string, path: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(path);
}

const envelope = (status: string, reason: string, details?: object[]): string =>
  JSON.stringify({
    error: {
      status,
      reason,
      message: 'A fault to order.',
      request_id: 'req_FAULT',
      ...(details && { details }),
    },
  });
const json = { 'content-type': 'application/json; charset=utf-8' };

/** The answer of faults that replace the request, which is then not carried out. */
export function faultReply(kind: FaultKind): EmulatorReply | undefined {
  switch (kind) {
    case 'status-429':
      return {
        status: 429,
        headers: { ...json, 'retry-after': '1' },
        body: envelope('RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED', [{ limited_by: 'customer' }]),
      };
    case 'status-429-limit':
      return { status: 429, headers: json, body: envelope('RESOURCE_EXHAUSTED', 'RESOURCE_LIMIT_EXCEEDED') };
    case 'status-500':
      return { status: 500, headers: json, body: envelope('INTERNAL', 'INTERNAL') };
    case 'status-503':
      return { status: 503, headers: json, body: envelope('UNAVAILABLE', 'REQUEST_TIMEOUT') };
    case 'garbage':
      return { status: 200, headers: json, body: '{"result": [}' };
    case 'html':
      return {
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><h1>502 Bad Gateway</h1></html>',
      };
    case 'empty':
      return { status: 500, headers: {}, body: '' };
    case 'refuse':
    case 'timeout-before':
    case 'timeout-after':
    case 'late':
    case 'cut':
    case 'drop':
      return undefined;
  }
}

/** The transport error of faults that break the connection. */
export function faultBreak(kind: FaultKind): TransportError | undefined {
  switch (kind) {
    case 'refuse':
      return new TransportError('connect', false, 'connection refused');
    case 'timeout-before':
    case 'timeout-after':
      return new TransportError('timeout', true, 'no answer in time');
    case 'cut':
      return new TransportError('cut', true, 'the answer was cut short');
    case 'drop':
      return new TransportError('reset', true, 'connection lost');
    case 'late':
    case 'status-429':
    case 'status-429-limit':
    case 'status-500':
    case 'status-503':
    case 'garbage':
    case 'html':
    case 'empty':
      return undefined;
  }
}

/** Whether the request is carried out even though its answer is lost. */
export const happens = (kind: FaultKind): boolean => ['timeout-after', 'late', 'cut', 'drop'].includes(kind);
