import type { BoxProps, TextProps } from 'ink'
import type { Role } from '../style.ts'

/** How things look: colours by meaning, never the only carrier of it, and the signs that this terminal can show. */
export interface Theme {
  readonly unicode: boolean
  readonly role: Readonly<Record<Role, TextProps>>
  readonly border: NonNullable<BoxProps['borderStyle']>
  readonly sign: Signs
}

export interface Signs {
  readonly rule: string
  readonly chosen: string
  readonly ticked: string
  readonly empty: string
  readonly done: string
  readonly failed: string
  readonly warning: string
  readonly arrow: string
  readonly ellipsis: string
  readonly hidden: string
  readonly caret: string
  /** Around what is turned with left and right. */
  readonly turn: readonly [string, string]
  readonly key: Readonly<Record<string, string>>
}

const unicodeSigns: Signs = {
  rule: '─',
  chosen: '❯',
  ticked: '◉',
  empty: '◯',
  done: '✓',
  failed: '✗',
  warning: '!',
  arrow: '→',
  ellipsis: '…',
  hidden: '•',
  caret: '▏',
  turn: ['←', '→'],
  key: { up: '↑', down: '↓', left: '←', right: '→', enter: '⏎', escape: 'Esc', tab: '⇥' },
}

const plainSigns: Signs = {
  rule: '-',
  chosen: '>',
  ticked: '[x]',
  empty: '[ ]',
  done: 'ok',
  failed: 'x',
  warning: '!',
  arrow: '->',
  ellipsis: '...',
  hidden: '*',
  caret: '|',
  turn: ['<', '>'],
  key: {
    up: 'Up',
    down: 'Down',
    left: 'Left',
    right: 'Right',
    enter: 'Enter',
    escape: 'Esc',
    tab: 'Tab',
  },
}

/** The sixteen colours of the person's own theme: legible on light and on dark. */
const role: Theme['role'] = {
  ok: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  dim: { dimColor: true },
  strong: { bold: true },
  accent: { color: 'cyan' },
}

/** `spoken`: a screen reader reads keys as words, not as signs. */
export function themeFor(unicode: boolean, spoken = false): Theme {
  const sign = unicode ? { ...unicodeSigns, ...(spoken && { key: plainSigns.key }) } : plainSigns
  return { unicode, role, border: unicode ? 'round' : 'classic', sign }
}
