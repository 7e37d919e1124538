import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeShreds, parseShreds, readShreds } from '../../../lib/ledger/shreds.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { closing, newLedger, transferA, transferB } from '../../support/ledger.ts'

const nobody = { contact: [], files: [], identity: [] }

describe('the list of shreds', () => {
  it('is not there before the first', async () => {
    const { home, ledger } = await newLedger()
    fill(ledger)
    expect(readShreds(home)).toEqual(nobody)
    expect(ledger.shredsUnlisted).toBe(false)
  })

  it('holds every owner by class, sorted and once, and only the owner may read it', async () => {
    const { home, ledger } = await newLedger()
    fill(ledger)
    shred(ledger, transferB, 'contact')
    shred(ledger, transferA, 'contact')
    shred(ledger, transferA, 'files')
    shred(ledger, transferA, 'files')
    expect(readShreds(home)).toEqual({ contact: [transferA, transferB], files: [transferA], identity: [] })
    expect(statSync(join(home, 'shreds.json')).mode & 0o777).toBe(0o600)
    expect(ledger.shredsUnlisted).toBe(false)
  })

  it('keeps whom only the list knows: the ledger may have been put back from a backup', async () => {
    const { home, ledger } = await newLedger()
    const gone = '01JD0000000000000000000000'
    writeFileSync(join(home, 'shreds.json'), encodeShreds({ ...nobody, identity: [gone] }), { mode: 0o600 })
    fill(ledger)
    shred(ledger, transferA, 'contact')
    expect(readShreds(home)).toEqual({ contact: [transferA], files: [], identity: [gone] })
  })

  it('that could not be written is written by the next opening', async () => {
    const { home, ledger, options } = await newLedger()
    fill(ledger)
    // A folder in its place: neither read nor replaced.
    mkdirSync(join(home, 'shreds.json'))
    shred(ledger, transferA, 'contact')
    expect(ledger.shredsUnlisted).toBe(true)
    ledger.close()
    rmSync(join(home, 'shreds.json'), { recursive: true })
    writeFileSync(join(home, '.shreds.json.0A1B2C3D.tmp'), 'half', { mode: 0o600 })
    const again = closing(Ledger.open(home, options))
    expect(again.shredsUnlisted).toBe(false)
    expect(readShreds(home)).toEqual({ ...nobody, contact: [transferA] })
    expect(() => statSync(join(home, '.shreds.json.0A1B2C3D.tmp'))).toThrow('ENOENT')
  })

  it('lists nothing of a commit that failed', async () => {
    const { home, ledger } = await newLedger()
    fill(ledger)
    expect(() => ledger.commit(tx => tx.shred(transferA, 'contact'))).toThrow('personal.shredded')
    expect(ledger.shredsUnlisted).toBe(false)
    expect(readShreds(home)).toEqual(nobody)
  })

  it('is refused when others may read it', async () => {
    const { home, ledger, options } = await newLedger()
    fill(ledger)
    shred(ledger, transferA, 'contact')
    ledger.close()
    const path = join(home, 'shreds.json')
    writeFileSync(`${path}2`, readFileSync(path), { mode: 0o644 })
    rmSync(path)
    writeFileSync(path, readFileSync(`${path}2`), { mode: 0o644 })
    expect(() => Ledger.open(home, options)).toThrow(expect.objectContaining({ code: 'WB-HOME-MODE' }))
  })
})

describe('parseShreds', () => {
  it('undoes encodeShreds', () => {
    const shreds = { contact: [transferA, transferB], files: [], identity: [transferB] }
    expect(parseShreds(encodeShreds(shreds))).toEqual(shreds)
  })

  it.each([
    ['', 'nothing'],
    ['{}\n', 'no classes'],
    ['{"contact":[],"files":[],"identity":[]}', 'no line feed'],
    ['{"contact":[],"files":[],"identity":[],"more":[]}\n', 'a class too many'],
    ['{"files":[],"contact":[],"identity":[]}\n', 'another order'],
    ['{"contact":["Ada"],"files":[],"identity":[]}\n', 'no ULID'],
    [`{"contact":["${transferB}","${transferA}"],"files":[],"identity":[]}\n`, 'not sorted'],
    [`{"contact":["${transferA}","${transferA}"],"files":[],"identity":[]}\n`, 'twice'],
    [`{"contact":[1],"files":[],"identity":[]}\n`, 'a number'],
  ])('refuses %s (%s)', text => {
    expect(() => parseShreds(text)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })
})

function fill(ledger: Ledger): void {
  ledger.commit(tx => {
    for (const xfer of [transferA, transferB]) {
      const fields = { class: 'contact', owner: xfer, fields: { phone: '+4915112345678' } } as const
      tx.append({ type: 'transfer.intended', xfer, d: {}, disclose: [fields] })
    }
  })
}

function shred(ledger: Ledger, owner: string, name: 'contact' | 'files'): void {
  ledger.commit(tx => {
    const digests = tx.shred(owner, name)
    tx.append({ type: 'personal.shredded', xfer: null, d: { digests, owner, class: name } })
  })
}
