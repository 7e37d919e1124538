import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { compileModule, compileModules } from '../../../../lib/zip/writing/modules.ts'
import { root } from '../../../support/built.ts'

/** A file beside the modules, for the length of a test. */
function beside(content: string): string {
  const name = `test-${process.pid}`
  const path = join(root, 'lib/zip/writing', `${name}.wasm`)
  writeFileSync(path, content)
  onTestFinished(() => rm(path))
  return name
}

describe('the modules', () => {
  it('are there, both: nothing falls back to slower code without being asked to', async () => {
    const { deflation, derivation } = await compileModules()
    expect(deflation).toBeInstanceOf(WebAssembly.Module)
    expect(derivation).toBeInstanceOf(WebAssembly.Module)
  })

  it('are done without where the file is missing or the engine cannot compile it', async () => {
    expect(await compileModule('no-such')).toBeNull()
    expect(await compileModule(beside('no WebAssembly'))).toBeNull()
  })

  it('are not done without for any other reason', async () => {
    await expect(compileModule('x'.repeat(300))).rejects.toThrow(/ENAMETOOLONG/)
  })
})
