// Runs commands in a pseudo-terminal (tmux) and answers with what it shows.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The whole screen with its colours, scrolled-off lines included. `commands`: each as a person sees it, and what is run for
 * it; the first that fails is an error. `answer`: what to type once `to` is on the screen. `place`: a directory of the
 * caller's own, in which nothing is left that matters. A tmux server of its own: nobody else's is touched.
 */
export function inTerminal({ commands, columns, cwd, place, env = {}, answer = null }) {
  const socket = `waybill-capture-${process.pid}`
  const ok = join(place, 'ok')
  const script = join(place, 'run.sh')
  writeFileSync(script, scriptOf(commands, socket, ok))
  const { PATH, HOME } = process.env
  const own = { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color', TMUX_TMPDIR: place, ...env }
  const options = { env: own, encoding: 'utf8', timeout: 120_000 }
  const tmux = (words, input) =>
    execFileSync('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...words], { ...options, input })
  const screen = () => tmux(['capture-pane', '-e', '-p', '-S', '-'])
  tmux(['new-session', '-d', '-x', String(columns), '-y', '40', '-c', cwd, `sh ${quoted(script)}`])
  try {
    if (answer !== null) {
      waitFor(() => screen().includes(answer.to))
      tmux(['load-buffer', '-'], `${answer.with}\n`)
      tmux(['paste-buffer'])
    }
    tmux(['wait-for', 'done'])
    const text = screen()
    if (!existsSync(ok)) throw new Error(`a command failed:\n${text}`)
    return text
  } finally {
    tmux(['kill-server'])
  }
}

/** Each command as a person would see it, then what it prints; the first that fails ends the script and leaves no `ok`. */
function scriptOf(commands, socket, ok) {
  const runs = commands.map(
    ({ shown, run }) => `printf '\\033[1m%s\\033[0m\\n' ${quoted(`$ ${shown}`)}\n${run} || finish\n`,
  )
  const finish = `finish() { tmux -L ${socket} wait-for -S done; sleep 60; exit; }\n`
  return `${finish}${runs.join('echo\n')}touch ${quoted(ok)}\nfinish\n`
}

function waitFor(condition) {
  for (let tries = 0; tries < 200; tries++) {
    if (condition()) return
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
  throw new Error('what was waited for did not come')
}

/** One word for a shell. */
export function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}
