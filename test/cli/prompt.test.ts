import { describe, expect, it } from 'vitest'
import { phoneNumber } from '../../cli/arguments.ts'
import { Prompt } from '../../cli/prompt.ts'
import { WaybillError } from '../../lib/error.ts'
import { type FakeOptions, fakeTerminal } from './fakes.ts'

function open(options: FakeOptions & { input?: boolean } = {}) {
  const fake = fakeTerminal({ stdin: true, ...options })
  return { ...fake, prompt: new Prompt(fake.terminal, options.input ?? true) }
}

describe('where nobody can be asked', () => {
  it.each([
    ['with --no-input', { input: false }],
    ['without a controlling terminal', { device: false }],
    ['when all three streams go elsewhere', { stdin: false }],
  ])('%s every question names its flag', async (_, options) => {
    const { prompt, device } = open(options)
    const missing = (flag: string) =>
      expect.objectContaining({ code: 'WB-MISSING-VALUE', message: `${flag} is missing.` })
    expect(prompt.possible).toBe(false)
    await expect(prompt.ask('Number', { flag: '--phone' })).rejects.toThrow(missing('--phone'))
    await expect(prompt.ask('Number', { flag: '--phone', fallback: 'x' })).rejects.toThrow(missing('--phone'))
    await expect(prompt.choose('Channel', ['sms'], { flag: '--via' })).rejects.toThrow(missing('--via'))
    await expect(prompt.askSecret('Password', { flag: '--password-fd' })).rejects.toThrow(missing('--password-fd'))
    await expect(prompt.confirm('Purge', { flag: '--yes', given: false })).rejects.toThrow(
      expect.objectContaining({ code: 'WB-NEEDS-TERMINAL', hint: 'Add --yes to confirm it.' }),
    )
    expect(await prompt.confirm('Purge', { flag: '--yes', given: true })).toBe(true)
    const needsTerminal = expect.objectContaining({ code: 'WB-NEEDS-TERMINAL', hint: 'Run it on a terminal.' })
    await expect(prompt.ask('Word', { flag: null })).rejects.toThrow(needsTerminal)
    await expect(prompt.confirm('Read it out', { flag: null, given: false })).rejects.toThrow(needsTerminal)
    expect(device.opened).toBe(0)
  })
})

describe('ask', () => {
  it('asks on the controlling terminal and nowhere else', async () => {
    const { prompt, device, stdout, stderr } = open()
    device.type('  Ada Lovelace \n')
    expect(await prompt.ask('Recipient', { flag: '--to' })).toBe('Ada Lovelace')
    expect(device.output.text).toBe('Recipient: ')
    expect(stdout.text + stderr.text).toBe('')
  })

  it('takes the fallback for an empty answer', async () => {
    const { prompt, device } = open()
    device.type('\n')
    expect(await prompt.ask('Language', { flag: '--language', fallback: 'en' })).toBe('en')
    expect(device.output.text).toBe('Language [en]: ')
  })

  it('shows what is wrong with an answer and asks again', async () => {
    const { prompt, device } = open()
    device.type('0151 12345678\n\n+49 151 12345678\n')
    expect(await prompt.ask('Number', { flag: '--phone', parse: phoneNumber('--phone') })).toBe('+4915112345678')
    expect(device.output.text).toBe(
      [
        'Number: --phone is not an international number.',
        'Give it with + and the country code, like +4915112345678.',
        'Number: An answer is needed here.',
        'Press Ctrl-C to stop.',
        'Number: ',
      ].join('\n'),
    )
  })

  it('gives up after five bad answers', async () => {
    const { prompt, device } = open()
    device.type('x\nx\nx\nx\nx\n+4915112345678\n')
    const asking = prompt.ask('Number', { flag: '--phone', parse: phoneNumber('--phone') })
    await expect(asking).rejects.toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
  })

  it('does not ask again after any other error', async () => {
    const { prompt, device } = open()
    device.type('x\ny\n')
    const parse = () => {
      throw new WaybillError('WB-IO', 'The disk is gone.', 'Get another.')
    }
    await expect(prompt.ask('Name', { flag: '--to', parse })).rejects.toThrow(
      expect.objectContaining({ code: 'WB-IO' }),
    )
    expect(device.output.text).toBe('Name: ')
  })

  it('takes Ctrl-D for no answer', async () => {
    const { prompt, device } = open()
    const asking = prompt.ask('Name', { flag: '--to' })
    await new Promise(resolve => setImmediate(resolve))
    device.hangUp()
    await expect(asking).rejects.toThrow(expect.objectContaining({ code: 'WB-MISSING-VALUE' }))
    const confirming = prompt.confirm('Read it out', { flag: null, given: false })
    await new Promise(resolve => setImmediate(resolve))
    device.hangUp()
    await expect(confirming).rejects.toThrow(expect.objectContaining({ code: 'WB-NEEDS-TERMINAL' }))
  })
})

