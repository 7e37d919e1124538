import { WaybillError } from '../lib/error.ts'
import type { Operator } from './world.ts'

/** Names of shared accounts and roles: nobody can be asked about them later (controls.md, clause 2.2). */
const generic = new Set(
  `admin administrator administration root system sysadmin superuser user users guest test tester testing demo support
  helpdesk service services servicedesk info information office team staff everyone anybody nobody operator it hr edv
  mail mailbox postmaster webmaster hostmaster noreply no-reply default shared account benutzer gast verwaltung
  buchhaltung accounting sales vertrieb sekretariat empfang reception zentrale`.split(/\s+/),
)

const address = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}\.[^\s@<>"(),:;[\]\\.]{2,63}$/

/** A person who can be asked about it later: first and last name, an address, no shared account. WB-OPERATOR. */
export function parseOperator(name: string, email: string): Operator {
  const words = name.trim().normalize('NFC').split(/\s+/)
  if (
    words.length < 2 ||
    !words.every(word => /\p{L}/u.test(word)) ||
    /[\p{Cc}\p{Cf}]/u.test(name) ||
    name.length > 100
  ) {
    throw refused('The operator needs a first and a last name', 'Give both: --name "First Last".')
  }
  if (words.some(word => generic.has(word.toLowerCase()))) {
    throw refused(
      `“${name.trim()}” names a shared account, not a person`,
      'Give the name of the person: --name "First Last".',
    )
  }
  if (!address.test(email))
    throw refused(`“${email}” is not an e-mail address`, 'Give the operator’s own: --email NAME@DOMAIN.')
  if (generic.has((email.split('@')[0] ?? '').toLowerCase())) {
    throw refused(`${email} belongs to a shared account, not to a person`, 'Give the operator’s own address.')
  }
  return { name: words.join(' '), email }
}

function refused(message: string, hint: string): WaybillError {
  return new WaybillError('WB-OPERATOR', `${message}.`, hint)
}

export const sandboxOperator: Operator = { name: 'Sandbox Operator', email: 'sandbox@example.invalid' }
