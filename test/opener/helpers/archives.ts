/** Archives for the page to open, each made below a directory of the caller's. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as zipJs from '@zip.js/zip.js'
import { listSources } from '../../../lib/zip/sources.ts'
import { seal } from '../../../lib/zip/write.ts'
import { arrange, pageName } from '../../../src/hiding.ts'
import { waybillText } from '../../../src/waybill-text.ts'
import type { Hiding } from '../../../src/words.ts'
import { PASSWORD, requestFor, SEALED_AT } from '../../support/sealing.ts'
import { sevenZip } from '../../support/sevenzip.ts'
import { seededRandom } from '../../support/world.ts'

export { PASSWORD }

/** Contents by path; `a/b.txt` lies in a folder. A path that ends in `/` is an empty folder. */
export type Contents = Readonly<Record<string, string | Uint8Array>>

/** The confirmation code of every archive that Waybill makes here: the nonce is fixed. */
export const NONCE = '00112233445566778899aabbccddeeff'
const [ID, SHORT] = ['01KB000000ABCDEFGH7K3QM9XP', 'WB-7K3Q-M9XP']

export interface WaybillOptions {
  readonly hide?: Hiding
  readonly kind?: 'production' | 'sandbox'
  /** `YYYY-MM-DD`. */
  readonly deleteBy?: string
  /** Changes the page before it is sealed, as somebody with the password could. */
  readonly page?: (text: string) => string
}

/** As `waybill send` seals it: the same arrangement, engine and page. */
export async function waybillArchive(directory: string, contents: Contents, options: WaybillOptions = {}) {
  const { hide = 'no', kind = 'production', page = text => text, deleteBy } = options
  const roots = lay(join(directory, 'sources'), contents)
  const { sources } = await listSources(roots, { symlinks: 'refuse' })
  const random = seededRandom('opener')
  const { trueNames, modified, ...arranged } = arrange(hide, sources, { sealedAt: SEALED_AT, short: SHORT, random })
  const who = { recipient: 'Ada Lovelace', organisation: 'Analytical Engines', phone: null, client: null }
  const contact = { ...who, purpose: 'Audit of the January figures', reference: 'AE-14' }
  const request = requestFor(directory, {
    path: join(directory, `${SHORT}.zip`),
    sources: arranged.sources,
    modified,
    comment: `${SHORT} 2H4D-91KT`,
    last: entries => ({
      name: pageName(SHORT, sources),
      bytes: Buffer.from(
        page(
          waybillText({
            kind,
            id: ID,
            short: SHORT,
            contact,
            sender: { organisation: 'Example Ltd', phone: '+44 20 7946 0000', operator: 'Grace Hopper' },
            sealedAt: new Date(SEALED_AT),
            nonce: NONCE,
            checkpoint: 'a note\n',
            hide,
            ...(deleteBy !== undefined && { deleteBy }),
            files: entries.map(({ name, inside, ...entry }) => ({
              ...entry,
              name: trueNames.get(name) ?? name,
              as: name,
              ...(inside && { inside: inside.map(({ inside: _, ...file }) => ({ ...file, as: file.name })) }),
            })),
          }),
        ),
      ),
    }),
  })
  await seal(request)
  return request.path
}

/** Files and folders below the directory; answers what stands at its root. */
export function lay(directory: string, contents: Contents): string[] {
  for (const [name, content] of Object.entries(contents)) {
    const path = join(directory, name)
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(path, content)
  }
  return [...new Set(Object.keys(contents).map(name => join(directory, name.split('/')[0] ?? '')))]
}

/** By the 7-Zip of the tests; `switches` such as `-mem=AES256`. */
export async function sevenZipArchive(directory: string, contents: Contents, ...switches: string[]) {
  lay(join(directory, 'tree'), contents)
  const { status, output } = await sevenZip(
    directory,
    ...['a', '-tzip', ...switches, `-p${PASSWORD}`, 'seven.zip', './tree/*'],
  )
  if (status !== 0) throw new Error(output)
  return join(directory, 'seven.zip')
}

export async function zipJsArchive(
  directory: string,
  contents: Contents,
  options: zipJs.ZipWriterConstructorOptions = {},
) {
  const settings = { password: PASSWORD, encryptionStrength: 3, useWebWorkers: false, ...options } as const
  const writer = new zipJs.ZipWriter(new zipJs.Uint8ArrayWriter(), settings)
  for (const [name, content] of Object.entries(contents)) {
    await writer.add(name, new zipJs.Uint8ArrayReader(Buffer.from(content)))
  }
  const path = join(directory, 'zipjs.zip')
  writeFileSync(path, await writer.close())
  return path
}

/** A copy with other bytes: for damage and for what an attacker does without the password. */
export function changed(path: string, change: (bytes: Buffer) => Buffer | undefined, name = 'changed.zip'): string {
  const bytes = readFileSync(path)
  const copy = join(dirname(path), name)
  writeFileSync(copy, change(bytes) ?? bytes)
  return copy
}

/** Every occurrence of a name, in local headers and in the directory, by another of the same length. */
export function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const [a, b] = [Buffer.from(from), Buffer.from(to)]
  if (a.length !== b.length) throw new RangeError('another length')
  for (let at = bytes.indexOf(a); at >= 0; at = bytes.indexOf(a, at + 1)) b.copy(bytes, at)
  return bytes
}

/** Name and content of every file in a plain ZIP, as zip.js reads it at its strictest. */
export async function plainContents(bytes: Uint8Array): Promise<Record<string, string>> {
  const reader = new zipJs.ZipReader(new zipJs.Uint8ArrayReader(bytes), { strictness: 'strict', useWebWorkers: false })
  const found: Record<string, string> = {}
  for (const entry of await reader.getEntries()) {
    if (entry.encrypted) throw new Error(`${entry.filename} is encrypted`)
    found[entry.filename] = entry.directory ? '' : await entry.getData(new zipJs.TextWriter())
  }
  return found
}
