import { ROUND_0, ROUND_20, ROUND_40, ROUND_60, Row } from './row'

/** 80 rows of the message schedule. */
const SCHEDULE = memory.data(80 * 16, 16)

/**
 * SHA-1's compression function (FIPS 180-4, 6.1.2) of any block, four lanes: 16 rows at `block`, 5 rows of state at
 * `from`, 5 at `to`, which may be the same. Plain, for what is done once an entry or less.
 */
export function compressBlock(block: usize, from: usize, to: usize): void {
  memory.copy(SCHEDULE, block, 16 * 16)
  for (let at: usize = SCHEDULE + 16 * 16; at < SCHEDULE + 80 * 16; at += 16) {
    const w = Row.mix4(v128.load(at - 48), v128.load(at - 128), v128.load(at - 224), v128.load(at - 256))
    v128.store(at, w)
  }
  let a = v128.load(from)
  let b = v128.load(from, 16)
  let c = v128.load(from, 32)
  let d = v128.load(from, 48)
  let e = v128.load(from, 64)
  for (let t: usize = 0; t < 80; t++) {
    const w = v128.load(SCHEDULE + t * 16)
    let next: v128
    if (t < 20) next = Row.choice(a, b, c, d, e, Row.add(w, Row.splat(ROUND_0)))
    else if (t < 40) next = Row.parity(a, b, c, d, e, Row.add(w, Row.splat(ROUND_20)))
    else if (t < 60) next = Row.majority(a, b, c, d, e, Row.add(w, Row.splat(ROUND_40)))
    else next = Row.parity(a, b, c, d, e, Row.add(w, Row.splat(ROUND_60)))
    e = d
    d = c
    c = Row.turn(b)
    b = a
    a = next
  }
  v128.store(to, Row.add(a, v128.load(from)))
  v128.store(to, Row.add(b, v128.load(from, 16)), 16)
  v128.store(to, Row.add(c, v128.load(from, 32)), 32)
  v128.store(to, Row.add(d, v128.load(from, 48)), 48)
  v128.store(to, Row.add(e, v128.load(from, 64)), 64)
}
