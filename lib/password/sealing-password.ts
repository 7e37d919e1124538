import { WaybillError } from '../error.ts'
import type { Secret } from '../secret.ts'

/** How Waybill makes a password; `recipes.ts` says what each one is. */
export type Recipe = 'groups' | 'words' | 'mixed'

/** What the policy asks of every password. Both must hold; neither may be below `LEAST_FLOOR`. */
export interface Floor {
  /** Characters. */
  readonly minLength: number
  /** Bits: log2 of the number of equally likely passwords, or for a typed one an estimate of it. */
  readonly minBits: number
}

/** No policy goes below this (product.md, "Policy"). */
export const LEAST_FLOOR: Floor = Object.freeze({ minLength: 12, minBits: 60 })

/** Not exported: whoever has an instance got it from `admit()`, and its constructor cannot be told to skip the floor. */
class Admitted {
  readonly secret: Secret
  /** Exact for a recipe, an estimate for `typed`. */
  readonly bits: number
  readonly recipe: Recipe | 'typed'
  readonly length: number
  readonly #admitted = true

  constructor(secret: Secret, recipe: Recipe | 'typed', bits: number, floor: Floor) {
    requireFloor(floor)
    if (!isPrintableAscii(secret.bytes)) throw new TypeError('a sealing password is printable ASCII')
    if (!reachesFloor(secret.bytes.length, bits, floor)) {
      throw new WaybillError(
        'WB-PASSWORD-FLOOR',
        `The password does not reach the policy's floor of ${describeFloor(floor)}.`,
        'Let Waybill make the password, or choose a longer one.',
      )
    }
    this.secret = secret
    this.recipe = recipe
    this.bits = bits
    this.length = secret.bytes.length
    Object.freeze(this)
  }

  static has(value: object): value is Admitted {
    return #admitted in value && value.#admitted
  }
}

/**
 * A password that an archive may be sealed with: above the floor, printable ASCII. The private field makes the type
 * nominal, so neither a literal nor a copy by spread is one. Only `generate()`, `judge()` and `recall()` make it.
 */
export type SealingPassword = Admitted

/**
 * The one maker, for `generate.ts` and `judge.ts` alone (a test says so): the caller vouches for `bits`. The secret is
 * taken over, not copied. Throws WB-PASSWORD-FLOOR below the floor, WB-FLOOR-TOO-LOW where the floor itself is too low.
 */
export function admit(secret: Secret, recipe: Recipe | 'typed', bits: number, floor: Floor): SealingPassword {
  return new Admitted(secret, recipe, bits, floor)
}

/**
 * True at run time only for what `admit()` made, and only while its secret lives: after `secret.destroy()` the bytes
 * are zeros, and an archive sealed with them would open for anybody who guesses that.
 */
export function isSealingPassword(value: unknown): value is SealingPassword {
  return typeof value === 'object' && value !== null && Admitted.has(value) && isPrintableAscii(value.secret.bytes)
}

/** Throws WB-FLOOR-TOO-LOW for a floor below `LEAST_FLOOR` or one that is not made of numbers. */
export function requireFloor(floor: Floor): void {
  const sound = Number.isSafeInteger(floor.minLength) && Number.isFinite(floor.minBits)
  if (sound && reachesFloor(floor.minLength, floor.minBits, LEAST_FLOOR)) return
  throw new WaybillError(
    'WB-FLOOR-TOO-LOW',
    `A floor for passwords cannot be below ${describeFloor(LEAST_FLOOR)}.`,
    'Raise password.minLength or password.minBits in the policy.',
  )
}

/** False for NaN, too. */
export function reachesFloor(length: number, bits: number, floor: Floor): boolean {
  return length >= floor.minLength && bits >= floor.minBits
}

export function describeFloor(floor: Floor): string {
  return `${floor.minLength} characters and ${floor.minBits} bits`
}

/**
 * Space to tilde. Nothing else may seal: ZIP does not say how a password becomes bytes, and programs differ (7-Zip,
 * `CPP/7zip/Archive/Zip/ZipHandler.cpp`, takes the recipient's Windows code page, others UTF-8), so any other character
 * would lock some recipients out.
 */
export function isPrintableAscii(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every(byte => byte >= 0x20 && byte <= 0x7e)
}
