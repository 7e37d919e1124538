/** Who reads: each authenticates every entry of one archive and keeps nothing of it. */
import { join } from 'node:path'
import { contender } from './built.ts'
import type { CorpusName } from './corpora/corpus.ts'
import type { Contender } from './packers.ts'
import { PASSWORD } from './password.ts'
import type { Tools } from './tools.ts'

/** `job.out` is the archive. */
export function readers(corpus: CorpusName, { sevenZip, bsdtar }: Tools): Contender[] {
  const ours = contender('read')
  const zipJs = join(import.meta.dirname, 'peers/zipjs-read.js')
  const reader = (id: string, label: string, argv: (out: string) => readonly string[]): Contender => ({
    id,
    label,
    maker: id === 'waybill' ? 'waybill' : 'peer',
    level: null,
    work: 'read',
    slow: id === 'zipjs' && corpus === 'tiny',
    argv: ({ out }) => argv(out),
  })
  return [
    reader('waybill', 'Waybill', out => [process.execPath, ours, out]),
    ...(sevenZip === null
      ? []
      : [reader('7-zip', '7z t', out => [sevenZip, 't', `-p${PASSWORD}`, '-bso0', '-bsp0', out])]),
    ...(bsdtar === null
      ? []
      : [
          reader('bsdtar', 'bsdtar -xO', out => [
            'sh',
            '-c',
            'exec "$@" > /dev/null',
            'sh',
            bsdtar,
            '--passphrase',
            PASSWORD,
            '-xOf',
            out,
          ]),
        ]),
    reader('zipjs', 'zip.js', out => [process.execPath, zipJs, out, PASSWORD]),
  ]
}
