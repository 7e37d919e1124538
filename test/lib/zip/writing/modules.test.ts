import { describe, expect, it } from 'vitest'
import { compileModules } from '../../../../lib/zip/writing/modules.ts'

describe('the modules of the packing threads', () => {
  it('are there, both: nothing falls back to slower code without being asked to', async () => {
    const { deflation, derivation } = await compileModules()
    expect(deflation).toBeInstanceOf(WebAssembly.Module)
    expect(derivation).toBeInstanceOf(WebAssembly.Module)
  })
})
