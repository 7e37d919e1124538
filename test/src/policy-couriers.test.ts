import { describe, expect, it } from 'vitest'
import { parsePolicy, policyDigest } from '../../src/policy.ts'

const http = { url: 'https://sms.example/send', idAt: 'id', form: { to: '{to}', text: '{text}' } }

describe('the couriers of a policy', () => {
  it.each([
    { use: 'twilio' },
    { use: 'twilio', twilio: { messagingService: `MG${'0a'.repeat(16)}`, validity: '10min', discardContent: true } },
    { use: 'http', http },
    { use: 'http', http: { ...http, headers: { Authorization: { env: 'SMS_TOKEN' }, Accept: 'application/json' } } },
    { use: 'http', http: { ...http, form: { ...http.form, api_key: { env: 'SMS_KEY' } } } },
    {
      use: 'http',
      http: { url: http.url, idAt: 'a.0.b', json: { messages: [{ to: '{to}', text: '{text}' }], ttl: 600 } },
    },
    { use: 'command', command: { argv: ['gammu-smsd-inject', 'TEXT', '{to}'], timeout: '1min' } },
    { use: 'twilio', http, command: { argv: ['send', '--to={digits}'] } },
    { use: 'http', http: { ...http, form: { to: '{digits}', text: '{text}', from: '{sender}', key: '{reference}' } } },
    { use: 'http', http: { ...http, statusAt: 'messages.0.status', taken: ['0', 0, true], refused: ['9'] } },
  ])('may be %j', async courier => {
    const policy = await parsePolicy(JSON.stringify({ courier }))
    expect(policyDigest(policy)).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    [{ use: 'smtp' }, 'courier.use must be one of'],
    [{ twilio: {} }, 'courier.use must be one of'],
    [{ use: 'http' }, 'must describe the courier http'],
    [{ use: 'command' }, 'must describe the courier command'],
    [{ use: 'twilio', twilio: { authToken: 's3cret' } }, 'twilio.authToken does not exist'],
    [{ use: 'twilio', twilio: { messagingService: 'AC00' } }, 'SID of a messaging service'],
    [{ use: 'twilio', twilio: { validity: '10h' } }, 'from 10 minutes to 1 hour'],
    [{ use: 'http', http: { ...http, url: 'http://sms.example/' } }, 'an https address'],
    [{ use: 'http', http: { ...http, url: 'https://me:s3cret@sms.example/' } }, 'an https address'],
    [{ use: 'http', http: { ...http, url: 'https://:s3cret@sms.example/' } }, 'an https address'],
    [{ use: 'http', http: { ...http, url: 'https://sms.example/?apiKey=s3cret' } }, 'an https address'],
    [{ use: 'http', http: { ...http, url: 'sms.example' } }, 'an https address'],
    [{ use: 'http', http: { ...http, url: 'https://sms_gateway.example/' } }, 'plain host name'],
    [{ use: 'http', http: { ...http, url: 'https://sms.example./' } }, 'plain host name'],
    [
      {
        use: 'http',
        http: { url: http.url, idAt: 'id', json: { to: '{to}', text: '{text}', k: { env: 'constructor' } } },
      },
      'variables of the environment',
    ],
    [{ use: 'http', http: { ...http, form: undefined } }, 'must have one of json and form'],
    [{ use: 'http', http: { ...http, json: {} } }, 'must have one of json and form'],
    [{ use: 'http', http: { ...http, form: { to: '{to}' } } }, 'must hold {text}, and {to} or {digits}'],
    [{ use: 'http', http: { ...http, form: { text: '{text}' } } }, 'must hold {text}, and {to} or {digits}'],
    [{ use: 'http', http: { ...http, form: { to: '{to}', text: 'Password: {text}' } } }, 'must hold {text}, and'],
    [{ use: 'http', http: { ...http, statusAt: 'status' } }, 'must have taken beside statusAt'],
    [{ use: 'http', http: { ...http, statusAt: 'status', refused: ['1'] } }, 'must have taken beside statusAt'],
    [{ use: 'http', http: { ...http, statusAt: 'status', taken: [] } }, 'http.taken must not be empty'],
    [{ use: 'http', http: { ...http, taken: ['0'] } }, 'must have statusAt beside'],
    [{ use: 'http', http: { ...http, refused: ['0'] } }, 'must have statusAt beside'],
    [{ use: 'http', http: { ...http, statusAt: 's', taken: ['0', 1], refused: [0] } }, 'in both taken and refused'],
    [{ use: 'http', http: { ...http, statusAt: 's', taken: [0.5] } }, 'must be a text, a whole number, true or false'],
    [{ use: 'http', http: { ...http, headers: { HOST: 'other.example' } } }, 'none that Waybill sets itself'],
    [{ use: 'http', http: { ...http, headers: { 'Transfer-Encoding': 'x' } } }, 'none that Waybill sets itself'],
    [{ use: 'http', http: { ...http, headers: { Authorization: 'Bearer s3cret' } } }, 'secrets from the environment'],
    [{ use: 'http', http: { ...http, headers: { 'X-Api-Key': 's3cret' } } }, 'secrets from the environment'],
    [{ use: 'http', http: { ...http, headers: { 'X\nY': 'z' } } }, 'the name of a header'],
    [{ use: 'http', http: { ...http, headers: { X: 'a\r\nb' } } }, 'must be one line'],
    [{ use: 'http', http: { ...http, headers: { X: { env: 'lower' } } } }, 'name of an environment variable'],
    [{ use: 'http', http: { ...http, form: { password: 's3cret' } } }, 'secrets from the environment'],
    [{ use: 'http', http: { url: http.url, idAt: 'id', json: [{ auth: { token: 's3cret' } }] } }, 'secrets from the'],
    [{ use: 'http', http: { url: http.url, idAt: 'id', json: { ttl: 0.5 } } }, 'no fractions'],
    [{ use: 'command', command: { argv: [] } }, 'must not be empty'],
    [{ use: 'command', command: { argv: ['send', '{text}'] } }, 'goes to stdin'],
    [{ use: 'command', command: { argv: ['{to}', 'send'] } }, 'must hold {to} or {digits}'],
    [{ use: 'command', command: { argv: ['send', '--token=s3cret'] } }, 'visible to all'],
    [{ use: 'command', command: { argv: 'send {to}' } }, 'must be a list'],
  ])('cannot be %j', async (courier, reason) => {
    const error = await parsePolicy(JSON.stringify({ courier })).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'WB-POLICY-INVALID', message: expect.stringContaining(reason) })
    expect(String(error)).not.toContain('s3cret')
  })
})

