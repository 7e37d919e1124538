import { describe, expect, it } from 'vitest'
import { interrupted } from '../../cli/exit.ts'
import { line, ok } from '../../cli/style.ts'
import { WaybillError } from '../../lib/error.ts'
import { fakeTerminal } from './fakes.ts'

const exists = new WaybillError('WB-EXISTS', 'The file a\x1b[2J exists.', 'Choose another name.')
const colours = { LANG: 'C.UTF-8', TERM: 'xterm' }

describe('answers', () => {
  it('go to stdout, sanitised, one text a line', () => {
    const { terminal, stdout, stderr } = fakeTerminal()
    terminal.answer(['a\nb', line`${ok('done')}`])
    terminal.answer('\x1b]0;title\x07')
    expect(stdout.text).toBe('a<U+000A>b\ndone\n<U+001B>]0;title<U+0007>\n')
    expect(stderr.text).toBe('')
  })

  it('are coloured on a terminal alone, each stream by itself', () => {
    const screen = fakeTerminal({ stdout: 80, env: colours })
    screen.terminal.answer(ok('done'))
    screen.terminal.warn('hm')
    expect(screen.stdout.text).toBe('\x1b[32mdone\x1b[39m\n')
    expect(screen.stderr.text).toBe('Warning: hm\n')
    screen.terminal.adopt({ colour: false })
    screen.terminal.answer(ok('done'))
    expect(screen.stdout.text).toBe('\x1b[32mdone\x1b[39m\ndone\n')
  })

  it('with --json are one document and nothing else', () => {
    const { terminal, stdout } = fakeTerminal({ manners: { json: true } })
    expect(() => terminal.answer('text')).toThrow(TypeError)
    terminal.reply({ name: '\u202e' }, () => 'text')
    expect(stdout.text).toBe('{\n  "name": "\\u202e"\n}\n')
    expect(() => terminal.answerJson({})).toThrow(TypeError)
  })

  it('without --json are the text', () => {
    const { terminal, stdout } = fakeTerminal()
    terminal.reply({ name: 'a' }, () => ['name', 'a'])
    expect(stdout.text).toBe('name\na\n')
  })

  it('as documents are exact in a pipe and sanitised on a screen', async () => {
    const csv = '"a\x1b[2J","b"\r\n"c"\r\n'
    const pipe = fakeTerminal()
    expect(await pipe.terminal.answerDocument(csv)).toBe(true)
    expect(pipe.stdout.text).toBe(csv)
    const screen = fakeTerminal({ stdout: 80 })
    await screen.terminal.answerDocument(csv)
    expect(screen.stdout.text).toBe('"a<U+001B>[2J","b"\n"c"\n')
  })

  it('as JSON Lines stop when the reader has left', async () => {
    const { terminal, stdout } = fakeTerminal()
    expect(await terminal.answerJsonLine({ a: 1 })).toBe(true)
    stdout.errno = 'EPIPE'
    await terminal.answerJsonLine({ a: 2 })
    await new Promise(resolve => setImmediate(resolve))
    expect(await terminal.answerJsonLine({ a: 3 })).toBe(false)
    expect(stdout.text).toBe('{"a":1}\n')
    expect(await terminal.finish(0)).toBe(0)
  })

  it('are as wide as the screen, and unlimited elsewhere', () => {
    expect(fakeTerminal({ stdout: 100 }).terminal.width).toBe(100)
    expect(fakeTerminal().terminal.width).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('remarks', () => {
  it.each([
    [{}, 'said\nWarning: warned\n'],
    [{ quiet: true }, 'Warning: warned\n'],
    [{ verbose: true }, 'said\ndetail\nWarning: warned\n'],
  ])('with %j', (manners, text) => {
    const { terminal, stdout, stderr } = fakeTerminal({ manners })
    terminal.say('said')
    terminal.detail('detail')
    terminal.warn('warned')
    expect(stderr.text).toBe(text)
    expect(stdout.text).toBe('')
  })
})

describe('errors', () => {
  it('are a code and two sentences on stderr', () => {
    const { terminal, stdout, stderr } = fakeTerminal({ manners: { quiet: true } })
    expect(terminal.fail(exists)).toBe(1)
    expect(stderr.text).toBe('waybill: WB-EXISTS: The file a<U+001B>[2J exists.\nChoose another name.\n')
    expect(stdout.text).toBe('')
  })

  it('with --json are the document on stdout, same status', () => {
    const { terminal, stdout, stderr } = fakeTerminal({ manners: { json: true } })
    expect(terminal.fail(exists)).toBe(1)
    expect(JSON.parse(stdout.text)).toEqual({
      error: { code: 'WB-EXISTS', message: 'The file a\x1b[2J exists.', hint: 'Choose another name.' },
    })
    expect(stdout.text).not.toContain('\x1b')
    expect(stderr.text).toBe('')
  })

  it('after an answer with --json do not make a second document', () => {
    const { terminal, stdout, stderr } = fakeTerminal({ manners: { json: true } })
    terminal.answerJson({})
    terminal.fail(exists)
    expect(stdout.text).toBe('{}\n')
    expect(stderr.text).toContain('WB-EXISTS')
  })

  it('with --verbose tell the errno behind, never its message', () => {
    const { terminal, stderr } = fakeTerminal({ manners: { verbose: true } })
    const cause = Object.assign(new Error('k7qm in the message'), { code: 'EACCES' })
    terminal.fail(new WaybillError('WB-IO', 'It failed.', 'Look.', { cause }))
    expect(stderr.text).toBe('waybill: WB-IO: It failed.\nLook.\nThe system says EACCES.\n')
  })

  it('of our own making show the stack and ask for a report, on stderr also with --json', () => {
    for (const json of [false, true]) {
      const { terminal, stdout, stderr } = fakeTerminal({ manners: { json } })
      expect(terminal.fail(new TypeError('oops\x1b[2J'))).toBe(70)
      expect(json ? stdout.text : stderr.text).toMatch(/WB-BUG/)
      expect(json ? stdout.text : stderr.text).toMatch(/please report it/)
      expect(stderr.text).toContain('waybill test, Node 0, nowhere\nTypeError: oops<U+001B>[2J\n    at ')
    }
  })

  it('keep the status of the signal', () => {
    expect(fakeTerminal().terminal.fail(interrupted('SIGTERM'))).toBe(143)
  })
})

describe('the progress line', () => {
  it('steps aside for every other line and is gone at the end', async () => {
    const { terminal, stdout, stderr } = fakeTerminal({ stderr: 80 })
    terminal.progress('50 %')
    terminal.progress('50 %')
    expect(stderr.text).toBe('\r\x1b[K50 %')
    terminal.warn('hm')
    expect(stderr.text).toBe('\r\x1b[K50 %\r\x1b[KWarning: hm\n50 %')
    terminal.answer('done')
    expect(stderr.text.endsWith('\r\x1b[K50 %')).toBe(true)
    expect(stdout.text).toBe('done\n')
    await terminal.finish(0)
    expect(stderr.lastLine).toBe('')
  })

  it('is gone before the controlling terminal is used', () => {
    const { terminal, stderr } = fakeTerminal({ stderr: 80 })
    terminal.progress('50 %')
    terminal.controllingTerminal()
    expect(stderr.lastLine).toBe('')
  })

  it.each([
    ['a pipe', {}],
    ['TERM=dumb', { stderr: 80, env: { TERM: 'dumb' } }],
    ['--quiet', { stderr: 80, manners: { quiet: true } }],
  ])('does not exist with %s', (_, options) => {
    const { terminal, stderr } = fakeTerminal(options)
    expect(terminal.progressWidth).toBe(null)
    terminal.progress('50 %')
    expect(stderr.text).toBe('')
  })
})

describe('the controlling terminal', () => {
  it('is opened once, and null where there is none', async () => {
    const { terminal, device } = fakeTerminal()
    expect(terminal.controllingTerminal()).toBe(terminal.controllingTerminal())
    terminal.controllingTerminal()?.write('k7qm')
    expect(await terminal.finish(0)).toBe(0)
    expect(device.output.text).toBe('k7qm\n')
    expect(fakeTerminal({ device: false }).terminal.controllingTerminal()).toBe(null)
  })

  it.each([
    [{ stdin: true }, true],
    [{ stdout: 80 }, true],
    [{ stderr: 80 }, true],
    [{}, false],
    [{ stdin: true, stdout: 80, stderr: 80, device: false }, false],
  ])('with %j somebody can be asked: %s', (options, expected) => {
    expect(fakeTerminal(options).terminal.interactive).toBe(expected)
  })
})

describe('finish', () => {
  it('waits for a reader who does not read', async () => {
    const { terminal, stdout } = fakeTerminal()
    stdout.held = []
    terminal.answer('late')
    let status: number | undefined
    const finished = terminal.finish(3).then(value => {
      status = value
    })
    await new Promise(resolve => setImmediate(resolve))
    expect(status).toBe(undefined)
    stdout.release()
    await finished
    expect([status, stdout.text]).toEqual([3, 'late\n'])
  })

  it('changes nothing when the reader has left, on either stream', async () => {
    const { terminal, stdout, stderr } = fakeTerminal()
    stdout.errno = stderr.errno = 'EPIPE'
    terminal.answer('a')
    terminal.warn('b')
    expect(await terminal.finish(0)).toBe(0)
    expect(await terminal.finish(4)).toBe(4)
  })

  it.each([
    ['ENOSPC', 0, 1, 'WB-NO-SPACE'],
    ['EACCES', 0, 1, 'WB-IO'],
    ['ENOSPC', 3, 3, 'WB-NO-SPACE'],
  ])('says that the answer was lost (%s): status %i becomes %i', async (errno, status, final, code) => {
    const { terminal, stdout, stderr } = fakeTerminal()
    stdout.errno = errno
    terminal.answer('a')
    expect(await terminal.finish(status)).toBe(final)
    expect(stderr.text).toMatch(new RegExp(`^waybill: ${code}: The answer could not be written to stdout.\n`))
  })
})

describe('paging', () => {
  const paged = (rows: number | undefined, answer: boolean, env?: Record<string, string>) => {
    const pages: string[] = []
    const page = async (text: string) => {
      pages.push(text)
      return answer
    }
    const { terminal, stdout } = fakeTerminal({ stdout: rows === undefined ? null : 80, page, ...(env && { env }) })
    Object.assign(stdout, { rows })
    return { terminal, stdout, pages }
  }
  const lines = ['one', 'two \x1b[2J', 'three']

  it('is for an answer that is longer than the screen, sanitised', async () => {
    const { terminal, stdout, pages } = paged(3, true)
    await terminal.answerPaged(lines)
    expect([pages, stdout.text]).toEqual([['one\ntwo <U+001B>[2J\nthree\n'], ''])
  })

  it.each([
    ['a screen with room for it', paged(4, true)],
    ['a pipe', paged(undefined, true)],
    ['a terminal without cursor control', paged(3, true, { TERM: 'dumb', LANG: 'C.UTF-8' })],
  ])('is not for %s', async (_, { terminal, stdout, pages }) => {
    await terminal.answerPaged(lines)
    expect([pages, stdout.text]).toEqual([[], 'one\ntwo <U+001B>[2J\nthree\n'])
  })

  it('that does not start leaves the answer on the screen', async () => {
    const { terminal, stdout, pages } = paged(3, false)
    await terminal.answerPaged(lines)
    expect(pages).toHaveLength(1)
    expect(stdout.text).toBe('one\ntwo <U+001B>[2J\nthree\n')
  })
})