describe('choose', () => {
  it.each([
    ['2\n', 'phone'],
    ['phone\n', 'phone'],
    ['SMS\n', 'sms'],
    ['in\n', 'in-person'],
    ['p\n', 'phone'],
    ['\n', 'sms'],
    ['fax\n3\n', 'in-person'],
  ])('%j is %s', async (keys, choice) => {
    const { prompt, device } = open()
    device.type(keys)
    expect(await prompt.choose('Channel', ['sms', 'phone', 'in-person'], { flag: '--via', fallback: 'sms' })).toBe(
      choice,
    )
  })

  it('shows the choices with numbers, and what was meant', async () => {
    const { prompt, device } = open()
    device.type('phoen\n2\n')
    await prompt.choose('Channel', ['sms', 'phone'], { flag: '--via' })
    expect(device.output.text).toBe(
      'Channel\n  1  sms\n  2  phone\nNumber or word: That is none of the choices.\nDid you mean phone?\nNumber or word: ',
    )
  })
})

describe('askSecret', () => {
  it('asks without echo, twice where wanted', async () => {
    const { prompt, device } = open()
    device.type('one\rother\rsame\rsame\r')
    const secret = await prompt.askSecret('Passphrase', { flag: '--password-fd', again: 'Once more' })
    expect(secret.use(text => text)).toBe('same')
    expect(device.output.text).toBe(
      'Passphrase: \nOnce more: \nThe two are not the same.\nType it twice again.\nPassphrase: \nOnce more: \n',
    )
  })

  it('lets the check refuse, and destroys what was refused', async () => {
    const { prompt, device } = open()
    device.type('\rweak\rstrong enough\r')
    const seen: Uint8Array[] = []
    const secret = await prompt.askSecret('Passphrase', {
      flag: '--password-fd',
      check: secret => {
        seen.push(secret.bytes)
        if (secret.bytes.length < 12) throw new WaybillError('WB-TEXT-TOO-LONG', 'Too weak.', 'Take a longer one.')
      },
    })
    expect(secret.use(text => text)).toBe('strong enough')
    expect(seen[0]).toEqual(new Uint8Array(4))
    expect(device.output.text).toContain('Nothing was typed.')
  })

  it('ends on Ctrl-C', async () => {
    const { prompt, device } = open()
    device.type('ab\x03')
    const asking = prompt.askSecret('Passphrase', { flag: '--password-fd' })
    await expect(asking).rejects.toThrow(expect.objectContaining({ code: 'WB-INTERRUPTED' }))
  })
})

describe('confirm', () => {
  it.each([
    ['y\n', undefined, true],
    ['YES\n', undefined, true],
    ['n\n', true, false],
    ['\n', true, true],
    ['\n', false, false],
    ['maybe\nno\n', undefined, false],
  ] as const)('%j with %s as fallback is %s', async (keys, fallback, answer) => {
    const { prompt, device } = open()
    device.type(keys)
    const options = { flag: '--yes', given: false }
    expect(await prompt.confirm('Purge', fallback === undefined ? options : { ...options, fallback })).toBe(answer)
  })
})
