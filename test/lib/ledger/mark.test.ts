import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ledgerPath, markPath } from '../../../lib/ledger/home.ts'
import { encodeMark, type Mark, MarkWriter, parseMark, readMark, requireBound } from '../../../lib/ledger/mark.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { ulid } from '../../../lib/ulid.ts'
import { closing, newLedger } from '../../support/ledger.ts'
import { handClock, scratch, seededRandom } from '../../support/world.ts'

const wrongMark = expect.objectContaining({ code: 'WB-LEDGER-MARK', kind: 'not-verified' })
const log = ulid(handClock(), seededRandom('log'))
const otherLog = ulid(handClock(), seededRandom('other log'))
const root = 'a'.repeat(64)
const otherRoot = 'b'.repeat(64)

describe('the text', () => {
  it('parses what it encodes', () => {
    const mark = fc.record({
      log: fc.nat().map(seed => ulid(handClock(), seededRandom(seed))),
      size: fc.maxSafeNat(),
      root: fc.stringMatching(/^[0-9a-f]{64}$/),
    })
    fc.assert(
      fc.property(mark, one => {
        expect(parseMark(encodeMark(one))).toEqual(one)
      }),
    )
  })

  it('has one exact form', () => {
    const text = encodeMark({ log, size: 3, root })
    const wrong = [
      '',
      '{}\n',
      'null\n',
      text.trim(),
      `${text}\n`,
      ` ${text}`,
      text.replace('3', '-3'),
      text.replace('3', '3.5'),
      text.replace('3', '"3"'),
      text.replace(root, 'A'.repeat(64)),
      text.replace(log, 'log'),
      text.replace('}', ',"x":1}'),
      '\u0000'.repeat(text.length),
    ]
    for (const one of wrong) expect(() => parseMark(one), one).toThrow(wrongMark)
  })
})

describe('a lower bound', () => {
  const ledger = { log, size: 5, rootAt: (size: number) => (size === 3 || size === 5 ? root : null) }

  it('is any state that the ledger had', () => {
    for (const size of [3, 5]) expect(() => requireBound({ log, size, root }, ledger)).not.toThrow()
    expect(() => requireBound({ log, size: 0, root: otherRoot }, ledger)).not.toThrow()
  })

  it('is not a longer, a different or another ledger', () => {
    const wrong: Mark[] = [
      { log, size: 6, root },
      { log, size: 5, root: otherRoot },
      { log, size: 4, root },
      { log: otherLog, size: 3, root },
    ]
    for (const mark of wrong) expect(() => requireBound(mark, ledger)).toThrow(wrongMark)
  })
})

describe('the file', () => {
  it('never goes down', () => {
    const home = scratch()
    const file = new MarkWriter(home, seededRandom(1))
    file.begin({ log, size: 0, root })
    file.raise({ log, size: 7, root })
    file.raise({ log, size: 6, root: otherRoot })
    file.raise({ log, size: 7, root: otherRoot })
    expect(readMark(home)).toEqual({ log, size: 7, root })
    expect(() => file.raise({ log: otherLog, size: 9, root })).toThrow(wrongMark)
    expect(() => file.begin({ log: otherLog, size: 0, root })).toThrow(wrongMark)
    expect(readMark(home)).toEqual({ log, size: 7, root })
  })

  it('begins anew as long as it promises nothing', () => {
    const home = scratch()
    const file = new MarkWriter(home, seededRandom(1))
    file.begin({ log, size: 0, root })
    file.begin({ log: otherLog, size: 0, root })
    expect(readMark(home)?.log).toBe(otherLog)
  })

  it('sweeps only what its own writers left', () => {
    const home = scratch()
    const file = new MarkWriter(home, seededRandom(1))
    const others = ['mark.json', '.mark.json.tmp', '.mark.json.0123ABC.tmp', 'x.mark.json.0123ABCD.tmp']
    for (const name of [...others, '.mark.json.0123ABCD.tmp']) writeFileSync(join(home, name), '')
    expect(file.strays()).toEqual(['.mark.json.0123ABCD.tmp'])
    file.sweep()
    expect(readdirSync(home).sort()).toEqual(others.toSorted())
  })
})

