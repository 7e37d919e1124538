import fc from 'fast-check'

const oneOf = <T extends string>(...words: T[]) => fc.constantFrom(...words)
const duration = oneOf('1d', '24h', '25h', '7d', '90d', '36h', '1440min')
const size = oneOf('1MiB', '64MiB', '1000MiB', '1GiB', '1TiB')
const line = oneOf('ACME', 'Müller GmbH', '123', 'true', 'null', '"quoted"', 'a {sender} b')
const senderId = oneOf('ACME', 'Acme Cargo', '+4930123456')
const json = oneOf('{to}', '{digits}').chain(to =>
  fc.constantFrom([to, '{text}'], { to, 'b.c': [{ text: '{text}' }, 1, true], d: {}, e: [] }),
)

/** Any policy file that is valid, with any of its keys left out. */
export const policyFiles = some({
  password: some({
    minLength: fc.integer({ min: 12, max: 128 }),
    minBits: fc.integer({ min: 60, max: 256 }),
    recipe: oneOf('groups', 'words', 'mixed'),
  }),
  release: some({
    mode: oneOf('now', 'on-receipt-when-new', 'on-receipt'),
    locked: fc.boolean(),
    holdFor: duration,
    wrongCodes: fc.integer({ min: 1, max: 20 }),
  }),
  closeAfter: duration,
  names: some({ hide: oneOf('auto', 'alias', 'wrap', 'no') }),
  check: some({ budget: fc.oneof(fc.constant('full'), some({ total: size, entry: size })) }),
  symlinks: oneOf('follow-inside', 'refuse'),
  numbers: some({ unverified: oneOf('warn', 'refuse', 'allow'), coolingOff: duration }),
  keep: some({ archive: duration, contact: duration, identity: duration, files: duration, backups: duration }),
  lock: some({ idle: oneOf('1min', '15min', '3600s') }),
  sender: some({
    name: line,
    organisation: line,
    phone: oneOf('+4930123456'),
    language: oneOf('en', 'de', 'fr', 'es'),
    id: senderId,
    countries: some({ DE: senderId, US: senderId }),
  }),
  templates: some({ en: oneOf('{transfer}: {password}'), de: oneOf('{sender}: {transfer}. {password} .') }),
  courier: fc.oneof(
    fc.record({ use: oneOf('twilio') }),
    fc.record({ use: oneOf('twilio'), twilio: some({ validity: oneOf('10min', '600s', '1h'), lookup: fc.boolean() }) }),
    fc.record({
      use: oneOf('http'),
      http: fc
        .record({ url: oneOf('https://sms.example/send'), idAt: oneOf('messages.0.id'), json })
        .chain(http => fc.constantFrom(http, { ...http, statusAt: 'status', taken: ['0', 1, true] })),
    }),
    fc.record({
      use: oneOf('command'),
      command: fc.record({ argv: fc.constant(['gammu-smsd-inject', 'TEXT', '{to}']), timeout: oneOf('60s', '1min') }),
    }),
  ),
  opener: oneOf('off', 'beside'),
  removableMedia: oneOf('deny', 'warn', 'allow'),
  diskEncryption: oneOf('require', 'warn', 'off'),
  scan: oneOf('require', 'warn', 'off'),
  agreements: oneOf('require', 'warn', 'off'),
  approval: oneOf('never', 'special', 'new-or-special', 'always'),
})

function some<T>(keys: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(keys, { requiredKeys: [] })
}
