import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../../lib/secret.ts'
import { isSealed, readArchive } from '../../../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../../../lib/zip/reading/archive-file.ts'
import { candidates, unlock } from '../../../../lib/zip/reading/unlock.ts'
import { scratch } from '../../../support/world.ts'
import { type ForgedArchive, forge, PASSWORD, type PartKind } from '../forge.ts'

const texts = (typed: string) => candidates(Secret.fromText(typed)).map(secret => secret.use(text => text))

describe('candidates', () => {
  it('are what was typed, alone, where it is in its exact form or of no recipe', () => {
    for (const typed of [
      PASSWORD,
      'correct horse battery staple',
      'aB3-dE5',
      '',
      ' ',
      PASSWORD.slice(1),
      `${PASSWORD}2`,
    ]) {
      expect(texts(typed)).toEqual([typed])
    }
  })

  it.each([
    'k7mq3xtd9wbnh4rzpc2v',
    'k7mq 3xtd 9wbn h4rz pc2v',
    ' k7mq-3xtd-9wbn-h4rz-pc2v\n',
    'k7mq–3xtd—9wbn‐h4rz‑pc2v',
    'k7mq\u22123xtd\u00a09wbn\u2003h4rz-pc2v',
    'k-7-m-q-3-x-t-d-9-w-b-n-h-4-r-z-p-c-2-v',
    'k7mq--3xtd9wbnh4rzpc2v-',
    'K7MQ-3XTD-9WBN-H4RZ-PC2V',
    'k7mq 3xtd 9wbn h4rz pc2V',
  ])('are also the exact form of %j', typed => {
    expect(texts(typed)).toEqual([typed, PASSWORD])
  })

  it.each([
    'k7mq 3xtd 9wbn h4rz pc21',
    'k7mq 3xtd 9wbn h4rz pcol',
    'k7mq.3xtd.9wbn.h4rz.pc2v',
    'k7mq_3xtd_9wbn_h4rz_pc2v',
    'k7mq 3xtd 9wbn h4rz pc2',
    'k7mq 3xtd 9wbn h4rz pc2vv',
  ])('are no more than %j, which has a symbol too few, too many or of another kind', typed => {
    expect(texts(typed)).toEqual([typed])
  })

  it('are what was typed where it is no text', () => {
    const bytes = Secret.fromBytes(Uint8Array.of(0xff, 0xfe))
    expect(candidates(bytes)).toEqual([bytes])
  })
})

async function unlocked(bytes: Uint8Array, ...passwords: string[]): Promise<string> {
  const path = join(scratch(), 'a.zip')
  writeFileSync(path, bytes)
  return ArchiveFile.use(path, async file => {
    const entries = (await readArchive(file)).entries.filter(isSealed)
    const password = await unlock(file, entries, passwords.map(Secret.fromText))
    return password.use(text => text)
  })
}

/** Changes one byte in each of these parts. */
function broken(forged: ForgedArchive, kind: PartKind, names: readonly string[]): Uint8Array {
  const bytes = Buffer.from(forged.bytes)
  for (const part of forged.parts) {
    if (part.kind === kind && names.includes(part.name)) bytes.writeUInt8(bytes.readUInt8(part.at) ^ 1, part.at)
  }
  return bytes
}

describe('unlock', () => {
  const three = forge([
    { name: 'a', content: 'longest of them' },
    { name: 'b', content: 'short' },
    { name: 'c', content: 'in between' },
  ])
  const one = forge([{ name: 'a', content: 'alone' }])
  const wrong = expect.objectContaining({ code: 'WB-WRONG-PASSWORD' })
  const damaged = (text: string) =>
    expect.objectContaining({ code: 'WB-DAMAGED', message: expect.stringContaining(text) })

  it('takes the password that opens it, in any place', async () => {
    expect(await unlocked(three.bytes, PASSWORD)).toBe(PASSWORD)
    expect(await unlocked(three.bytes, 'wrong', PASSWORD)).toBe(PASSWORD)
  })

  it('calls a password wrong where no verifier matches', async () => {
    await expect(unlocked(three.bytes, 'wrong')).rejects.toThrow(wrong)
    await expect(unlocked(three.bytes, 'wrong', 'another')).rejects.toThrow(wrong)
    await expect(unlocked(one.bytes, '')).rejects.toThrow(wrong)
    // as the design says it: all verifiers mismatch, whatever the reason
    await expect(unlocked(broken(one, 'verifier', ['a']), PASSWORD)).rejects.toThrow(wrong)
    await expect(unlocked(broken(three, 'salt', ['a', 'b', 'c']), PASSWORD)).rejects.toThrow(wrong)
  })

  it('calls an archive damaged where some match', async () => {
    await expect(unlocked(broken(three, 'verifier', ['b']), PASSWORD)).rejects.toThrow(damaged('the password is right'))
    await expect(unlocked(broken(three, 'code', ['b']), PASSWORD)).rejects.toThrow(damaged('the password is right'))
    const twice = broken({ ...three, bytes: Buffer.from(broken(three, 'verifier', ['b', 'c'])) }, 'code', ['a'])
    await expect(unlocked(twice, PASSWORD)).rejects.toThrow(damaged('or very rarely'))
  })

  it('says that it cannot tell where the only verifier matches and the code does not', async () => {
    for (const kind of ['ciphertext', 'code'] as const) {
      await expect(unlocked(broken(one, kind, ['a']), PASSWORD)).rejects.toThrow(damaged('or very rarely'))
    }
  })

  it('does not take a password whose verifier matches by chance', async () => {
    // found by trying: the first `wrong-N` whose two verifier bytes under the salt of entry 0 are those of PASSWORD
    const chance = 'wrong-35361'
    await expect(unlocked(one.bytes, chance)).rejects.toThrow(damaged('or very rarely'))
    expect(await unlocked(one.bytes, chance, PASSWORD)).toBe(PASSWORD)
  })

  it('looks at some of many entries, so that a wrong password is told soon', async () => {
    const many = forge(Array.from({ length: 300 }, (_, i) => ({ name: `${i}`, content: 'x' })))
    await expect(unlocked(many.bytes, 'wrong')).rejects.toThrow(wrong)
    const names = Array.from({ length: 200 }, (_, i) => `${i}`)
    await expect(unlocked(broken(many, 'verifier', names), PASSWORD)).rejects.toThrow(damaged('the password is right'))
  })
})
