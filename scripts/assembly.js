// Compiles each `lib/zip/FOLDER/assembly/NAME.ts`, AssemblyScript, to `lib/zip/FOLDER/NAME.wasm`, where the sources look for it, and
// copies it into the given directory, where the bundle does. The same source gives the same bytes.
import { copyFileSync, globSync, mkdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import asc from 'assemblyscript/asc'

const settings = ['--enable', 'simd', '--runtime', 'stub', '-O3', '--noAssert']

export async function compileAssembly(directory) {
  mkdirSync(directory, { recursive: true })
  for (const source of globSync('lib/zip/*/assembly/*.ts').sort()) {
    const name = `${basename(source, '.ts')}.wasm`
    const made = join(directory, name)
    const { error } = await asc.main([source, ...settings, '--outFile', made], { stderr: process.stderr })
    if (error) throw new Error(`${source} does not compile`, { cause: error })
    // Beside the old one and then in its place: a process that runs meanwhile finds a whole module.
    const place = join(dirname(dirname(source)), name)
    copyFileSync(made, `${place}.${process.pid}`)
    renameSync(`${place}.${process.pid}`, place)
  }
}
