import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ioError } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import { isBundleName } from '../lib/ledger/bundle.ts'
import { type BundleOptions, type BundleVerification, verifyBundle } from '../lib/ledger/verify-bundle.ts'

/** Bytes of a ZIP's first header that tell its first name (APPNOTE 4.3.7), and the longest name of a bundle. */
const header = { fixed: 30, longest: 128 }

/**
 * Whether the file at `path` is to be checked as a bundle and not as an archive: a folder, or a ZIP that begins with a
 * file of a bundle, in clear, however damaged the rest may be. WB-NOT-FOUND and the other codes of disks.
 */
export async function looksLikeBundle(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r')
    try {
      if ((await file.stat()).isDirectory()) return true
      const { buffer, bytesRead } = await file.read(Buffer.alloc(header.fixed + header.longest), 0, undefined, 0)
      return bytesRead > header.fixed && beginsLikeBundle(buffer.subarray(0, bytesRead))
    } finally {
      await file.close()
    }
  } catch (error) {
    throw ioError(error, path)
  }
}

function beginsLikeBundle(bytes: Buffer): boolean {
  const isPlainEntry = bytes.readUInt32LE(0) === 0x04034b50 && (bytes.readUInt16LE(6) & 1) === 0
  return isPlainEntry && isBundleName(bytes.toString('latin1', header.fixed, header.fixed + bytes.readUInt16LE(26)))
}

/** The bundle at `path`, a ZIP or the folder that it was unpacked into. What cannot be read is a finding. */
export async function verifyBundleAt(path: string, options: BundleOptions): Promise<BundleVerification> {
  try {
    const isFolder = lstatSync(path).isDirectory()
    const { readPlainZip } = await import('../lib/zip/plain-read.ts')
    return verifyBundle(isFolder ? readFolder(path) : await readPlainZip(path), options)
  } catch (error) {
    if (!(error instanceof WaybillError)) throw ioError(error, path)
    const { findings, ...rest } = verifyBundle(new Map(), options)
    const unreadable = { level: 'error', code: 'bundle.unreadable', message: error.message } as const
    return { ...rest, findings: [unreadable, ...findings.filter(({ code }) => code !== 'bundle.missing')] }
  }
}

/** Links are not followed, and like everything that is not a file they are told by a name that no bundle has. */
function readFolder(path: string, below = ''): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (const entry of readdirSync(join(path, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory() && below === '')
      for (const [inner, content] of readFolder(path, name)) files.set(inner, content)
    else if (entry.isFile()) files.set(name, readFileSync(join(path, name)))
    else files.set(`${name} is not a file`, new Uint8Array(0))
  }
  return files
}
