import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeCsv } from '../../cli/csv.ts'
import { readManifest } from '../../cli/manifest.ts'
import type { Defaults } from '../../cli/manifest-row.ts'
import { type BatchRow, type ErrorCode, WaybillError } from '../../src/index.ts'
import { scratch } from '../support/world.ts'

const ada = 'Ada,+4915112345678,a.txt,Export'
const head = 'to,phone,paths,purpose'

function place() {
  const folder = scratch()
  const [manifest, target, result] = [join(folder, 'm.csv'), join(folder, 'archives'), join(folder, 'm.result.csv')]
  mkdirSync(target)
  const read = (content: string | Uint8Array, defaults: Defaults = {}) => {
    writeFileSync(manifest, content)
    return readManifest(manifest, { target, result }, defaults)
  }
  return { folder, manifest, target, result, read }
}

/** What each row asks for, or the sentence why it cannot. */
function requests(rows: readonly BatchRow[]) {
  return rows.map(({ request }) => (request instanceof WaybillError ? request.message : request))
}

function problem(content: string | Uint8Array): { code: ErrorCode; message: string } | null {
  try {
    place().read(content)
    return null
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    return { code: error.code, message: error.message }
  }
}

describe('a manifest', () => {
  it.each([
    ['commas', ',', '\n', ''],
    ['semicolons', ';', '\r\n', ''],
    ['a byte order mark', ';', '\n', '\ufeff'],
  ])('is read with %s', (_, separator, end, mark) => {
    const { read, folder, target } = place()
    const lines = [
      ['Purpose', 'PATHS', ' to ', 'phone', 'hold', 'categories', 'subjects', 'out'],
      [
        '"Export, yearly; all"',
        'a.txt | sub/b.txt',
        'Ada',
        '+49 1511 2345678',
        'No',
        'health|contact',
        '12',
        'ada.zip',
      ],
    ]
    const { rows } = read(mark + lines.map(line => line.join(separator) + end).join(''))
    expect(rows.map(({ row, to }) => [row, to])).toEqual([[2, 'Ada']])
    expect(requests(rows)[0]).toMatchObject({
      paths: [join(folder, 'a.txt'), join(folder, 'sub/b.txt')],
      directory: target,
      to: 'Ada',
      phone: '+4915112345678',
      purpose: 'Export, yearly; all',
      hold: false,
      categories: ['health', 'contact'],
      subjects: 12,
      out: 'ada.zip',
    })
  })

  it('takes what a row leaves out from the defaults, and what it says from the row', () => {
    const { read } = place()
    const defaults = { purpose: 'Export', hold: true, channel: 'phone', client: 'Example Ltd', level: 9 } as const
    const { rows } = read('to,paths,hold,via,purpose\nAda,a.txt,no,sms,Other\nGrace,b.txt,,,\n', defaults)
    expect(requests(rows)).toMatchObject([
      { purpose: 'Other', hold: false, channel: 'sms', client: 'Example Ltd', level: 9 },
      { purpose: 'Export', hold: true, channel: 'phone', client: 'Example Ltd', level: 9 },
    ])
  })

  it('numbers rows as a spreadsheet does, and passes over empty ones', () => {
    const { rows } = place().read(`${head}\n${ada}\n\n,,,\n"Grace\nHopper",+4915112345679,b.txt,Export\n`)
    expect(rows.map(({ row }) => row)).toEqual([2, 5])
  })

  it('takes the name of a column that a file of contacts has', () => {
    const { rows } = place().read(`${head},Organisation\n${ada},Example Ltd\n`)
    expect(requests(rows)[0]).toMatchObject({ organisation: 'Example Ltd' })
  })

  it('reads what a result of ours or a spreadsheet has guarded', () => {
    const { rows } = place().read(encodeCsv([head.split(','), ['Ada', '+4915112345678', 'a.txt', 'Export']]))
    expect(requests(rows)[0]).toMatchObject({ phone: '+4915112345678' })
  })
})

