// For `node --import`: a bug, in the moment when the password has just been used.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { existsSync } = fs
fs.existsSync = path => {
  if (String(path).includes('/phone/')) throw new RangeError('a deliberate bug')
  return existsSync(path)
}
syncBuiltinESMExports()
