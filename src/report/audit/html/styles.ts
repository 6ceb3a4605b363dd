/** The style sheet of the page: light and dark, narrow and wide. */

import { PRINT_STYLES } from './print-styles.ts';

/** Light and dark give text at least 4.5:1 and shapes at least 3:1. */
const LIGHT = `
  --page: #f3f5f8; --card: #ffffff; --sunk: #f0f3f7; --text: #17202c; --muted: #526071; --line: #d7dde5;
  --grid: #e3e8ee; --axis: #8793a2; --accent: #1b5e9e;
  --critical: #a80f3a; --critical-soft: #fdecf0; --high: #ad3f06; --high-soft: #fdf0e7;
  --medium: #765500; --medium-soft: #fcf4da; --low: #22609f; --low-soft: #eaf2fb;
  --good: #17703f; --good-soft: #e8f6ee; --warn: #765500; --warn-soft: #fdf5d8; --warn-line: #c99a11;
  --fill-critical: #b5173f; --fill-high: #e0702b; --fill-medium: #b8860b; --fill-low: #5b96d2;
  --kind-1: #2f76b8; --kind-2: #d9772b; --kind-3: #3a9463; --kind-4: #8a63b8; --kind-5: #c25077;
  --kind-6: #8d7a2c; --kind-7: #7c8794;
  --number: #e8f1fb; --flow: #f1edfa; --end: #eaf4e6;`;
const DARK = `
  --page: #0f141a; --card: #182029; --sunk: #202a35; --text: #e8edf3; --muted: #a6b2c0; --line: #303b48;
  --grid: #2a3542; --axis: #75828f; --accent: #8cc1f5;
  --critical: #ff96ab; --critical-soft: #3c1a25; --high: #ffae7c; --high-soft: #392316;
  --medium: #efc95a; --medium-soft: #332a11; --low: #92c4f6; --low-soft: #182c41;
  --good: #74d39c; --good-soft: #14301f; --warn: #efc95a; --warn-soft: #322910; --warn-line: #a5811c;
  --fill-critical: #ee5a7e; --fill-high: #ef8d4d; --fill-medium: #e3b945; --fill-low: #6aa6e2;
  --kind-1: #5d9fdd; --kind-2: #e68f4b; --kind-3: #57b583; --kind-4: #a985d6; --kind-5: #dd7698;
  --kind-6: #b5a04b; --kind-7: #97a2ae;
  --number: #1c3046; --flow: #2c2543; --end: #1f3522;`;

