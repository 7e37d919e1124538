import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WaybillError } from '../../../lib/error.ts'
import { canonical } from '../../../lib/ledger/canonical.ts'
import { encodeSignedCheckpoint, parseSignedCheckpoint, verifyCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { digestOf, encodeDisclosure, newDisclosure, parseDisclosure } from '../../../lib/ledger/disclosure.ts'
import { encodeEvent, parseEvent } from '../../../lib/ledger/event.ts'
import { encodeKeysFile, keysPath, parseKeysFile } from '../../../lib/ledger/keys-file.ts'
import { encodeMark, parseMark } from '../../../lib/ledger/mark.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { copyHome, readEvents, tamper } from '../../support/forge.ts'
import { mutate, mutateText, mutations } from '../../support/mutations.ts'
import { wellFormedText } from '../../support/texts.ts'
import { at, filled } from '../../support/verified.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** What comes from outside never gets past the parsers, and never breaks the verifier, whatever it is. */
export function fuzz(runs: number): void {
  const options = { numRuns: runs, seed: 20_261_126 }

  describe('texts', () => {
    it('an event is refused, or is exactly what the line says', async () => {
      const { home } = await filled()
      const line = encodeEvent(at(readEvents(home), 1))
      check(line, parseEvent, event => encodeEvent(event), options)
      check(line, parseEvent, (_, text) => canonical(JSON.parse(text)), options)
    })

    it('a signed checkpoint is refused, or is exactly its note; its signature holds for what was signed alone', async () => {
      const { note, keys } = await filled()
      const original = parseSignedCheckpoint(note)
      const spelled = (signed: ReturnType<typeof parseSignedCheckpoint>) => {
        if (verifyCheckpoint(signed, keys.public)) expect(signed.note.text).toBe(original.note.text)
        return encodeSignedCheckpoint(signed)
      }
      check(note, parseSignedCheckpoint, spelled, options)
    })

    it('a disclosure is refused, or is exactly D; another text has another digest', () => {
      const text = encodeDisclosure(newDisclosure('phone', '+4915112345678', seededRandom('fuzz')))
      const spelled = (parsed: ReturnType<typeof parseDisclosure>, other: string) => {
        if (other !== text) expect(digestOf(other)).not.toBe(digestOf(text))
        return encodeDisclosure(parsed)
      }
      check(text, parseDisclosure, spelled, options)
    })

    it('a mark is refused, or is exactly its line', async () => {
      const { home } = await filled()
      check(readFileSync(join(home, 'mark.json'), 'utf8'), parseMark, encodeMark, options)
    })

    it('the file of keys is refused, or is exactly its line', async () => {
      const { home } = await filled()
      const text = readFileSync(keysPath(home), 'utf8')
      check(
        text,
        parseKeysFile,
        (file, other) => encodeKeysFile(file).slice(0, other.endsWith('\n') ? undefined : -1),
        options,
      )
    })
  })

  describe('the verifier', () => {
    it('passes no home in which a covered value was changed', async () => {
      const { home, keys, values } = await victim()
      const whichever = fc.tuple(fc.nat(values.length - 1), mutations)
      await fc.assert(
        fc.asyncProperty(whichever, async ([nth, list]) => {
          const { table, column, row, value } = valueAt(values, nth)
          const changed = typeof value === 'string' ? mutateText(value, list) : mutate(value, list)
          fc.pre(Buffer.compare(Buffer.from(changed), Buffer.from(value)) !== 0)
          const copy = copyHome(home, join(scratch(), 'home'))
          const sql = `UPDATE ${table} SET ${column} = ? WHERE rowid = ?`
          expect(tamper(copy, db => db.prepare(sql).run(changed, row).changes)).toBe(1)
          expect(await errors(copy, keys), `${table}.${column} of row ${row}`).not.toEqual([])
          rmSync(copy, { recursive: true })
        }),
        options,
      )
    })

    it.each([
      'ledger.db',
      'mark.json',
      'keys/keys.json',
    ])('answers for any %s; what it passes is unchanged', async file => {
      const { home, keys } = await victim()
      const bytes = readFileSync(join(home, file))
      const before = contents(home)
      await fc.assert(
        fc.asyncProperty(mutations, async list => {
          const changed = mutate(bytes, list)
          const copy = copyHome(home, join(scratch(), 'home'))
          writeFileSync(join(copy, file), changed)
          if ((await errors(copy, keys)).length === 0) expect(contents(copy)).toEqual(before)
          rmSync(copy, { recursive: true })
        }),
        options,
      )
    })

    it('answers for any outside copy, and confirms none that was changed', async () => {
      const { home, note } = await filled()
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            mutations.map(list => mutateText(note, list)),
            fc.string(),
          ),
          async text => {
            for (const options of [{ anchors: [text] }, { since: text }]) {
              const { findings, anchored } = await verifyLedger(home, options)
              const failed = findings.some(({ level }) => level === 'error')
              expect([failed, anchored]).toEqual(sameState(text, note) ? [false, 3] : [true, null])
            }
          },
        ),
        options,
      )
    })
  })
}

