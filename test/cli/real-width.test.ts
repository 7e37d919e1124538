import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { displayWidth } from '../../cli/width.ts'
import { scratch } from '../support/world.ts'

/** tmux is the terminal here: a server of our own, that ends with the test. */
const hasTmux = spawnSync('tmux', ['-V']).status === 0
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)

class Tmux {
  readonly #socket = join(scratch(), 'tmux')

  constructor() {
    onTestFinished(() => {
      this.run('kill-server')
    })
  }

  run(...args: string[]): string {
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color', NO_COLOR: '1' }
    return spawnSync('tmux', ['-u', '-S', this.#socket, ...args], { encoding: 'utf8', env }).stdout
  }

  /** Runs a program in a pane of `columns` columns until it has ended; returns what then stands on the screen. */
  screenAfter(columns: number, ...argv: string[]): string {
    const command = `${[process.execPath, ...argv].map(part => `'${part}'`).join(' ')}; tmux -S '${this.#socket}' wait-for -S over; cat`
    this.run('new-session', '-d', '-x', String(columns), '-y', '24', command)
    this.run('wait-for', 'over')
    return this.run('capture-pane', '-p').trimEnd()
  }
}

describe.skipIf(!hasTmux)('on a real terminal (needs tmux)', () => {
  it('texts take the columns that displayWidth tells', () => {
    // What terminals agree on; for joined emoji they follow different versions of Unicode.
    const strings = [
      'customers.csv',
      '東京都の住所録',
      'ｱｲｳ',
      'Ｆｕｌｌ',
      '한국어',
      'e\u0301te\u0301',
      'ภาษาไทย',
      'हिन्दी',
      'עברית',
      'العربية',
    ].concat(['👩', '🚀🚀', '─│╭…•', '𠀋', '█▉░', 'ﾊﾟ', '〒', '\u{1f004}'])
    const directory = scratch()
    writeFileSync(join(directory, 'strings.json'), JSON.stringify(strings))
    new Tmux().screenAfter(200, fixture('measure.ts'), join(directory, 'strings.json'), join(directory, 'columns.json'))
    const columns = JSON.parse(readFileSync(join(directory, 'columns.json'), 'utf8'))
    expect(strings.map(displayWidth)).toEqual(columns)
  })

  it('the progress line never wraps, steps aside and leaves nothing behind', () => {
    for (const columns of [40, 18, 200]) {
      expect(new Tmux().screenAfter(columns, fixture('program.ts'), 'progress')).toBe(
        'Warning: about 東京都の住所録.csv\nWarning: about b.csv\ndone'.replaceAll(/[^\n]{1,200}/g, line =>
          folded(line, columns),
        ),
      )
    }
  })
})

/** How a terminal breaks a line that is too long for it. */
function folded(line: string, columns: number): string {
  let rows = ''
  let used = 0
  for (const character of line) {
    used += displayWidth(character)
    if (used > columns) {
      rows += '\n'
      used = displayWidth(character)
    }
    rows += character
  }
  return rows
}
