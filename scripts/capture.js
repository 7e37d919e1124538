// Makes docs/capture.svg, the picture in the README: runs the README's own first command in a pseudo-terminal (tmux), in a
// home that is thrown away, and draws what the terminal shows. After a build: npx node scripts/capture.js
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ansiToSvg } from './ansi-to-svg.js'

const columns = 100
const root = join(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const work = join(place, 'files')
const socket = `waybill-capture-${process.pid}`

const steps = stepsOfReadme()
try {
  mkdirSync(work)
  cpSync(join(root, 'samples'), join(work, 'samples'), { recursive: true })
  writeFileSync(join(place, 'run.sh'), scriptOf(steps))
  const text = runInTerminal(join(place, 'run.sh'))
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

/** Each command as a person would see it, then what it prints; the first that fails ends the script and leaves no `ok`. */
function scriptOf(commands) {
  const shown = commands.map(command => {
    const run = command.replace(/^npx waybill/, `${quoted(process.execPath)} ${quoted(join(root, 'bin/waybill.js'))}`)
    return `printf '\\033[1m%s\\033[0m\\n' ${quoted(`$ ${command}`)}\n${run} || finish\n`
  })
  const finish = `finish() { tmux -L ${socket} wait-for -S done; sleep 60; exit; }\n`
  return `${finish}${shown.join('echo\n')}touch ${quoted(join(place, 'ok'))}\nfinish\n`
}

function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** The whole screen with its colours, scrolled-off lines included. A tmux server of its own: nobody else's is touched. */
function runInTerminal(script) {
  const { PATH, HOME } = process.env
  const env = {
    PATH,
    HOME,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    WAYBILL_HOME: join(place, 'home'),
    TMUX_TMPDIR: place,
  }
  const tmux = (...words) =>
    execFileSync('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...words], { env, encoding: 'utf8', timeout: 120_000 })
  tmux('new-session', '-d', '-x', String(columns), '-y', '40', '-c', work, `sh ${quoted(script)}`)
  try {
    tmux('wait-for', 'done')
    const text = tmux('capture-pane', '-e', '-p', '-S', '-')
    if (!existsSync(join(place, 'ok'))) throw new Error(`a command failed:\n${text}`)
    return text
  } finally {
    tmux('kill-server')
  }
}