describe('the sender of a policy', () => {
  it.each([
    { name: 'Müller & Söhne', organisation: 'Müller & Söhne Łódź', phone: '+4930123456', language: 'de' },
    { id: 'ACME', countries: { US: '+12025550123', FR: 'Acme 24' } },
  ])('may be %j', async sender => {
    expect((await parsePolicy(JSON.stringify({ sender }))).sender).toEqual(sender)
  })

  it.each([
    [{ name: 'Łódź' }, 'GSM 7 bit'],
    [{ name: 'x'.repeat(41) }, 'at most 40 characters'],
    [{ name: ' ACME' }, 'begins nor ends'],
    [{ name: '' }, 'begins nor ends'],
    [{ organisation: 'a\u202Eb' }, 'no control characters'],
    [{ organisation: '\uD800' }, 'valid Unicode'],
    [{ phone: '030 123456' }, 'E.164'],
    [{ language: 'it' }, 'must be one of en, de, fr, es'],
    [{ id: 'ACME-LOGISTICS' }, '2 to 11 letters'],
    [{ id: '12345' }, '2 to 11 letters'],
    [{ countries: { Germany: 'ACME' } }, 'a country code'],
    [{ country: {} }, 'sender.country does not exist'],
  ])('cannot be %j', async (sender, reason) => {
    await expect(parsePolicy(JSON.stringify({ sender }))).rejects.toMatchObject({
      code: 'WB-POLICY-INVALID',
      message: expect.stringContaining(reason),
    })
  })
})
