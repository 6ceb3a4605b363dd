/** A review as metrics in OpenMetrics 1.0, for what reads only that. */
import type { Review, Style } from '../format.ts';
import { renderPrometheus } from './prometheus.ts';

/** Gauges read the same in both formats; this one says where it ends. */
export function renderOpenmetrics(review: Review, style: Style): string {
  return `${renderPrometheus(review, style)}# EOF\n`;
}
