/**
 * Names inside an archive: how a source's path becomes one, in which order they stand, when two of them clash, and which
 * must never become a file. Source: APPNOTE 6.3.10, 4.4.17 (forward slashes, relative, no drive); Microsoft "Naming
 * Files, Paths, and Namespaces" for what Windows reserves.
 */
import { WaybillError } from '../error.ts'

/**
 * The name under which a source stands in the archive: NFC, relative, `/` between its parts. A trailing `/` (a
 * directory) is kept, `./` in front and doubled slashes go. Throws WB-NAME for what no reader should be asked to extract.
 */
export function archivedName(path: string): string {
  const name = path
    .normalize('NFC')
    .replace(/^(?:\.\/+)+/, '')
    .replace(/(?<=.)\/{2,}/gs, '/')
  const reason = unsafeForExtraction(name, false)
  if (reason === null) return name
  throw new WaybillError('WB-NAME', `The name ${JSON.stringify(name)} ${reason}.`, 'Rename it and send again.')
}

/** A component that would be a device on Windows, whatever its extension: `nul`, `COM1.txt`, `aux .c`. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i
/** C0, DEL and C1, and the two separators that end a line in some programs. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Why this name (untrusted) must not become a path below a directory: the end of a sentence that begins with the name;
 * null where it may. A trailing `/` is allowed. The rules are those of the strictest system wherever a name could be
 * a danger there; characters that Windows merely cannot store are refused where the disk is one of Windows.
 */
export function unsafeForExtraction(name: string, windows: boolean): string | null {
  if (name === '') return 'is empty'
  if (CONTROL.test(name)) return 'holds control characters'
  if (LONE_SURROGATE.test(name)) return 'is not valid Unicode'
  if (name.includes('\\')) return 'holds a backslash, which Windows takes for a separator'
  if (name.startsWith('/')) return 'is an absolute path'
  if (/^[a-z]:/i.test(name)) return 'begins with a drive letter'
  const parts = name.replace(/\/$/, '').split('/')
  for (const part of parts) {
    if (part === '') return 'has an empty part'
    if (part === '..') return 'leads out of its folder'
    if (part === '.') return 'has a part that is only a dot'
    if (/[. ]$/.test(part)) return 'has a part that ends in a dot or a space, which Windows drops'
    if (DEVICE.test(part)) return 'is the name of a device on Windows'
    if (windows && awkwardOnWindows(part) !== null) return 'holds a character that Windows does not allow'
  }
  return null
}

/** The first character of the name that a recipient on Windows cannot have in a file name, or null. */
export function awkwardOnWindows(name: string): string | null {
  return /[<>:"|?*]/.exec(name)?.[0] ?? null
}

/** Characters that turn the reading direction, so that `gpj.exe` reads as `exe.jpg`. */
export function deceptiveName(name: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(name)
}

/**
 * Two names with the same folded form are one file on some disk (Windows, macOS), in case, Unicode form or sharp s.
 * A trailing `/` does not count: a file and a folder clash too.
 */
export function foldName(name: string): string {
  return name.replace(/\/$/, '').normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/**
 * The name among these (untrusted) that cannot stand beside the others, or null: the same folded form twice, or a
 * file where another name needs a folder.
 */
export function clashingName(names: Iterable<string>): string | null {
  const taken = new Map<string, 'file' | 'folder'>()
  const parents = new Map<string, string>()
  for (const name of names) {
    const folded = foldName(name)
    if (taken.has(folded)) return name
    taken.set(folded, name.endsWith('/') ? 'folder' : 'file')
    for (let cut = folded.lastIndexOf('/'); cut > 0; cut = folded.lastIndexOf('/', cut - 1)) {
      const parent = folded.slice(0, cut)
      if (parents.has(parent)) break
      parents.set(parent, name)
    }
  }
  for (const [parent, name] of parents) {
    if (taken.get(parent) === 'file') return name
  }
  return null
}

/** Order of entries: by code point, which is the order of the UTF-8 bytes, the same on every machine. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return codePointRank(x) - codePointRank(y)
  }
  return a.length - b.length
}

/** UTF-16 puts surrogates (code points from 0x10000) below 0xE000 to 0xFFFF; this rank puts them above. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
