// For `node --import`: the process dies when the sandbox phone has received a text, before anybody can record it.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { renameSync } = fs
fs.renameSync = (from, to) => {
  renameSync(from, to)
  if (to.includes('/phone/')) process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()
