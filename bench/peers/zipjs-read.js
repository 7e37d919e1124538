// zip.js reads everything, authenticates it and keeps nothing: node zipjs-read.js ARCHIVE PASSWORD.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { configure, Reader, ZipReader } from '@zip.js/zip.js'
import { createWorker } from './web-worker.js'

const [path, password] = process.argv.slice(2)
const threads = availableParallelism()
configure({ createWorker, maxWorkers: threads, chunkSize: 2 ** 20 })

const file = openSync(path, 'r')
class FileReader extends Reader {
  size = statSync(path).size

  async readUint8Array(at, length) {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - at)))
    readSync(file, bytes, 0, bytes.length, at)
    return bytes
  }
}
const reader = new ZipReader(new FileReader(), { password })
const entries = (await reader.getEntries()).filter(entry => !entry.directory)
const lanes = Array.from({ length: 2 * threads }, async () => {
  for (let next = entries.shift(); next !== undefined; next = entries.shift()) {
    await next.getData(new WritableStream(), {
      useWebWorkers: next.uncompressedSize > 2 ** 16,
      checkAuthenticationCode: true,
    })
  }
})
await Promise.all(lanes)
await reader.close()
closeSync(file)
process.exit() // its workers wait for more
