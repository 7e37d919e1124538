import { describe, expect, it } from 'vitest'
import { ControllingTerminal } from '../../cli/controlling-terminal.ts'
import { exitStatus } from '../../cli/exit.ts'
import { ok } from '../../cli/style.ts'
import { FakeDevice, FakeSignals } from './fakes.ts'

function open() {
  const device = new FakeDevice()
  const signals = new FakeSignals()
  return {
    device,
    signals,
    terminal: new ControllingTerminal(device, signals, { colour: false, screens: true, tmux: false }),
  }
}
/** How the raw mode went and what was left behind. */
const leftBehind = (signals: FakeSignals) => signals.eventNames()
const turn = () => new Promise(resolve => setImmediate(resolve))
async function read(keys: string) {
  const { device, signals, terminal } = open()
  const reading = terminal.readSecret('Password: ')
  await turn()
  device.type(keys)
  const secret = await reading
  return { device, signals, text: secret?.use(text => text) ?? null }
}

describe('aside', () => {
  it('shows on a screen of its own that is wiped, also after a failure', async () => {
    const { device, terminal } = open()
    const failing = terminal.aside(async () => {
      terminal.write('k7qm')
      throw new Error('hung up')
    })
    await expect(failing).rejects.toThrow('hung up')
    expect(device.output.text).toBe('\x1b[?1049h\x1b[2J\x1b[Hk7qm\n\x1b[2J\x1b[?1049l')
  })

  it('is wiped when the process is stopped, and listens to nothing afterwards', async () => {
    const { device, signals, terminal } = open()
    await terminal.aside(async () => {
      terminal.write('k7qm')
      signals.emit('SIGTSTP')
    })
    const [shown = '', after = ''] = device.output.text.split('k7qm\n\x1b[2J\x1b[?1049l')
    expect(shown).toBe('\x1b[?1049h\x1b[2J\x1b[H')
    expect(after).toContain('What stood here was wiped.')
    expect(leftBehind(signals)).toEqual([])
  })
})

describe('copy', () => {
  const { device, signals } = open()
  const written = (text: string, can: { screens?: boolean; tmux?: boolean }) => {
    device.output.text = ''
    const terminal = new ControllingTerminal(device, signals, { colour: false, screens: true, tmux: false, ...can })
    return { copied: terminal.copy(text), sequence: device.output.text }
  }
  const osc = '\x1b]52;c;w7xiZXI=\x07' // xterm, “Operating System Commands”; base64 of “über”

  it('hands the text over in base64, so that nothing in it is a sequence of its own', () => {
    expect(written('über', {})).toEqual({ copied: true, sequence: osc })
    expect(written('\x1b]0;title\x07', {}).sequence).toMatch(/^\x1b\]52;c;[A-Za-z0-9+/=]+\x07$/)
  })

  it('goes to tmux itself and through it', () => {
    const { sequence } = written('über', { tmux: true })
    expect(sequence).toBe(`${osc}\x1bPtmux;\x1b${osc}\x1b\\`)
  })

  it('says that a terminal without sequences cannot', () => {
    expect(written('über', { screens: false })).toEqual({ copied: false, sequence: '' })
  })
})

