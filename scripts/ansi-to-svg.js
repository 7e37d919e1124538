// Draws what a terminal shows, as `tmux capture-pane -e -p` gives it, as an SVG with real text in it. The panel brings its
// own background, so that it reads the same on a light and on a dark page.
import { displayWidth } from '../cli/width.ts'
import { ink, palette, panel } from './palette.ts'

const cell = { width: 8.4, height: 16.5, size: 14 }
const margin = 16
const plain = { bold: false, dim: false, italic: false, underline: false, inverse: false, fg: null, bg: null }

/** `text`: lines with SGR sequences, `columns` wide at most. */
export function ansiToSvg(text, { columns, title, description }) {
  const lines = linesOf(text)
  const width = Math.ceil(columns * cell.width + 2 * margin)
  const height = Math.ceil(lines.length * cell.height + 2 * margin)
  const rows = lines.flatMap((runs, row) => drawRow(runs, row))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${xml(title)}</title>`,
    `<desc>${xml(description)}</desc>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${panel}"/>`,
    `<g fill="${ink}" font-size="${cell.size}" font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" xml:space="preserve">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** SGR with its codes as group 1 · other sequences, such as hyperlinks, which are dropped · text. */
const pieces = /\x1b\[([\d;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|[^\x1b]+/g

/** Lines of runs `{ text, style }`; a style goes on across lines until it is changed. Empty lines at the end are dropped. */
function linesOf(text) {
  let style = plain
  const lines = text.split('\n').map(line => {
    const runs = []
    for (const [part, sgr] of line.matchAll(pieces)) {
      if (sgr !== undefined) style = restyled(style, sgr)
      else if (!part.startsWith('\x1b')) runs.push({ text: part, style })
    }
    return runs
  })
  while (lines.at(-1)?.every(({ text }) => text.trim() === '')) lines.pop()
  return lines
}

const switches = {
  0: plain,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { fg: null },
  49: { bg: null },
}

function restyled(style, sgr) {
  const codes = sgr.split(/[;:]/).map(Number)
  let next = style
  for (let code = codes.shift(); code !== undefined; code = codes.shift()) {
    if (code === 38 || code === 48) next = { ...next, [code === 38 ? 'fg' : 'bg']: extendedColour(codes) }
    else if (code >= 30 && code <= 37) next = { ...next, fg: palette[code - 30] }
    else if (code >= 40 && code <= 47) next = { ...next, bg: palette[code - 40] }
    else if (code >= 90 && code <= 97) next = { ...next, fg: palette[code - 82] }
    else if (code >= 100 && code <= 107) next = { ...next, bg: palette[code - 92] }
    else next = { ...next, ...switches[code] }
  }
  return next
}

/** Takes its own numbers off `codes`: `5;n` of 256 colours, or `2;r;g;b`. */
function extendedColour(codes) {
  if (codes.shift() === 2) return `rgb(${codes.splice(0, 3).join(' ')})`
  const index = codes.shift() ?? 0
  if (index < 16) return palette[index]
  if (index >= 232) return `rgb(${[0, 0, 0].fill(8 + 10 * (index - 232)).join(' ')})`
  const steps = [36, 6, 1].map(per => Math.floor((index - 16) / per) % 6)
  return `rgb(${steps.map(step => (step === 0 ? 0 : 55 + 40 * step)).join(' ')})`
}

function drawRow(runs, row) {
  const drawn = []
  let column = 0
  for (const { text, style } of runs) {
    const columns = displayWidth(text)
    drawn.push(...drawRun({ text, style, columns, x: margin + column * cell.width, y: margin + row * cell.height }))
    column += columns
  }
  return drawn
}

/** `textLength` keeps the columns where they are, whatever font the reader has. */
function drawRun({ text, style, columns, x, y }) {
  const { bold, dim, italic, underline, inverse } = style
  const [fg, bg] = inverse ? [style.bg ?? panel, style.fg ?? ink] : [style.fg, style.bg]
  const width = columns => (columns * cell.width).toFixed(1)
  const behind =
    bg && `<rect x="${x.toFixed(1)}" y="${y}" width="${width(columns)}" height="${cell.height}" fill="${bg}"/>`
  const look = [
    fg && ` fill="${fg}"`,
    bold && ' font-weight="700"',
    dim && ' opacity="0.72"',
    italic && ' font-style="italic"',
    underline && ' text-decoration="underline"',
  ]
  // Some viewers take several spaces for one, `xml:space` or not: no piece holds them.
  const front = [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: piece, index }) => {
    const left = (x + displayWidth(text.slice(0, index)) * cell.width).toFixed(1)
    const place = `x="${left}" y="${y + cell.size}" textLength="${width(displayWidth(piece))}" lengthAdjust="spacingAndGlyphs"`
    return `<text ${place}${look.filter(Boolean).join('')}>${xml(piece)}</text>`
  })
  return [behind, ...front].filter(Boolean)
}

function xml(text) {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
