import { WaybillError } from '../error.ts'
import type { Random } from '../ports.ts'
import { Secret } from '../secret.ts'
import { choose } from './choose.ts'
import { bitsOf, leastLengthOf, shapeOf, unitsOf } from './recipes.ts'
import {
  admit,
  describeFloor,
  type Floor,
  type Recipe,
  reachesFloor,
  requireFloor,
  type SealingPassword,
} from './sealing-password.ts'

/**
 * Makes a password. Every password of the recipe is equally likely; none is drawn again for its looks or its length,
 * since that would cost bits. So a floor on the length is measured against the recipe's shortest password.
 * Throws WB-PASSWORD-FLOOR where the recipe cannot always reach the floor, before anything is drawn.
 */
export function generate(recipe: Recipe, floor: Floor, random: Random): SealingPassword {
  requireFloor(floor)
  requireReach(recipe, floor)
  const { picks, among } = shapeOf(recipe)
  const chosen = choose(picks, among, random)
  const secret = Secret.fromBytes(compose(recipe, chosen))
  chosen.fill(0)
  return admit(secret, recipe, bitsOf(recipe), floor)
}

function requireReach(recipe: Recipe, floor: Floor): void {
  const length = leastLengthOf(recipe)
  const bits = bitsOf(recipe)
  if (reachesFloor(length, bits, floor)) return
  throw new WaybillError(
    'WB-PASSWORD-FLOOR',
    `The recipe ${recipe} makes at least ${length} characters and ${bits.toFixed(1)} bits, below the policy's floor of ${describeFloor(floor)}.`,
    'Choose another recipe, or lower password.minLength or password.minBits in the policy.',
  )
}

/** Writes the chosen units straight into bytes, so that the password is never a string here. */
function compose(recipe: Recipe, chosen: Uint16Array): Uint8Array {
  const { perGroup } = shapeOf(recipe)
  const units = unitsOf(recipe)
  const parts = Array.from(chosen, (index, at) => {
    const unit = units[index]
    if (unit === undefined) throw new RangeError('a choice outside the recipe')
    return at > 0 && at % perGroup === 0 ? ['-', unit] : [unit]
  }).flat()
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) bytes[at++] = part.charCodeAt(i)
  }
  return bytes
}