describe('a row that makes no sense says why, and names the column', () => {
  it.each([
    ['no recipient', ',+4915112345678,a.txt,Export', 'to is missing.'],
    ['no paths', 'Ada,+4915112345678, | ,Export', 'paths'],
    ['no purpose', 'Ada,+4915112345678,a.txt,', 'purpose is missing.'],
    ['no number', 'Ada,015112345678,a.txt,Export', 'The column phone is not an international number.'],
    ['too few fields', 'Ada,+4915112345678,a.txt', 'The row has 3 fields, the header has 4.'],
    ['too many fields', `${ada},more`, 'The row has 5 fields, the header has 4.'],
  ])('%s', (_, line, message) => {
    const [first, other] = requests(place().read(`${head}\n${line}\nGrace,+4915112345679,b.txt,Export\n`).rows)
    expect(first).toContain(message)
    expect(other).toMatchObject({ to: 'Grace' })
  })

  it.each([
    ['via', 'fax'],
    ['hold', 'perhaps'],
    ['basis', 'because'],
    ['categories', 'contact|secrets'],
    ['subjects', 'many'],
    ['records', '-1'],
  ])('%s', (column, value) => {
    const [message] = requests(place().read(`${head},${column}\n${ada},${value}\n`).rows)
    expect(message).toContain(`The column ${column}`)
  })

  it.each(['via', 'subjects', 'hold', 'categories'])('without repeating a number that slipped into %s', column => {
    const [message] = requests(place().read(`${head},${column}\n${ada},+49 1511 2345678\n`).rows)
    expect(message).toContain(`The column ${column}`)
    expect(message).not.toMatch(/\d/)
  })

  it('two recipients', () => {
    const { rows } = place().read('to,contact,paths,purpose\nAda,Grace,a,b\n,Grace,a,b\nAda,,a,b\nADA,Ada,c,d\n')
    expect(requests(rows)[0]).toBe('The columns to and contact name two recipients.')
    expect(rows.map(({ mustBeContact }) => mustBeContact)).toEqual([true, true, false, true])
    expect(requests(rows)[3]).toMatchObject({ to: 'Ada' })
  })

  it('the same row twice', () => {
    const { rows } = place().read(`${head}\n${ada}\n"Ada", +4915112345678,./a.txt,Export\n`)
    expect(requests(rows)[1]).toBe('The row is the same as row 2.')
  })
})

describe('a folder that is sent', () => {
  it.each([
    ['the manifest', '.', 'archives'],
    ['the archives', 'archives', 'archives'],
    ['the archives of others', 'own', 'own/../own'],
    ['the manifest behind a link', 'link', 'archives'],
  ])('must not hold %s', (_, paths, out) => {
    const { read, folder } = place()
    mkdirSync(join(folder, 'own'))
    symlinkSync(folder, join(folder, 'link'))
    const rows = `${head},out\nGrace,+4915112345679,a.txt,Export,../${out}/g.zip\nAda,+4915112345678,${paths},Export,\n`
    expect(requests(read(rows).rows)[1]).toContain('holds the manifest, its result, or the archives of others.')
  })

  it('may lie beside them, with a name that begins alike', () => {
    const { read, folder } = place()
    mkdirSync(join(folder, 'arch'))
    expect(requests(read(`${head}\nAda,+4915112345678,arch,Export\n`).rows)[0]).toMatchObject({ to: 'Ada' })
  })
})

describe('an archive', () => {
  it.each([
    ['the manifest', '../m.csv'],
    ['the manifest in capitals', '../M.CSV'],
    ['the result behind a link', 'link/m.result.csv'],
    ['a file of another row', '../a.txt'],
    ['what a link of another row means', '../own/real.txt'],
    ['the link itself', '../alias.txt'],
  ])('must not replace %s, also with --force', (_, out) => {
    const { read, folder, target } = place()
    mkdirSync(join(folder, 'own'))
    writeFileSync(join(folder, 'own/real.txt'), '')
    symlinkSync(join(folder, 'own/real.txt'), join(folder, 'alias.txt'))
    symlinkSync(folder, join(target, 'link'))
    const rows = `${head},out\n${ada},${out}\nGrace,+4915112345679,alias.txt,Export,\n`
    expect(requests(read(rows, { force: true }).rows)).toMatchObject([
      'The archive would replace the manifest, its result, or a file that is sent.',
      { to: 'Grace' },
    ])
  })

  it.each(['x.zip', './X.zip', 'link/x.zip'])('must have a place of its own: %s', out => {
    const { read, target } = place()
    symlinkSync(target, join(target, 'link'))
    const rows = `${head},out\n${ada},x.zip\nGrace,+4915112345679,b.txt,Export,${out}\n`
    expect(() => read(rows)).toThrow(expect.objectContaining({ code: 'WB-BATCH' }))
  })
})