/** A home with everything in it that is covered, and all those values. */
async function victim() {
  const made = await filled()
  const columns = [
    ['events', 'line'],
    ['events', 'leaf'],
    ['events', 'id'],
    ['events', 'type'],
    ['checkpoints', 'note'],
    ['checkpoints', 'frontier'],
    ['disclosures', 'digest'],
    ['disclosures', 'class'],
    ['disclosures', 'owner'],
    ['disclosures', 'sealed'],
    ['owner_keys', 'wrapped'],
    ['records', 'sealed'],
  ]
  const values = tamper(made.home, db =>
    columns.flatMap(([table = '', column = '']) =>
      db
        .prepare(`SELECT rowid AS row, ${column} AS value FROM ${table}`)
        .all()
        .map(({ row, value }) => ({ table, column, row: Number(row), value: asValue(value) })),
    ),
  )
  return { ...made, values }
}

type Value = { table: string; column: string; row: number; value: string | Uint8Array }

function valueAt(values: readonly Value[], nth: number): Value {
  const value = values[nth]
  if (value === undefined) throw new Error('no such value')
  return value
}

function asValue(value: unknown): string | Uint8Array {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) throw new Error('neither text nor bytes')
  return value
}

/** With every signature and every personal field. */
async function errors(home: string, keys: { disclosure: Uint8Array }): Promise<string[]> {
  const { findings } = await verifyLedger(home, { keys, signatures: 'all' })
  return findings.filter(({ level }) => level === 'error').map(({ code }) => code)
}

/** Everything that the verifier vouches for: the tables but the tags and the vault, the mark, the public keys. */
function contents(home: string): unknown {
  const database = new DatabaseSync(join(home, 'ledger.db'), { readOnly: true })
  try {
    const tables = ['events', 'checkpoints', 'disclosures', 'owner_keys', 'records']
    const rows = tables.map(table => database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all())
    const meta = database.prepare(`SELECT * FROM meta WHERE key IN ('log', 'kind', 'schema') ORDER BY key`).all()
    const keys = parseKeysFile(readFileSync(keysPath(home), 'utf8')).public.map(key => Buffer.from(key).toString('hex'))
    return { rows, meta, keys, mark: readFileSync(join(home, 'mark.json'), 'utf8') }
  } finally {
    database.close()
  }
}

/** A note of another spelling may carry the same signed state: signature lines of others do not count. */
function sameState(text: string, note: string): boolean {
  try {
    const [one, other] = [parseSignedCheckpoint(text), parseSignedCheckpoint(note)]
    const signature = (signed: typeof one) =>
      signed.note.signatures.map(({ name, signature }) => `${name} ${Buffer.from(signature).toString('hex')}`)
    return one.note.text === other.note.text && signature(other).every(line => signature(one).includes(line))
  } catch {
    return false
  }
}

/** Of mutated and of random texts: `parse` throws a WaybillError, or `spell` gives the text back. */
function check<T>(
  original: string,
  parse: (text: string) => T,
  spell: (value: T, text: string) => string,
  options: fc.Parameters<[string]>,
): void {
  const texts = fc.oneof(
    mutations.map(list => mutateText(original, list)),
    wellFormedText(),
    fc.json(),
  )
  expect(spell(parse(original), original)).toBe(original)
  fc.assert(
    fc.property(texts, text => {
      let value: T
      try {
        value = parse(text)
      } catch (error) {
        expect(error).toBeInstanceOf(WaybillError)
        return
      }
      expect(spell(value, text)).toBe(text)
    }),
    options,
  )
}
