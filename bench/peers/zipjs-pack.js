// zip.js packs: node zipjs-pack.js OUT LEVEL PASSWORD DIRECTORY NAME [plain]. The best way it can run in Node, as measured:
// worker threads (`web-worker.js`) for all but small files, which it packs faster without, large chunks, and several
// entries at once. `plain`: as it comes, without a shim for workers and with its own size of chunks.
import { closeSync, createReadStream, openSync, statSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { configure, ZipWriter } from '@zip.js/zip.js'
import { filesUnder } from './files.js'
import { createWorker } from './web-worker.js'

const [out, level, password, directory, name, plain] = process.argv.slice(2)
const threads = availableParallelism()
if (plain === undefined) configure({ createWorker, maxWorkers: threads, chunkSize: 2 ** 20 })

const file = openSync(out, 'wx')
const sink = new WritableStream({ write: piece => void writeSync(file, piece) })
const writer = new ZipWriter(sink, { level: Number(level), password, encryptionStrength: 3, keepOrder: true })
const names = filesUnder(directory, name)
const lanes = Array.from({ length: 2 * threads }, async () => {
  for (let next = names.shift(); next !== undefined; next = names.shift()) await add(next)
})
await Promise.all(lanes)
await writer.close()
closeSync(file)
process.exit() // its workers wait for more

async function add(entry) {
  const path = join(directory, entry)
  const readable = Readable.toWeb(createReadStream(path, { highWaterMark: 2 ** 20 }))
  const { size } = statSync(path)
  await writer.add(entry, { readable, size }, { useWebWorkers: size > 2 ** 16 })
}
