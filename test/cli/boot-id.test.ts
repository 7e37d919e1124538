import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bootId } from '../../cli/boot-id.ts'
import { scratch } from '../support/world.ts'

const own = '00112233445566778899aabbccddeeff'
const boot = '7C1B2A5E-0F7D-4F0E-9E43-6F0D5C1F2A3B'

/** A program in the place of macOS's. It gets no environment, so no PATH either. */
function sysctl(script: string): string {
  const path = join(scratch(), 'sysctl')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o700)
  return path
}

describe('the id of a boot', () => {
  const nowhere = () => join(scratch(), 'nothing')

  it('is what Linux says', () => {
    const file = join(scratch(), 'boot_id')
    writeFileSync(file, `${boot}\n`)
    expect(bootId(own, { file, sysctl: sysctl('echo another') })).toBe(boot)
  })

  it('is what macOS says, which is asked for its boot session', () => {
    const asked = sysctl(`test "$*" = "-n kern.bootsessionuuid" && echo ${boot}`)
    expect(bootId(own, { file: nowhere(), sysctl: asked })).toBe(boot)
  })

  it.each([
    'exit 1',
    'echo',
    'echo unknown oid >&2',
  ])('is that of the process where the system tells none: %s', script => {
    expect(bootId(own, { file: nowhere(), sysctl: sysctl(script) })).toBe(own)
  })

  it('is that of the process where there is nobody to ask', () => {
    expect(bootId(own, { file: nowhere(), sysctl: nowhere() })).toBe(own)
  })
})
