// Makes the pictures of the terminal UI in docs/: drives the real program in a pseudo-terminal (tmux), in a sandbox home that
// is thrown away, and draws what the terminal shows. After a build: npx node scripts/capture-ui.js [PICTURE…]
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ansiToSvg } from './ansi-to-svg.js'

const columns = 100
const rows = 28
const patience = 30_000
const root = join(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const work = join(place, 'files')
const env = {
  PATH: process.env.PATH,
  HOME: place,
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  TZ: 'UTC',
  WAYBILL_HOME: join(place, 'home'),
  TMUX_TMPDIR: place,
}

/** `waybill send` without `--to`: the screen asks for the recipient. */
const send = file => ['send', file, '--phone', '+4915112345679', '--purpose', 'Quarterly reconciliation']

/** From the files to the review. */
async function toReview(ui) {
  await ui.until(/❯ Name/)
  ui.text('Grace Hopper')
  await ui.until(/Number|verified/)
  for (const next of [/❯ Purpose/, /What a stranger sees/, /Enter seals it/]) {
    ui.keys('Enter')
    await ui.until(next)
  }
}

/**
 * Name, what it shows, what is run, and the way there: `keys` presses keys, `text` types, `until` waits; the last frame is
 * drawn.
 */
const pictures = [
  {
    name: 'home',
    title: 'Home: what waits for the person first, then what was lately',
    drive: async ui => ui.until('Ada Lovelace'),
  },
  {
    name: 'review',
    title: 'Send: before anything is sealed, what will happen',
    command: send('samples/customers.csv'),
    drive: toReview,
  },
  {
    name: 'sealing',
    title: 'Send: sealing, with rate and time left',
    command: send('archive.bin'),
    drive: async ui => {
      await toReview(ui)
      ui.keys('Enter')
      await ui.until(/[1-7]\d %/)
    },
  },
  {
    name: 'handed-over',
    title: 'Send: sealed; how to send the archive, and the road of the password',
    command: send('samples/customers.csv'),
    drive: async ui => {
      await toReview(ui)
      ui.keys('Enter')
      await ui.until('Receipt code')
    },
  },
  {
    name: 'dictate',
    title: 'Dictate: the password is hidden until somebody asks for it',
    drive: async ui => {
      await ui.until('Ada Lovelace')
      ui.keys('r')
      await ui.until('Emmy Noether')
      ui.keys('Down', 'Enter')
      await ui.until('Transfers')
      ui.keys('Down', 'Enter')
      await ui.until('dictate')
      ui.keys('d')
      await ui.until('Call Emmy Noether')
      ui.keys('Enter')
      await ui.until('Hidden. The space bar')
    },
  },
  {
    name: 'log',
    title: 'Log: all transfers, and the waybill of the chosen one',
    drive: async ui => {
      await ui.until('Ada Lovelace')
      ui.keys('l')
      await ui.until(/\d transfers/)
    },
  },
  {
    name: 'recipients',
    title: 'A recipient: the number, who verified it and how, and what was sent to them',
    drive: async ui => {
      await ui.until('Ada Lovelace')
      ui.keys('r')
      await ui.until('Grace Hopper')
      ui.keys('Enter')
      await ui.until('called back')
    },
  },
  {
    name: 'policy',
    title: 'Policy: what each rule means',
    drive: async ui => {
      await ui.until('Ada Lovelace')
      ui.keys('p')
      await ui.until('password.minLength')
    },
  },
]

const wanted = process.argv.slice(2)
try {
  mkdirSync(work)
  cpSync(join(root, 'samples'), join(work, 'samples'), { recursive: true })
  writeFileSync(join(work, 'archive.bin'), '')
  truncateSync(join(work, 'archive.bin'), 4_000_000_000)
  prepare()
  for (const { name, title, drive, command = [] } of pictures) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const picture = ansiToSvg(await capture(drive, command), {
      columns,
      title: `Terminal UI. ${title}`,
      description: 'Everybody on the picture is invented; the sandbox that it shows no longer exists.',
    })
    writeFileSync(join(root, `docs/ui-${name}.svg`), picture)
    console.log(`docs/ui-${name}.svg`)
  }
} finally {
  rmSync(place, { recursive: true, force: true })
}

/** Recipients on record and transfers in several states. */
function prepare() {
  const add = (name, ...more) => waybill('contacts', 'add', '--name', name, ...more)
  const sent = (name, purpose, ...more) =>
    waybill('send', 'samples/customers.csv', '--to', name, '--purpose', purpose, ...more)
  add('Ada Lovelace', '--org', 'Example Ltd', '--phone', '+4915112345678', '--verified', 'called-back')
  add('Grace Hopper', '--org', 'Navy Yard', '--phone', '+4915112345679', '--verified', 'in-person')
  add('Emmy Noether', '--org', 'Universität Göttingen')
  const { transfer } = sent('Ada Lovelace', 'Payroll October', '--no-hold')
  waybill('confirm', transfer)
  sent('Ada Lovelace', 'Audit 2026', '--no-hold')
  sent('Grace Hopper', 'Tax return 2025', '--category', 'tax')
  const { transfer: study } = sent(
    'Emmy Noether',
    'Study data',
    '--category',
    'health',
    '--via',
    'phone',
    '--phone',
    '+4915112345670',
  )
  waybill('release', study, '--override', 'Her voice is known')
  sent('Ada Lovelace', 'Quarterly reconciliation', '--hold')
}

function waybill(...words) {
  const argv = [join(root, 'bin/waybill.js'), ...words, '--sandbox', '--json', '--no-input']
  return JSON.parse(execFileSync(process.execPath, argv, { cwd: work, env, encoding: 'utf8', stdio: 'pipe' }))
}

/** The screen with its colours, when the driver is done. A tmux server of its own: nobody else's is touched. */
async function capture(drive, words) {
  const tmux = (...words) =>
    execFileSync('tmux', ['-u', '-L', 'ui', '-f', '/dev/null', ...words], { env, encoding: 'utf8', timeout: patience })
  const command = [process.execPath, join(root, 'bin/waybill.js'), ...words, '--sandbox']
    .map(word => `'${word}'`)
    .join(' ')
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', work, command)
  try {
    await drive({
      keys: (...names) => tmux('send-keys', ...names),
      text: text => tmux('send-keys', '-l', '--', text),
      until: async text => {
        const end = Date.now() + patience
        const shows = screen => (typeof text === 'string' ? screen.includes(text) : text.test(screen))
        while (!shows(tmux('capture-pane', '-p'))) {
          if (Date.now() > end) throw new Error(`no ${text} on:\n${tmux('capture-pane', '-p')}`)
          await setTimeout(50)
        }
      },
    })
    // What is drawn after the text that was waited for.
    await setTimeout(300)
    return tmux('capture-pane', '-e', '-p')
  } finally {
    tmux('kill-server')
  }
}
