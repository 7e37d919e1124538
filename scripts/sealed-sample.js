// Seals invented files in a sandbox that its caller throws away, as the pictures of the recipient's side show them.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')

/** People and numbers that nobody has: test/docs/samples.test.ts names the ranges. */
const samples = {
  en: {
    organisation: 'Example Ltd',
    phone: '+442079460123',
    to: 'Ada Lovelace',
    purpose: 'Audit of the January figures',
    folder: 'audit',
    letter: ['letter.txt', 'Dear Ms Lovelace\n\nhere are the figures for January.\n'],
    contract: 'contract-jane-doe.pdf',
  },
  de: {
    organisation: 'Beispiel GmbH',
    phone: '+493023125123',
    to: 'Emmy Noether',
    purpose: 'Prüfung der Zahlen vom Januar',
    folder: 'pruefung',
    letter: ['brief.txt', 'Sehr geehrte Frau Noether,\n\nanbei die Zahlen vom Januar.\n'],
    contract: 'vertrag-erika-muster.pdf',
  },
}

/** Works in `place`, a directory of its own. Answers with the archive, its card, and the password that the sandbox phone got. */
export function sealedSample(place, language) {
  const sample = samples[language]
  const files = join(place, sample.folder)
  mkdirSync(files, { recursive: true })
  cpSync(join(root, 'samples/customers.csv'), join(files, 'customers.csv'))
  writeFileSync(join(files, sample.letter[0]), sample.letter[1])
  writeFileSync(join(files, sample.contract), '%PDF-1.7\n')
  const env = { ...process.env, WAYBILL_HOME: join(place, 'home') }
  const waybill = (...words) =>
    execFileSync(process.execPath, [join(root, 'dist/main.js'), ...words, '--sandbox'], {
      cwd: place,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  waybill('policy', 'set', 'sender.organisation', sample.organisation)
  waybill('policy', 'set', 'sender.phone', sample.phone)
  const who = ['--to', sample.to, '--phone', '+4915112345678', '--purpose', sample.purpose, '--language', language]
  const card = ['--card', '--ask-deletion', '2030-12-31']
  const { archive } = JSON.parse(waybill('send', files, ...who, ...card, '--no-hold', '--json'))
  const [message] = JSON.parse(waybill('phone', '--json'))
  const path = resolve(place, archive)
  return {
    archive: path,
    card: path.replace(/\.zip$/, '-card.html'),
    password: /[2-9a-z]{4}(?:-[2-9a-z]{4}){4}/.exec(message.text)[0],
  }
}
