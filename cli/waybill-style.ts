/** The style of a printed waybill: one sheet of A4, the fonts that a system has, black on white. */
export const waybillStyle = `
@page { size: A4; margin: 11mm 15mm 9mm }
:root { --ink: #16181d; --soft: #5b6270; --line: #d9dce2; --wash: #f5f6f8; --good: #1a6b43; --bad: #a3241c; --wait: #8a5a00 }
* { box-sizing: border-box; margin: 0 }
html { background: #e9ebef; color: var(--ink); -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { max-width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 13mm 15mm 11mm; background: #fff; box-shadow: 0 1mm 5mm #0002;
  font: 8.3pt/1.36 "Helvetica Neue", "Segoe UI", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere }
header { display: flex; justify-content: space-between; align-items: flex-end; padding-bottom: 3mm; border-bottom: .6mm solid var(--ink) }
h1 { font: 400 25pt/1 Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; letter-spacing: .01em; white-space: nowrap }
h2 { font-size: 6.9pt; font-weight: 700; letter-spacing: .13em; text-transform: uppercase; color: var(--soft); margin-bottom: 1mm }
.kind { font-size: 6.9pt; font-weight: 700; letter-spacing: .2em; text-transform: uppercase; color: var(--soft); margin-bottom: 1.6mm }
.test { color: var(--bad) }
.state { text-align: right }
.state b { display: inline-block; padding: .7mm 3mm; border: .4mm solid; border-radius: 4mm; font-size: 9.5pt; letter-spacing: .03em }
.state small { display: block; margin-top: 1.2mm; color: var(--soft); font-size: 7.4pt }
.good { color: var(--good) } .bad { color: var(--bad) } .wait { color: var(--wait) }
.lead { font: 400 11.2pt/1.35 Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; margin: 3.2mm 0 3.2mm }
.facts { display: grid; grid-template-columns: repeat(5, 1fr); border: .25mm solid var(--line); border-radius: 1.5mm; margin-bottom: 3.4mm }
.facts div { padding: 1.4mm 2.2mm; border-left: .25mm solid var(--line) } .facts div:first-child { border-left: 0 }
.facts b { display: block; font-size: 8.4pt } .facts span { display: block; font-size: 7.3pt; line-height: 1.3; color: var(--soft) }
.facts .no { background: var(--wash) } .facts .no b { color: var(--soft); font-weight: 400 }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 3mm 9mm; margin-bottom: 3mm } .two section { margin: 0 }
dl { display: grid; grid-template-columns: 22mm 1fr; gap: .35mm 2mm } dt { color: var(--soft) } dd { min-width: 0 }
section { margin-bottom: 3mm }
table { width: 100%; border-collapse: collapse } td, th { padding: .38mm 2mm .38mm 0; text-align: left; vertical-align: top; border-top: .2mm solid var(--line) }
th { font-size: 6.9pt; font-weight: 400; color: var(--soft); border-top: 0 } td:last-child, th:last-child { padding-right: 0 }
.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } .time { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft) }
.list { float: right; margin-top: -4.2mm; color: var(--soft); font-size: 7.3pt } .who { white-space: nowrap } code, pre, .mono { font: 6.9pt/1.36 "SF Mono", Menlo, Consolas, "Liberation Mono", monospace } .mono.short { white-space: nowrap }
pre { background: var(--wash); border-radius: 1.5mm; padding: 1.8mm 2.4mm; white-space: pre-wrap; word-break: break-all; margin-top: 1.2mm }
.gone { font-style: italic; color: var(--bad) } .note, footer { color: var(--soft); font-size: 7.3pt } .more td { color: var(--soft); font-style: italic }
.incident { border-left: .8mm solid var(--bad); padding: .4mm 0 .4mm 2.6mm; margin-bottom: 3.4mm }
footer { border-top: .25mm solid var(--line); padding-top: 1.6mm }
tr, dl, pre, .facts, .incident { break-inside: avoid }
@media print { html { background: none } body { max-width: none; min-height: 0; margin: 0; padding: 0; box-shadow: none } }
`
