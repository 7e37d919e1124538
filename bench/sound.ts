import { execFileSync } from 'node:child_process'
import { sevenZip } from '../test/support/sevenzip.ts'
import { PASSWORD } from './password.ts'
import type { Tools } from './tools.ts'

/** `7z t` of an archive in the directory, by 7-Zip as WebAssembly where none is installed. Throws where it finds fault. */
export async function sound(tools: Tools, directory: string, name: string): Promise<void> {
  if (tools.sevenZip !== null) {
    execFileSync(tools.sevenZip, ['t', `-p${PASSWORD}`, '-bso0', '-bsp0', name], { cwd: directory, stdio: 'pipe' })
    return
  }
  const { status, output } = await sevenZip(directory, 't', `-p${PASSWORD}`, name)
  if (status !== 0) throw new Error(`7-Zip does not pass it: ${output.slice(-300)}`)
}
