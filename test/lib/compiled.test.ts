import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compiled } from '../../lib/compiled.ts'
import { scratch } from '../support/world.ts'

/** The smallest module: magic number and version (WebAssembly Core Specification, 5.5.16). */
const EMPTY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00)

function file(content: Uint8Array): URL {
  const path = join(scratch(), 'module.wasm')
  writeFileSync(path, content)
  return pathToFileURL(path)
}

describe('WebAssembly', () => {
  it('is compiled', async () => {
    expect(await compiled(file(EMPTY))).toBeInstanceOf(WebAssembly.Module)
  })

  it('is done without where the file is missing or the engine cannot compile it', async () => {
    expect(await compiled(pathToFileURL(join(scratch(), 'no-such.wasm')))).toBeNull()
    expect(await compiled(file(EMPTY.with(4, 9)))).toBeNull()
  })

  it('is not done without for any other reason', async () => {
    await expect(compiled(pathToFileURL(scratch()))).rejects.toThrow(/EISDIR/)
  })
})
