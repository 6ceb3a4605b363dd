/** Charts as SVG, drawn by ECharts; their colours are variables of the page, so that they follow its theme. */
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { Markup, pictureOpen, type PictureText } from './markup.ts';

use([BarChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);

interface Series {
  name: string;
  /** A CSS colour. */
  colour: string;
  /** One for each place on the axis; null where nobody knows. */
  values: readonly (number | null)[];
}

export interface Chart {
  text: PictureText;
  /** Below the axis, from left to right. */
  places: readonly string[];
  series: readonly Series[];
  /** A value beside the axis. */
  format: (value: number) => string;
  /** Whole numbers only beside the axis. */
  whole?: boolean;
  /** Numbers above the bars. */
  totals?: boolean;
  /** Points that are marked, each by its place. */
  marks?: readonly { place: number; value: number }[];
}

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** One bar for each place, the series on top of each other, the first at the bottom. */
export function drawBars(chart: Chart, size: Size): Markup {
  const { places, series, totals } = chart;
  const sums = places.map((_, place) => series.reduce((sum, { values }) => sum + (values[place] ?? 0), 0));
  return draw(chart, size, [
    ...series.map(({ colour, values }) => ({
      ...QUIET,
      type: 'bar' as const,
      stack: 'all',
      barMaxWidth: 36,
      barCategoryGap: places.length > 45 ? '12%' : '28%',
      itemStyle: { color: colour, borderColor: 'var(--card)', borderWidth: places.length > 45 ? 0 : 1 },
      // Without a value there is no bar, and so no edge of one.
      data: values.map((value) => (value === 0 ? null : value)),
    })),
    // A bar without height on top of the others carries their sum.
    ...(totals
      ? [
          {
            ...QUIET,
            type: 'bar' as const,
            stack: 'all',
            itemStyle: { color: 'none' },
            label: {
              show: true,
              position: 'top' as const,
              color: 'var(--text)',
              fontSize: 12,
              formatter: ({ dataIndex }: { dataIndex: number }) => chart.format(sums[dataIndex] ?? 0),
            },
            data: places.map(() => 0),
          },
        ]
      : []),
  ]);
}

/** A line for each series, with its area. */
export function drawLines(chart: Chart, size: Size): Markup {
  const known = (values: Series['values']): number => values.filter((value) => value !== null).length;
  return draw(chart, size, [
    ...chart.series.map(({ colour, values }) => ({
      ...QUIET,
      type: 'line' as const,
      clip: false,
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: known(values) === 1,
      connectNulls: true,
      lineStyle: { color: colour, width: 2 },
      itemStyle: { color: colour },
      areaStyle: { color: colour, opacity: 0.16 },
      data: [...values],
    })),
    ...(chart.marks && chart.marks.length > 0
      ? [
          {
            ...QUIET,
            type: 'scatter' as const,
            clip: false,
            symbol: 'triangle',
            symbolSize: 12,
            itemStyle: { color: 'var(--good)', borderColor: 'var(--card)', borderWidth: 1.5, opacity: 1 },
            data: chart.marks.map(({ place, value }) => [place, value]),
          },
        ]
      : []),
  ]);
}

/** Nothing reacts to a pointer: there is no script in the page. */
const QUIET = { silent: true, animation: false, emphasis: { disabled: true } };

function draw(
  { text, places, format, whole = false }: Chart,
  { width, height }: Size,
  series: object[],
): Markup {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    const axisLabel = { color: 'var(--muted)', fontSize: 12 };
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: {
        left: 6,
        right: 14,
        top: 20,
        bottom: 6,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        silent: true,
        data: [...places],
        axisLabel: { ...axisLabel, hideOverlap: true },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: 'var(--axis)' } },
      },
      yAxis: {
        type: 'value',
        silent: true,
        splitNumber: 4,
        ...(whole ? { minInterval: 1 } : {}),
        axisLabel: { ...axisLabel, formatter: format },
        splitLine: { lineStyle: { color: 'var(--grid)' } },
      },
      series,
    });
    const svg = chart.renderToSVGString();
    return new Markup(
      pictureOpen(text, width, height, `0 0 ${width} ${height}`).text + innerOf(svg) + '</svg>',
    );
  } finally {
    chart.dispose();
  }
}

/** What is drawn, without the root element and without what is there for scripts and pointers. */
function innerOf(svg: string): string {
  return (
    svg
      .replace(/^\s*<svg[^>]*>/, '')
      .replace(/<\/svg>\s*$/, '')
      .replace(/<style[^>]*>[^]*?<\/style>/g, '')
      // Nothing lies outside, and its ids would differ from run to run.
      .replace(/<defs\s*>\s*<clipPath[^]*?<\/defs>| clip-path="[^"]*"/g, '')
      .replace(/ (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="\w+"|xml:space="\w+")/g, '')
      .replace(/\n/g, '')
      .trim()
  );
}
