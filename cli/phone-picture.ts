import { sanitise } from './sanitise.ts'
import { displayWidth, pad, truncate, wrap } from './width.ts'

/** A text that the sandbox phone received. `text` holds a password. */
export interface PhoneText {
  readonly from: string
  readonly to: string
  readonly text: string
  /** As it is shown, for example `09:00`. */
  readonly at: string
}

/** How many lines of the picture are above the texts, where it has no owner. */
export const phoneHead = 5

export interface PhoneLook {
  readonly width: number
  readonly unicode: boolean
  /** English, if nothing is said. */
  readonly words?: { readonly title: string; readonly none: string }
}

const english: NonNullable<PhoneLook['words']> = { title: 'SANDBOX PHONE', none: 'no texts yet' }

/**
 * The sandbox phone with its texts, the newest last, drawn with box characters or in ASCII: lines of at most `width`
 * columns (30 or more; it is never wider than 46). They hold a secret: write them to the controlling terminal, nowhere
 * else. A password that fits on a line is never broken.
 */
export function phonePicture(texts: readonly PhoneText[], { words = english, ...options }: PhoneLook): string[] {
  const pen = options.unicode ? unicodePen : asciiPen
  const inner = Math.max(26, Math.min(42, options.width - 4))
  const owner = texts.at(-1)?.to ?? ''
  const screen = [
    center(pen.speaker.repeat(5), inner),
    '',
    center(words.title, inner),
    ...(owner === '' ? [] : [center(sanitise(owner), inner)]),
    pen.rule.repeat(inner),
    ...(texts.length === 0 ? ['', center(words.none, inner), ''] : texts.flatMap(text => bubble(text, inner, pen))),
    pen.rule.repeat(inner),
    center(pen.button, inner),
  ]
  return [
    pen.topLeft + pen.across.repeat(inner + 2) + pen.topRight,
    ...screen.map(row => `${pen.down} ${pad(row, inner)} ${pen.down}`),
    pen.bottomLeft + pen.across.repeat(inner + 2) + pen.bottomRight,
  ]
}

/** One text in a bubble, its sender and time above. */
function bubble(text: PhoneText, inner: number, pen: Pen): string[] {
  const lines = wrap(sanitise(text.text), inner - 4)
  const width = Math.max(...lines.map(displayWidth))
  const at = sanitise(text.at)
  const from = truncate(sanitise(text.from), inner - displayWidth(at) - 2, 'end', pen.ellipsis)
  return [
    `${pad(from, inner - displayWidth(at))}${at}`,
    pen.topLeft + pen.across.repeat(width + 2) + pen.topRight,
    ...lines.map(row => `${pen.down} ${pad(row, width)} ${pen.down}`),
    pen.bottomLeft + pen.across.repeat(width + 2) + pen.bottomRight,
    '',
  ]
}

function center(text: string, width: number): string {
  return pad(text, width, 'both')
}

type Pen = Readonly<Record<PenPart, string>>
type PenPart =
  | 'topLeft'
  | 'topRight'
  | 'bottomLeft'
  | 'bottomRight'
  | 'across'
  | 'down'
  | 'rule'
  | 'speaker'
  | 'button'
  | 'ellipsis'

const unicodePen: Pen = {
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
  across: '─',
  down: '│',
  rule: '─',
  speaker: '▂',
  button: '○',
  ellipsis: '…',
}

const asciiPen: Pen = {
  topLeft: '.',
  topRight: '.',
  bottomLeft: "'",
  bottomRight: "'",
  across: '-',
  down: '|',
  rule: '-',
  speaker: '_',
  button: '( )',
  ellipsis: '...',
}
