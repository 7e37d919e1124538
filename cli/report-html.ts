import { Html, html, htmlPage } from './html.ts'

/** A report as a page (`htmlPage`) that prints on A4. `facts` stand below the title, one that is HTML over the whole width. */
export function page(
  title: string,
  facts: readonly (readonly [name: string, value: Html | string])[],
  body: readonly Html[],
): string {
  const content = html`<body>
<header>
<p class="mark">Waybill</p>
<h1>${title}</h1>
<dl>${facts.map(([name, value]) => html`<div class="${value instanceof Html ? 'wide' : 'fact'}"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${body.map(part => html`${part}\n`)}</main>
</body>`
  return htmlPage({ title, style, body: content })
}

const style = `
:root { --ink: #16202a; --soft: #5b6875; --line: #d9dfe5; --pale: #f4f6f8; --accent: #0b5c6b; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem 4rem; color: var(--ink); background: #fff;
  font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
header { border-bottom: 2px solid var(--accent); padding-bottom: 1.1rem; margin-bottom: 1.8rem; }
.mark { margin: 0; color: var(--accent); font-weight: 700; letter-spacing: .14em; text-transform: uppercase; font-size: .75rem; }
h1 { margin: .15rem 0 .9rem; font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
h2 { margin: 2rem 0 .6rem; font-size: 1.1rem; font-weight: 650; break-after: avoid; }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .5rem 1.5rem; margin: 0; }
dl .wide { grid-column: 1 / -1; }
dt { color: var(--soft); font-size: .75rem; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .82em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .86rem; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .75rem; border-bottom: 1px solid var(--ink); padding: .3rem .6rem .3rem 0; }
td { vertical-align: top; padding: .55rem .6rem .55rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th.c1 { width: 11%; }
th.c2 { width: 47%; }
tr { break-inside: avoid; }
td ul { margin: .3rem 0 0; padding: 0; list-style: none; }
td li + li { margin-top: .15rem; }
.soft { color: var(--soft); }
.number { font-size: 2.4rem; font-weight: 650; line-height: 1.1; letter-spacing: -.02em; color: var(--accent); margin: 0; }
.status { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .75rem; font-weight: 600; white-space: nowrap; border: 1px solid; }
.enforced { color: #17603a; background: #e8f5ed; border-color: #b9dfc8; }
.partly { color: #7a4b00; background: #fdf3df; border-color: #ecd5a4; }
.not-enforced { color: #8f1d1d; background: #fceaea; border-color: #efc4c4; }
.gap { color: #7a4b00; }
.tally { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: 0 0 1.2rem; padding: 0; list-style: none; }
.tally b { font-size: 1.5rem; font-weight: 650; margin-right: .35rem; }
svg { display: block; width: 100%; height: auto; break-inside: avoid; }
svg text { font: 13px system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .quiet { fill: var(--soft); }
svg .bar { fill: var(--accent); }
svg .track { fill: var(--pale); }
footer { margin-top: 2.2rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8rem; }
@page { size: A4; margin: 15mm; }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } h1 { font-size: 20pt; } }
`
