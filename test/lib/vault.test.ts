import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { Vault } from '../../lib/vault.ts'

describe('the vault', () => {
  it('answers null for what it does not have', () => {
    const vault = new Vault(memory(), mirror)
    expect(vault.get('a')).toBeNull()
    expect(vault.destroy('a')).toBe(false)
    expect(vault.ids()).toEqual([])
  })

  it('keeps a copy: the caller still owns the secret', () => {
    const vault = new Vault(memory(), mirror)
    const secret = Secret.fromText('pass')
    vault.put('a', secret)
    secret.destroy()
    const got = vault.get('a')
    expect(got?.use(text => text)).toBe('pass')
    got?.destroy()
    expect(vault.get('a')?.use(text => text)).toBe('pass')
  })

  it('hands only sealed bytes to the rows, and every id with them', () => {
    const rows = memory()
    const vault = new Vault(rows, mirror)
    vault.put('a', Secret.fromText('pass'))
    expect(Buffer.from(rows.find('a') ?? []).toString()).toBe('a:ssap')
    expect(inspect(vault.get('a'))).toBe('[secret]')
    expect(vault.destroy('a')).toBe(true)
    expect(rows.find('a')).toBeNull()
  })

  it('passes on that an id is taken, and that a row was exchanged', () => {
    const rows = memory()
    const vault = new Vault(rows, mirror)
    vault.put('a', Secret.fromText('one'))
    expect(() => vault.put('a', Secret.fromText('two'))).toThrow('taken')
    rows.insert('b', rows.find('a') ?? new Uint8Array())
    expect(() => vault.get('b')).toThrow('exchanged')
  })
})

/** A box that anybody can look into: the bytes reversed, after their id. */
const mirror = {
  seal: (id: string, plain: Uint8Array) => Buffer.concat([Buffer.from(`${id}:`), plain.toReversed()]),
  open: (id: string, sealed: Uint8Array) => {
    const head = `${id}:`
    if (!Buffer.from(sealed).toString().startsWith(head)) throw new Error('exchanged')
    return Uint8Array.from(sealed.subarray(head.length)).reverse()
  },
}

function memory() {
  const rows = new Map<string, Uint8Array>()
  return {
    insert(id: string, sealed: Uint8Array) {
      if (rows.has(id)) throw new Error('taken')
      rows.set(id, sealed)
    },
    find: (id: string) => rows.get(id) ?? null,
    remove: (id: string) => rows.delete(id),
    ids: () => [...rows.keys()].sort(),
  }
}