describe('beside a ledger', () => {
  it('follows every commit', async () => {
    const { ledger, home } = await newLedger()
    const { size, root: newRoot } = ledger.commit(tx => tx.append(plain))
    expect(parseMark(readFileSync(markPath(home), 'utf8'))).toEqual({ log: ledger.log, size, root: newRoot })
  })

  it('heals silently when the ledger is ahead, and removes what a killed writer left', async () => {
    const { ledger, home, options } = await newLedger()
    const old = readFileSync(markPath(home))
    ledger.commit(tx => tx.append(plain))
    ledger.commit(tx => tx.append(plain))
    ledger.close()
    writeFileSync(markPath(home), old)
    writeFileSync(join(home, '.mark.json.0123ABCD.tmp'), 'half')
    closing(Ledger.open(home, options))
    expect(parseMark(readFileSync(markPath(home), 'utf8')).size).toBe(3)
    expect(readdirSync(home).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it('heals when creation died before the first raise', async () => {
    const { ledger, home, options } = await newLedger()
    ledger.close()
    writeFileSync(markPath(home), encodeMark({ log: ledger.log, size: 0, root }))
    closing(Ledger.open(home, options))
    expect(parseMark(readFileSync(markPath(home), 'utf8')).size).toBe(1)
  })

  it('holds for a ledger that grows while it is opened', async () => {
    const { ledger, home, options } = await newLedger()
    let grown = 0
    // Opening asks for the public key while it looks at the ledger.
    const keys = {
      ...options.keys,
      get public() {
        grown = ledger.commit(tx => tx.append(plain)).size
        return options.keys.public
      },
    }
    expect(closing(Ledger.open(home, { ...options, keys })).checkpoint().size).toBe(grown)
    expect(grown).toBeGreaterThan(1)
  })

  it('finds an older ledger put back, also one that went on', async () => {
    const { ledger, home, options } = await newLedger()
    ledger.close()
    copyFileSync(ledgerPath(home), join(home, 'old'))
    const newer = Ledger.open(home, options)
    newer.commit(tx => tx.append(plain))
    newer.commit(tx => tx.append(plain))
    newer.close()
    const kept = readFileSync(markPath(home))
    copyFileSync(join(home, 'old'), ledgerPath(home))
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)

    // The forger takes the mark away as well, goes on, and puts it back.
    writeFileSync(markPath(home), encodeMark({ log: ledger.log, size: 0, root }))
    const forged = Ledger.open(home, options)
    for (let i = 0; i < 5; i++) forged.commit(tx => tx.append({ ...plain, d: { forged: true } }))
    forged.close()
    writeFileSync(markPath(home), kept)
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)
  })

  it('finds a ledger of another home', async () => {
    const one = await newLedger()
    const other = await newLedger()
    one.ledger.close()
    other.ledger.close()
    copyFileSync(markPath(other.home), markPath(one.home))
    expect(() => Ledger.open(one.home, one.options)).toThrow(wrongMark)
  })

  it('finds a missing ledger, and does not let a new one take its place', async () => {
    const { ledger, home, options } = await newLedger()
    ledger.close()
    rmSync(ledgerPath(home))
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)
    expect(() => Ledger.create(home, options)).toThrow(wrongMark)
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)
  })

  it('must not be missing itself, nor damaged', async () => {
    const { ledger, home, options } = await newLedger()
    ledger.close()
    writeFileSync(markPath(home), '{"size":')
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)
    rmSync(markPath(home))
    expect(() => Ledger.open(home, options)).toThrow(wrongMark)
  })

  it('is asked in every commit, which then writes nothing', async () => {
    const { ledger, home } = await newLedger()
    const mark = parseMark(readFileSync(markPath(home), 'utf8'))
    writeFileSync(markPath(home), encodeMark({ ...mark, size: 9 }))
    expect(() => ledger.commit(tx => tx.append(plain))).toThrow(wrongMark)
    writeFileSync(markPath(home), encodeMark(mark))
    expect(ledger.checkpoint().size).toBe(1)
  })

  it('notices that the ledger was moved away under an open one', async () => {
    const { ledger, home } = await newLedger()
    rmSync(ledgerPath(home))
    expect(() => ledger.commit(tx => tx.append(plain))).toThrow(wrongMark)
    writeFileSync(ledgerPath(home), '')
    expect(() => ledger.commit(tx => tx.append(plain))).toThrow(wrongMark)
  })

  it('does not make a commit fail that happened', async () => {
    const { ledger, home } = await newLedger()
    const before = readFileSync(markPath(home))
    const { value, marked } = ledger.commit(tx => {
      const event = tx.append(plain)
      rmSync(markPath(home))
      return event
    })
    expect(marked).toBe(false)
    expect(ledger.event(1)).toEqual(value)
    writeFileSync(markPath(home), before)
    expect(ledger.commit(tx => tx.append(plain)).marked).toBe(true)
    expect(parseMark(readFileSync(markPath(home), 'utf8')).size).toBe(3)
  })
})

const plain = { type: 'report.made', xfer: null, d: {} }