describe('readSecret', () => {
  it('reads without echo and restores the mode', async () => {
    const { device, signals, text } = await read('k7qm\r')
    expect(text).toBe('k7qm')
    expect(device.output.text).toBe('Password: \n')
    expect(device.modes).toEqual([true, false])
    expect(device.keyboard?.destroyed).toBe(true)
    expect(leftBehind(signals)).toEqual([])
  })

  it('zeroes what the keyboard sent', async () => {
    const { device, terminal } = open()
    const reading = terminal.readSecret('')
    await turn()
    const chunks = ['k7', 'qm\rrest'].map(keys => Buffer.from(keys))
    for (const chunk of chunks) device.keyboard?.write(chunk)
    expect((await reading)?.use(text => text)).toBe('k7qm')
    expect(Buffer.concat(chunks)).toEqual(Buffer.alloc(9))
  })

  it('gives null for Ctrl-D and for a terminal that hangs up', async () => {
    expect((await read('\x04')).text).toBe(null)
    const { device, terminal } = open()
    const reading = terminal.readSecret('')
    await turn()
    device.hangUp()
    expect(await reading).toBe(null)
    expect(device.modes.at(-1)).toBe(false)
  })

  it('ends with 130 on Ctrl-C', async () => {
    const { device, signals, terminal } = open()
    const reading = terminal.readSecret('Password: ')
    await turn()
    device.type('k7\x03')
    const error = await reading.catch(error => error)
    expect(error).toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(exitStatus(error)).toBe(130)
    expect(device.modes).toEqual([true, false])
    expect(leftBehind(signals)).toEqual([])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('restores the mode on %s and ends with %i', async (signal, status) => {
    const { device, signals, terminal } = open()
    const reading = terminal.readSecret('Password: ')
    await turn()
    device.type('k7')
    signals.emit(signal)
    expect(exitStatus(await reading.catch(error => error))).toBe(status)
    expect(device.modes).toEqual([true, false])
    expect(leftBehind(signals)).toEqual([])
    expect(device.output.text).toBe('Password: \n')
  })

  it('restores the mode when the process exits under it', async () => {
    const { device, signals, terminal } = open()
    terminal.readSecret('Password: ')
    await turn()
    signals.emit('exit')
    expect(device.modes).toEqual([true, false])
  })

  it('leaves raw mode while it is stopped by Ctrl-Z, and keeps what was typed', async () => {
    const { device, signals, terminal } = open()
    const reading = terminal.readSecret('Password: ')
    await turn()
    device.type('k7\x1aqm')
    await turn()
    expect(signals.suspended).toEqual(['group'])
    signals.emit('SIGCONT')
    expect(device.modes).toEqual([true, false, true, false, true])
    device.type('\r')
    expect((await reading)?.use(text => text)).toBe('k7qm')
    expect(device.modes.at(-1)).toBe(false)
    expect(device.output.text).toBe('Password: Password: \n')
  })

  it('leaves raw mode when another process stops it', async () => {
    const { device, signals, terminal } = open()
    const reading = terminal.readSecret('')
    await turn()
    const modeWhileStopped: (boolean | undefined)[] = []
    const listenersWhileStopped: number[] = []
    signals.suspend = whom => {
      signals.suspended.push(whom)
      modeWhileStopped.push(device.modes.at(-1))
      listenersWhileStopped.push(signals.listenerCount('SIGTSTP'))
    }
    signals.emit('SIGTSTP')
    expect(signals.suspended).toEqual(['process'])
    expect(modeWhileStopped).toEqual([false])
    expect(listenersWhileStopped).toEqual([0]) // else the signal would be caught again and stop nothing
    device.type('a\r')
    await reading
    expect(leftBehind(signals)).toEqual([])
  })

  it('keeps what was typed ahead for the next question, and takes a pasted CR LF for one Enter', async () => {
    const { device, terminal } = open()
    device.type('first\r\nsecond\rthird\r')
    const texts = []
    for (let at = 0; at < 3; at++) texts.push((await terminal.readSecret('? '))?.use(text => text))
    expect(texts).toEqual(['first', 'second', 'third'])
    expect(device.output.text).toBe('? \n? \n? \n')
  })

  it.each([
    ['x'.repeat(2_000), /longer than 1024 bytes/],
    ['\x1b[200~one\ntwo\x1b[201~\r', /more than one line/],
    [Uint8Array.of(0xff, 0x0d), /not valid UTF-8/],
  ])('refuses what cannot be meant', async (keys, message) => {
    const { device, terminal } = open()
    device.type(keys)
    await expect(terminal.readSecret('')).rejects.toThrow(
      expect.objectContaining({ code: 'WB-USAGE', message: expect.stringMatching(message) }),
    )
    expect(device.modes).toEqual([true, false])
    // What came after the refused line is not taken for the next answer.
    device.type('next\r')
    expect((await terminal.readSecret(''))?.use(text => text)).toBe('next')
  })

  it('rings for keys that mean nothing', async () => {
    expect((await read('a\x1b[Ab\r')).device.output.text).toBe('Password: \x07\n')
  })

  it('does not read when echo cannot be switched off', async () => {
    const { device, terminal } = open()
    const openInput = device.openInput.bind(device)
    device.openInput = () => {
      const keyboard = openInput()
      return Object.assign(keyboard, { setRawMode: () => keyboard.emit('error', new Error('EIO')) })
    }
    device.type('k7qm\r')
    await expect(terminal.readSecret('Password: ')).rejects.toThrow(expect.objectContaining({ code: 'WB-IO' }))
  })

  it('says so when the terminal cannot be opened again', async () => {
    const { device, terminal } = open()
    device.openInput = () => {
      throw Object.assign(new Error('ENXIO'), { code: 'ENXIO' })
    }
    await expect(terminal.readSecret('')).rejects.toThrow(expect.objectContaining({ code: 'WB-IO' }))
  })
})

describe('readLine', () => {
  it('leaves echo and editing to the terminal', async () => {
    const { device, signals, terminal } = open()
    device.type('Ada Lovelace ö\n')
    expect(await terminal.readLine('Name: ')).toBe('Ada Lovelace ö')
    expect(device.modes).toEqual([])
    expect(device.output.text).toBe('Name: ')
    expect(leftBehind(signals)).toEqual([])
  })

  it('gives null for Ctrl-D, the rest of a line for Ctrl-D behind text', async () => {
    const { device, terminal } = open()
    const first = terminal.readLine('')
    await turn()
    device.hangUp()
    expect(await first).toBe(null)
    const second = terminal.readLine('')
    await turn()
    device.type('abc')
    device.hangUp()
    expect(await second).toBe('abc')
  })

  it('ends on a signal', async () => {
    const { device, signals, terminal } = open()
    const reading = terminal.readLine('Name: ')
    signals.emit('SIGINT')
    await expect(reading).rejects.toThrow(expect.objectContaining({ code: 'WB-INTERRUPTED' }))
    expect(device.output.text).toBe('Name: \n')
  })

  it('refuses a line that no terminal makes', async () => {
    const { device, terminal } = open()
    device.type('x'.repeat(5_000))
    await expect(terminal.readLine('')).rejects.toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
  })
})

describe('write', () => {
  it('writes whole, sanitised lines', async () => {
    const { device, terminal } = open()
    terminal.write(['a\x1b[2J', ok('b')])
    terminal.write('c')
    await terminal.close()
    expect(device.output.text).toBe('a<U+001B>[2J\nb\nc\n')
    expect(device.output.destroyed).toBe(true)
  })
})