export const STYLES = `
:root { color-scheme: light dark;${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root {${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
.wrap { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
h1, h2, h3, p, dl, dd, ul, figure { margin: 0; padding: 0; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.015em; }
h2 { font-size: 20px; line-height: 1.3; margin-bottom: 14px; letter-spacing: -0.01em; }
h3 { font-size: 16px; line-height: 1.35; }
ul { list-style: none; }
a { color: var(--accent); text-underline-offset: 2px; }
code { font: 0.88em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.muted { color: var(--muted); }
.small { font-size: 13px; }
.figure, .value { font-variant-numeric: tabular-nums; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; }

.top { background: var(--card); border-bottom: 1px solid var(--line); padding: 30px 0 0; }
.eyebrow { color: var(--accent); font-size: 12px; font-weight: 650; letter-spacing: 0.09em; text-transform: uppercase;
  margin-bottom: 4px; }
.status { display: inline-block; vertical-align: middle; font-size: 13px; font-weight: 600; letter-spacing: 0;
  border: 1px solid currentColor; border-radius: 12px; padding: 1px 10px; margin-left: 6px; color: var(--muted); }
.status.bad { color: var(--critical); }
.facts { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 18px 0 22px; }
.facts dt { color: var(--muted); font-size: 12px; }
.facts dd { font-size: 14px; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 22px; border-top: 1px solid var(--line); padding: 10px 0; }
nav a { display: inline-block; padding: 2px 0; text-decoration: none; font-size: 14px; }
nav a:hover { text-decoration: underline; }
section { margin: 34px 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; }

.banner { border: 1px solid var(--line); border-left: 6px solid var(--axis); border-radius: 10px; padding: 14px 18px;
  margin-top: 14px; background: var(--card); }
.banner:first-child { margin-top: 26px; }
.banner strong { display: block; font-size: 18px; line-height: 1.35; }
.banner.good { border-color: var(--good); background: var(--good-soft); }
.banner.good strong { color: var(--good); }
.banner.bad { border-color: var(--critical); background: var(--critical-soft); }
.banner.bad strong { color: var(--critical); }
.banner.warn { border-color: var(--warn-line); background: var(--warn-soft); }
.banner.warn strong { color: var(--warn); }

.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin-top: 14px; }
.tile { background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--axis); border-radius: 10px;
  padding: 12px 16px 14px; }
.tile dt { font-size: 13px; color: var(--muted); }
.tile .figure { font-size: 30px; font-weight: 650; line-height: 1.2; letter-spacing: -0.02em; }
.tile.critical { border-top-color: var(--fill-critical); } .tile.high { border-top-color: var(--fill-high); }
.tile.medium { border-top-color: var(--fill-medium); } .tile.low { border-top-color: var(--fill-low); }
.tile.critical .mark, .tile.critical.some .figure { color: var(--critical); }
.tile.high .mark, .tile.high.some .figure { color: var(--high); }
.tile.medium .mark { color: var(--medium); } .tile.low .mark { color: var(--low); }
.tile.warn { border-color: var(--warn-line); background: var(--warn-soft); }
.tile.warn .figure, .tile.warn dt, .tile.warn .small { color: var(--warn); }
.tile.good { border-top-color: var(--good); } .tile.good .figure { color: var(--good); }

.parts { display: grid; grid-template-columns: repeat(2, 1fr); gap: 12px; }
.part h3 { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; }
.part h3 .figure { font-size: 24px; font-weight: 650; letter-spacing: -0.02em; }
.part dl { display: grid; grid-template-columns: minmax(90px, auto) 1fr; gap: 4px 16px; margin-top: 10px; font-size: 14px; }
.part dt { color: var(--muted); }
.part.unknown { border-color: var(--warn-line); background: var(--warn-soft); }
.unchecked { color: var(--warn); font-weight: 600; }

.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; align-items: start; }
.figures > .whole { grid-column: 1 / -1; }
figure.card { padding-bottom: 14px; }
figcaption { margin-bottom: 8px; }
svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
svg text { font-family: inherit; }
.slim { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 4px; font-size: 13px; }
.legend li { display: flex; align-items: baseline; gap: 7px; }
.legend .swatch { flex: none; width: 11px; height: 11px; border-radius: 3px; border: 1px solid transparent; }
.scroll { overflow-x: auto; }

.limits { margin-top: 10px; }
.limits td:last-child { width: 40%; }
.limits .near { color: var(--warn); font-size: 13px; } .limits .full { color: var(--critical); font-size: 13px; font-weight: 600; }
.gauge { display: inline-block; width: 100%; max-width: 84px; height: 10px; border-radius: 5px; background: var(--sunk);
  border: 1px solid var(--line); overflow: hidden; vertical-align: middle; }
.gauge span { display: block; height: 100%; background: var(--good); }
.gauge.near span { background: var(--warn-line); } .gauge.full span { background: var(--fill-critical); }

.paths text { font-family: Arial, Helvetica, 'Liberation Sans', sans-serif; fill: var(--text); }
.paths .node path { stroke: var(--axis); fill: var(--card); }
.paths .node .kind { fill: var(--muted); font-size: 9.5px; letter-spacing: 0.05em; }
.paths .node .name { font-weight: 600; }
.paths .number path { fill: var(--number); } .paths .flow path { fill: var(--flow); }
.paths .end path { fill: var(--end); }
.paths .node.dead path { fill: var(--critical-soft); stroke: var(--critical); stroke-width: 2; }
.paths .node.dead .kind { fill: var(--critical); }
.paths .edge path { stroke: var(--axis); stroke-width: 1.3; }
.paths .edge polygon { stroke: var(--axis); fill: var(--axis); }
.paths .edge text { fill: var(--muted); }
.paths .edge.dead path { stroke: var(--critical); }
.paths .edge.dead polygon { stroke: var(--critical); fill: var(--critical); }
.paths .edge.dead text { fill: var(--critical); font-weight: 600; }
.ends { margin: 14px 0 4px; }
.ends li { padding: 7px 0; border-top: 1px solid var(--line); }

.badge { display: inline-block; border-radius: 5px; padding: 1px 9px; font-size: 12.5px; font-weight: 650; white-space: nowrap;
  border: 1px solid currentColor; }
.badge.critical { color: var(--critical); background: var(--critical-soft); }
.badge.high { color: var(--high); background: var(--high-soft); }
.badge.medium { color: var(--medium); background: var(--medium-soft); }
.badge.low { color: var(--low); background: var(--low-soft); }
.badge.new { color: var(--accent); padding: 0 7px; font-size: 11.5px; }
.rule { margin-top: 14px; padding: 0; border-left-width: 6px; overflow: hidden; }
.rule.critical { border-left-color: var(--fill-critical); } .rule.high { border-left-color: var(--fill-high); }
.rule.medium { border-left-color: var(--fill-medium); } .rule.low { border-left-color: var(--fill-low); }
.rule > header { padding: 16px 20px 14px; }
.rule .line { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: baseline; }
.rule h3 { font-size: 17px; }
.rule h3::first-letter { text-transform: uppercase; }
.rule .why { margin-top: 8px; max-width: 82ch; }
.first { margin-bottom: 14px; }
.first ol { margin: 8px 0 0; padding-left: 22px; }
.first li + li { margin-top: 8px; }
/* Shown when the page is printed. */
.paper { display: none; }
.minor > summary { font-size: 15px; font-weight: 600; padding: 10px 0; }
.fix { margin-top: 8px; max-width: 82ch; }
.fix b { color: var(--good); }
.fix code, .why code { background: var(--sunk); border-radius: 4px; padding: 2px 6px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.objects li { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 5fr) minmax(0, 170px); gap: 2px 20px;
  padding: 10px 20px; border-top: 1px solid var(--line); }
.objects .name { font-weight: 600; }
.objects .id { color: var(--muted); font-size: 12px; }
.objects .message { display: block; }
.objects .message::first-letter { text-transform: uppercase; }
.objects .seen { color: var(--muted); font-size: 13px; }

.gap { border: 2px solid var(--warn-line); background: var(--warn-soft); border-radius: 10px; padding: 16px 20px; }
.gap h2 { color: var(--warn); margin-bottom: 6px; }
.gap li { border-top: 1px solid var(--warn-line); padding: 10px 0; }
.gap li:last-child { padding-bottom: 0; }
.gap ul { margin-top: 12px; }
.rules-list { margin-top: 2px; }

details { margin-top: 10px; }
details.card { margin-top: 12px; padding: 0; }
summary { cursor: pointer; color: var(--accent); font-size: 14px; padding: 2px 0; }
details.card > summary { padding: 14px 20px; font-size: 15px; font-weight: 600; }
details.card > .inside { padding: 0 20px 18px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; color: var(--muted); font-size: 13px; padding-bottom: 6px; }
th { text-align: left; font-weight: 600; vertical-align: top; }
thead th { color: var(--muted); font-size: 12.5px; border-bottom: 2px solid var(--line); white-space: nowrap; overflow-wrap: normal; }
th, td { padding: 6px 18px 6px 0; }
th:last-child, td:last-child { padding-right: 0; }
tbody th { font-weight: 500; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td { vertical-align: top; }
.own { overflow-wrap: normal; }
.keep { white-space: nowrap; }
.word { display: inline-block; max-width: 100%; }
.suppressed td { min-width: 6.5em; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.ended-passed { color: var(--good); } .ended-failed { color: var(--critical); font-weight: 600; }
.ended-errored, .ended-not_checked { color: var(--warn); font-weight: 600; }
footer.wrap { border-top: 1px solid var(--line); padding-top: 16px; padding-bottom: 36px; color: var(--muted); font-size: 13px; }

@media (max-width: 760px) {
  .wrap { padding: 0 16px; }
  h1 { font-size: 24px; }
  section { margin: 28px 0; }
  .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; }
  .tile { padding: 10px 12px 12px; }
  .tile .figure { font-size: 26px; }
  .parts, .figures { grid-template-columns: minmax(0, 1fr); }
  .card, .gap { padding: 14px 14px; }
  .rule { padding: 0; }
  .rule > header { padding: 14px; }
  .objects li { grid-template-columns: minmax(0, 1fr); padding: 10px 14px; }
  details.card > summary { padding: 12px 14px; }
  details.card > .inside { padding: 0 14px 14px; }
  th, td { padding-right: 10px; }
  .facts { gap: 10px 24px; }
}
@media screen and (max-width: 480px) {
  .roomy { display: none; }
  .slim { display: block; }
}
${PRINT_STYLES}`;
