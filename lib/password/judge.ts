import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { Secret } from '../secret.ts'
import { commonWords, lengthWithout, wordsOf } from './block-list.ts'
import { type CrackCost, crackCost } from './crack.ts'
import { estimateBits } from './estimate.ts'
import { bitsOf, isOfRecipe } from './recipes.ts'
import {
  admit,
  type Floor,
  isPrintableAscii,
  type Recipe,
  requireFloor,
  type SealingPassword,
} from './sealing-password.ts'

export interface Judgement {
  /** An estimate; 0 where the password was not measured, because it could not be used anyway. */
  readonly bits: number
  /** Characters (code points). */
  readonly length: number
  /** Holds the very secret that was judged, not a copy. Null exactly if a finding is an error. */
  readonly accepted: SealingPassword | null
  readonly findings: Finding[]
  readonly crack: CrackCost
}

/**
 * Judges a password that a person typed. `about.words`: names and other texts of this transfer that an attacker would
 * try (recipient, organisation, sender, purpose). No finding repeats any part of the password.
 * Throws WB-FLOOR-TOO-LOW; whatever is wrong with the password itself is a finding.
 */
export async function judge(
  typed: Secret,
  floor: Floor,
  about: { readonly words?: readonly string[] } = {},
): Promise<Judgement> {
  requireFloor(floor)
  const length = codePoints(typed.bytes)
  if (!isPrintableAscii(typed.bytes)) {
    return {
      bits: 0,
      length,
      accepted: null,
      findings: [length === 0 ? tooShort(0, floor) : notPortable],
      crack: crackCost(0),
    }
  }
  const words = [...wordsOf(about.words ?? []), ...commonWords]
  const bits = await estimateBits(typed, words)
  const findings = [...weaknesses(typed, bits, words, floor), ...inconveniences(typed), estimated]
  const refused = findings.some(finding => finding.level === 'error')
  return {
    bits,
    length,
    accepted: refused ? null : admit(typed, 'typed', bits, floor),
    findings,
    crack: crackCost(bits),
  }
}

/** UTF-8 bytes that begin a character; any bytes may be asked about. */
function codePoints(bytes: Uint8Array): number {
  return bytes.filter(byte => (byte & 0xc0) !== 0x80).length
}

function weaknesses(typed: Secret, bits: number, words: readonly string[], floor: Floor): Finding[] {
  const length = typed.bytes.length
  const left = typed.use(text => lengthWithout(text, words))
  const findings: Finding[] = []
  if (length < floor.minLength) findings.push(tooShort(length, floor))
  if (bits < floor.minBits) {
    findings.push({
      level: 'error',
      code: 'password.too-weak',
      message: `It is worth about ${Math.floor(bits)} bits; the policy asks for ${floor.minBits}.`,
    })
  }
  if (left < length) {
    findings.push({
      level: left < floor.minLength ? 'error' : 'warning',
      code: 'password.blocked-word',
      message: 'It contains common words or names of this transfer, which count for nothing.',
    })
  }
  return findings
}

function tooShort(length: number, floor: Floor): Finding {
  return {
    level: 'error',
    code: 'password.too-short',
    message: `It has ${length} characters; the policy asks for ${floor.minLength}.`,
  }
}

function inconveniences(typed: Secret): Finding[] {
  const { bytes } = typed
  const findings: Finding[] = []
  if (bytes[0] === SPACE || bytes[bytes.length - 1] === SPACE) {
    findings.push({
      level: 'error',
      code: 'password.edge-space',
      message: 'It begins or ends with a space, which gets lost when it is copied or read out.',
    })
  }
  if (bytes.includes(BACKTICK)) {
    findings.push({
      level: 'warning',
      code: 'password.no-text-message',
      message: 'It contains a backtick, which an ordinary text message cannot carry.',
    })
  }
  return findings
}

const SPACE = 0x20

/** The one printable ASCII character outside the GSM 7-bit default alphabet and its extension (3GPP TS 23.038 section 6.2.1). */
const BACKTICK = 0x60

const notPortable: Finding = {
  level: 'error',
  code: 'password.not-portable',
  message: 'It contains characters outside printable ASCII, which ZIP programs turn into different bytes.',
}

const estimated: Finding = {
  level: 'note',
  code: 'password.estimated',
  message: 'The strength of a typed password is an estimate; that of one made by Waybill is known.',
}

/**
 * Takes back a password that `generate()` made and the vault kept. The caller vouches for where it comes from: that it is
 * of the recipe's language does not show that it was drawn at random, so this is never for what a person typed.
 * Synchronous; loads no zxcvbn. Throws WB-PASSWORD-RECIPE where it is not of that language, and what `admit()` throws,
 * where the policy has since been raised above it.
 */
export function recall(secret: Secret, recipe: Recipe, floor: Floor): SealingPassword {
  if (!isOfRecipe(recipe, secret)) {
    throw new WaybillError(
      'WB-PASSWORD-RECIPE',
      `What was kept is not a password of the recipe ${recipe}.`,
      'Do not use it: cancel the transfer and send it again.',
    )
  }
  return admit(secret, recipe, bitsOf(recipe), floor)
}
