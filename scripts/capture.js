// Makes docs/capture.svg, the picture in the README: runs the README's own first command in a pseudo-terminal (tmux), in a
// home that is thrown away, and draws what the terminal shows. After a build: npx node scripts/capture.js
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ansiToSvg } from './ansi-to-svg.js'
import { inTerminal, quoted } from './terminal.js'

const columns = 100
const root = join(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const work = join(place, 'files')

const steps = stepsOfReadme()
try {
  mkdirSync(work)
  cpSync(join(root, 'samples'), join(work, 'samples'), { recursive: true })
  const env = { WAYBILL_HOME: join(place, 'home') }
  const text = inTerminal({ commands: steps.map(asRun), columns, cwd: work, place, env })
  const description = 'The password on the picture opened a sandbox archive that no longer exists.'
  const picture = ansiToSvg(text, { columns, title: `Terminal: ${steps.join(', then ')}`, description })
  writeFileSync(join(root, 'docs/capture.svg'), picture)
} finally {
  rmSync(place, { recursive: true, force: true })
}

/** `npx waybill …`, each command of the README's first line for the shell but `npm ci`. */
function stepsOfReadme() {
  const [, line] = /^npm ci && (.+)$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  if (line === undefined) throw new Error('README.md has no line that begins with `npm ci && `')
  return line.split(' && ')
}

function asRun(shown) {
  const waybill = `${quoted(process.execPath)} ${quoted(join(root, 'bin/waybill.js'))}`
  return { shown, run: shown.replace(/^npx waybill/, waybill) }
}
