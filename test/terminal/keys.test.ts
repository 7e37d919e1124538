import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../support/built.ts'
import { hasTmux } from '../support/tmux.ts'
import { anyPassword, init, passphrase, start } from './start.ts'

beforeAll(built)

describe.skipIf(!hasTmux)('keys and backups on a real terminal (needs tmux)', () => {
  it('key show draws a QR code where it fits, and none into a file', async () => {
    const { terminal, read } = start()
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    expect(await terminal.run('clear; waybill key show')).toBe(0)
    expect(terminal.screen()).toMatch(/In words {5}(?:[a-z-]+ ){4}[a-z-]+\n/)
    expect(terminal.screen()).toMatch(/\n█{4}[ ▀▄█]{29}█{4}\n/)
    expect(await terminal.run('clear; LC_ALL=C LANG=C waybill key show > /dev/null; waybill key show > file')).toBe(0)
    expect(read('file')).not.toMatch(/[▀▄█#]/)
  })

  it('key passphrase sets one, changes it with a new recovery code shown on the terminal alone, and removes it', async () => {
    const { terminal, read, home, work } = start()
    const next = `new-${passphrase}`
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    const codes: string[] = []
    const give = async (given: string) => {
      for (const question of ['A passphrase for the keys:', 'The same again:']) {
        await terminal.until(question)
        terminal.line(given)
      }
      const [, code = ''] = await terminal.until(
        /Recovery code, shown this once[\s\S]*?\n +([0-9a-z]{4}(?:-[0-9a-z]{4})+)/,
      )
      codes.push(code)
    }
    terminal.start('waybill key passphrase > out 2> err')
    await give(passphrase)
    expect(await terminal.ended()).toBe(0)
    terminal.line('clear')
    terminal.start('waybill key passphrase --json >> out 2>> err')
    await terminal.until('Passphrase of the keys:')
    terminal.line(passphrase)
    await give(next)
    expect(await terminal.ended()).toBe(0)
    expect(new Set(codes).size).toBe(2)
    expect(read('out')).toContain('"change": "changed"')
    for (const secret of [...codes, passphrase]) expect(read('out') + read('err')).not.toContain(secret)
    writeFileSync(join(work, 'next'), next)
    expect(await terminal.run('waybill key show > shown')).toBe(0)
    expect(read('shown')).toContain('yes: scrypt, N = 131072, r = 8, p = 1: 128 MiB of memory a guess')
    expect(await terminal.run('waybill key passphrase --remove --yes --passphrase-fd 3 3< next > out')).toBe(0)
    expect(await terminal.run('waybill log --events > log')).toBe(0)
    expect(read('log')).toMatch(/passphrase of the keys set[\s\S]*changed[\s\S]*removed/)
    expect(readFileSync(join(home, 'keys', 'keys.json'), 'utf8')).toContain('"kind":"raw"')
  })

  it('backup shows its password once, on a screen that is wiped; restore asks for it and goes on', async () => {
    const { terminal, read, home, work } = start()
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    terminal.start('waybill backup home.zip > out 2> err')
    await terminal.until('The password of the backup, shown this once')
    const [password = ''] = await terminal.until(anyPassword)
    await terminal.until('Do you have it?')
    terminal.line('y')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.history()).not.toContain(password)
    expect(read('out') + read('err')).not.toContain(password)
    expect(read('out')).toContain('SHA-256')
    renameSync(home, join(work, 'lost'))
    terminal.line('clear')
    terminal.start('waybill restore home.zip --mark lost/mark.json > out 2> err')
    await terminal.until('(y/n)')
    terminal.line('y')
    await terminal.until('Password of the backup:')
    terminal.line(password)
    expect(await terminal.ended()).toBe(0)
    expect(read('out')).toContain('The gap is on record')
    expect(await terminal.run('waybill verify --accept-gap 2 -q > out')).toBe(0)
    expect(readdirSync(work).sort()).toEqual(['a.txt', 'b.txt', 'err', 'folder', 'home.zip', 'lost', 'out'])
  })

  it('a backup whose password nobody has is not made', async () => {
    const { terminal, work } = start()
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    terminal.start('waybill backup home.zip')
    await terminal.until('Do you have it?')
    terminal.line('n')
    expect(await terminal.ended()).toBe(1)
    expect(existsSync(join(work, 'home.zip'))).toBe(false)
    terminal.start('waybill backup home.zip')
    await terminal.until('Do you have it?')
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    expect(readdirSync(work).sort()).toEqual(['a.txt', 'b.txt', 'folder'])
  })
})
