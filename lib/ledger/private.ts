import { lstatSync, statSync } from 'node:fs'
import { platform } from 'node:process'
import { WaybillError } from '../error.ts'

/** Permission bits of everybody but the owner. Windows has none: there the home's access list decides. */
const others = platform === 'win32' ? 0 : 0o077

/** Throws `WB-HOME-MODE` when others may enter, read or change the directory. It may be reached through a link. */
export function requirePrivateDirectory(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) throw notPrivate(`${path} is not a directory.`, 'Choose another home.')
  if ((found.mode & others) !== 0) throw notPrivate(`Other users may look into ${path}.`, `Run: chmod 700 '${path}'`)
}

/** Throws `WB-HOME-MODE` unless the file is missing, or a plain file (no link) that its owner alone may open. */
export function requirePrivateFile(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isFile()) throw notPrivate(`${path} is not a plain file.`, 'Put the real file in its place.')
  if ((found.mode & others) !== 0) throw notPrivate(`Other users may open ${path}.`, `Run: chmod 600 '${path}'`)
}

function notPrivate(message: string, hint: string): WaybillError {
  return new WaybillError('WB-HOME-MODE', message, hint)
}
