"""The style of pages that hand over a result; it stands over the style of every page."""

# Figures are drawn in SVG: browsers print its fills even where they leave backgrounds out.
STYLE = """
body { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial,
  sans-serif; overflow-wrap: anywhere; }
main { max-width: 46rem; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.7rem; line-height: 1.2; text-align: left; color: var(--ink); margin: .1rem 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem;
  border-bottom: 2px solid var(--green); }
h3 { font-size: 1rem; margin: 1.1rem 0 .3rem; }
thead th, .small td { overflow-wrap: break-word; }
svg { display: block; overflow: visible; }
.kind { margin: 0; color: var(--green); font-weight: 600; font-size: .9rem; letter-spacing: .02em; }
.of { margin: 0; color: var(--quiet); }
.verdict { border: 1.5px solid var(--green); border-radius: .5rem; padding: 1rem 1.1rem; margin: 1.2rem 0; }
.figures { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1.6rem; margin: 0; }
.figures .total { font-size: 2.6rem; line-height: 1.1; font-weight: 700; font-variant-numeric: tabular-nums; }
.figures .most { font-size: 1rem; font-weight: 400; color: var(--quiet); }
.figures .rank { display: flex; align-items: center; gap: .5rem; font-size: 1.25rem; font-weight: 700; }
.figures .stars { flex: none; width: 7.4rem; height: 1.4rem; }
.lead { margin: .6rem 0 .9rem; }
.ink { fill: var(--green); } .frame { fill: #fff; stroke: #4b5a50; }
.star { stroke: var(--green); } .hollow { fill: #fff; }
.line { stroke: #1b1b1b; } .gap { stroke: #fff; } .range { fill: var(--green); }
.hope { fill: #79a88b; }
.bar { width: 100%; height: .55rem; }
.sum { display: grid; grid-template-columns: 1fr 15rem; gap: .15rem 1rem; align-items: center; }
.scale { width: 100%; height: 1.1rem; }
.bands { display: grid; font-size: .8rem; line-height: 1.3; margin: .25rem 0 0; padding: 0;
  list-style: none; }
.bands li { min-width: 0; border-left: 1px solid #4b5a50; padding-left: .25rem; white-space: nowrap; }
.bands .here { font-weight: 700; }
.bands small { display: block; font-size: .75rem; color: var(--quiet); }
.sums td, .sums th { border: 0; border-bottom: 1px solid var(--line); padding: .3rem .2rem; }
.sums tbody th { font-weight: 400; width: 100%; }
.sums thead th { background: none; color: var(--quiet); font-weight: 400; font-size: .85rem; }
.sums .part th, .sums .part td { font-weight: 700; padding-top: .8rem; }
.sums .part .bar { height: .8rem; }
.code { font-variant-numeric: tabular-nums; color: var(--quiet); }
.part .code, b .code, .name .code { color: inherit; }
.whole { white-space: nowrap; }
ol.steps, ul.items { list-style: none; padding: 0; margin: .6rem 0; }
.steps > li, .items > li { border-left: 3px solid var(--green); padding: .1rem 0 .1rem .8rem;
  margin: .9rem 0; }
.items > li.lacking { border-left-style: dashed; border-left-color: var(--red); }
.items > li.quietly { border-left: 1px solid var(--line); margin: .45rem 0; }
.steps p, .items p { margin: .15rem 0; }
.papers { margin: .1rem 0; padding-left: 1.1rem; }
.name { font-weight: 600; }
.climb { font-variant-numeric: tabular-nums; }
dl.facts { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem;
  margin: .6rem 0; }
.verdict dl.facts { margin-bottom: 0; }
dl.facts dt { color: var(--quiet); } dl.facts dd { margin: 0; min-width: 0; }
ol.time { list-style: none; margin: .8rem 0; padding: 0; }
.time li { display: grid; grid-template-columns: 6.3rem 1fr; gap: .2rem .9rem; padding: 0 0 .7rem; }
.time time { font-variant-numeric: tabular-nums; color: var(--quiet); }
.time div { border-left: 2px solid var(--green); padding: 0 0 .1rem .8rem; min-width: 0; }
.time p { margin: 0; }
.badge { display: inline-block; border: 1.5px solid currentColor; border-radius: .3rem;
  padding: .05rem .45rem; font-weight: 700; font-size: .9rem; }
.badge.missed { border-style: dashed; }
.basis { font-size: .9rem; } .basis .name { font-weight: 400; }
.small th, .small td { padding: .25rem .4rem; font-size: .9rem; }
.two { columns: 19rem 2; column-gap: 2rem; } .two > li { break-inside: avoid; }
.two > li:first-child { margin-top: 0; }
table.stack thead th { font-size: .85rem; }
@media screen and (max-width: 40rem) {
  .sum { grid-template-columns: 1fr; }
  dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .5rem; }
  .time li { grid-template-columns: 1fr; }
  .time div { border-left-width: 3px; }
}
@media print {
  body { font-size: 9.5pt; line-height: 1.35; }
  .steps > li, .items > li { margin: .6rem 0; } .items > li.quietly { margin: .25rem 0; }
  main { padding: 0; } h2 + p { break-after: avoid; }
  h1 { font-size: 17pt; }
  h2 { margin-top: 1.4rem; }
  .steps > li, .items > li, .time li, .verdict { break-inside: avoid; }
}
"""
