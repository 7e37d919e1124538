// archiver 7 with archiver-zip-encrypted packs: node archiver-pack.js OUT LEVEL PASSWORD DIRECTORY NAME. Level 0 stores.
import { createWriteStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import archiver from 'archiver'
import encrypted from 'archiver-zip-encrypted'

const [out, level, password, directory, name] = process.argv.slice(2)
archiver.registerFormat('zip-encrypted', encrypted)
const archive = archiver.create('zip-encrypted', {
  store: level === '0',
  zlib: { level: Number(level) },
  encryptionMethod: 'aes256',
  password,
})
const path = join(directory, name)
if (statSync(path).isFile()) archive.file(path, { name })
else archive.directory(path, name)
await Promise.all([pipeline(archive, createWriteStream(out, { flags: 'wx' })), archive.finalize()])