describe('the key of a row', () => {
  const keyOf = (content: string, there = place()) => there.read(content).rows[0]?.key

  it('is the same in another order of columns and rows, beside other columns, and with other defaults', () => {
    const there = place()
    const key = keyOf(`${head}\n${ada}\n`, there)
    expect(keyOf(`purpose,paths,phone,to,ref\nExport,./a.txt,+4915112345678,Ada,\n`, there)).toBe(key)
    expect(there.read(`${head}\nGrace,,b.txt,Export\n${ada}\n`, { level: 1 }).rows[1]?.key).toBe(key)
  })

  it('is the same however the values are spelled', () => {
    const there = place()
    const columns = 'contact,to,org,client,paths,purpose,ref,phone,via,hold,categories,subjects,out'
    const keys = [
      'Zoé A,,Org,Client,a.txt|b.txt,Export,Ref,+4915112345678,sms,yes,health|contact,1,x.zip',
      'ZOÉ  A,Zoe\u0301 a,ORG,client,b.txt | ./a.txt,export,ref,+49 (1511) 234-5678,SMS,Yes,contact | Health,1,./x.zip',
      ',zoé a,org,Client ,a.txt|b.txt|a.txt,Export,Ref,+4915112345678,Sms,YES,contact|health|contact,1,x.zip',
    ].map(line => keyOf(`${columns}\n${line}\n`, there))
    expect(new Set(keys).size).toBe(1)
  })

  it('is the same whether the purpose of all rows is given or forgotten', () => {
    const there = place()
    const content = `to,paths\nAda,a.txt\n`
    expect(there.read(content).rows[0]?.key).toBe(there.read(content, { purpose: 'Export' }).rows[0]?.key)
  })

  it('is another with every change of a value, and for files elsewhere', () => {
    const there = place()
    const lines = [ada, ada.replace('Ada', 'Eve'), ada.replace('8,', '9,'), ada.replace('a.', 'b.'), `${ada}s`]
    const keys = [...lines.map(line => keyOf(`${head}\n${line}\n`, there)), keyOf(`${head}\n${ada}\n`)]
    expect(new Set(keys).size).toBe(6)
  })
})

describe('a file that is no manifest', () => {
  it.each([
    ['is empty', ''],
    ['has no rows', `${head}\n`],
    ['has an unknown column', `${head},fax\n${ada},1\n`],
    ['has a column without a name', `${head},\n${ada},\n`],
    ['has a column twice', `${head},TO\n${ada},Ada\n`],
    ['has no paths', 'to,phone\nAda,+4915112345678\n'],
    ['has no recipient', 'phone,paths\n+4915112345678,a.txt\n'],
    ['has broken quotes', `${head}\n"Ada,+4915112345678,a.txt,Export\n`],
    ['is Latin-1', Buffer.from(`${head}\nZo\u00e9,+4915112345678,a.txt,Export\n`, 'latin1')],
    ['is UTF-16', Buffer.from(`\ufeff${head}\n${ada}\n`, 'utf16le')],
    ['is too large', Buffer.alloc(16 * 1024 * 1024 + 1, 'a')],
    ['has too many rows', `${head}\n${`${ada}\n`.repeat(10_001)}`],
    ['has a line end and nothing else, again and again', '\n'.repeat(16 * 1024 * 1024)],
    ['has two rows with one archive', `${head},out\n${ada},x.zip\nGrace,+4915112345679,b.txt,Export,./x.zip\n`],
  ])('%s: WB-BATCH', (_, content) => {
    expect(problem(content)?.code).toBe('WB-BATCH')
  })

  it('has no header, and nobody’s number is repeated', () => {
    expect(problem('+4915112345678,Ada,a.txt\n')?.message).toBe('No column is called what stands there.')
  })

  it('is missing, or a folder: WB-BATCH', () => {
    const { folder, target, result } = place()
    for (const path of [join(folder, 'none.csv'), folder]) {
      expect(() => readManifest(path, { target, result }, {})).toThrow(expect.objectContaining({ code: 'WB-BATCH' }))
    }
  })
})
