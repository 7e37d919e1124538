import { hash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962 §2.1 (the same as RFC 9162 §2.1.1), over SHA-256. Sizes and indexes are plain numbers up
 * to 2^53-1, so halving is done by division, never by 32-bit shifts.
 */

const bytesPerHash = 32
/** One buffer for the input of every node hash: hashing is synchronous, so nobody else sees it half-filled. */
const nodeInput = Buffer.alloc(1 + 2 * bytesPerHash, 1)

/** SHA-256(0x00 ‖ line), `line` as UTF-8. The text must be well-formed. (RFC 6962 §2.1) */
export function leafHash(line: string): Uint8Array {
  return fromLatin1(hash('sha256', `\u0000${line}`, latin1))
}

/** SHA-256(0x01 ‖ left ‖ right); both 32 bytes. (RFC 6962 §2.1) */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + bytesPerHash)
  return fromLatin1(hash('sha256', nodeInput, latin1))
}

/** The root of a tree without leaves: SHA-256 of nothing. (RFC 6962 §2.1) A new array each time. */
export function emptyRoot(): Uint8Array {
  return fromLatin1(hash('sha256', '', latin1))
}

/** A text carries 32 bytes out of `hash` at half the cost of a Buffer, and a ledger has ten hashes for each event. */
const latin1 = 'latin1'

function fromLatin1(text: string): Uint8Array {
  return Buffer.from(text, latin1)
}

/** The hashes of the complete subtrees of a growing tree, largest first: all that appending and the root need. */
export class Frontier {
  #size = 0
  #count = 0
  /** A size below 2^53 has at most 53 subtrees, and one more while a leaf is added. */
  readonly #peaks = Buffer.alloc(54 * bytesPerHash)

  get size(): number {
    return this.#size
  }

  /** Adds the next leaf's hash: two peaks of equal height become one, like a carry in binary addition. */
  append(leaf: Uint8Array): void {
    this.#peaks.set(leaf, this.#count * bytesPerHash)
    this.#count++
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) this.#joinLastTwo()
    this.#size++
  }

  #joinLastTwo(): void {
    this.#count--
    const at = (this.#count - 1) * bytesPerHash
    this.#peaks.copy(nodeInput, 1, at, at + 2 * bytesPerHash)
    this.#peaks.write(hash('sha256', nodeInput, latin1), at, latin1)
  }

  /** Folds the peaks from right to left. (RFC 6962 §2.1) */
  root(): Uint8Array {
    if (this.#count === 0) return emptyRoot()
    let at = (this.#count - 1) * bytesPerHash
    this.#peaks.copy(nodeInput, 1 + bytesPerHash, at, at + bytesPerHash)
    while (at > 0) {
      at -= bytesPerHash
      this.#peaks.copy(nodeInput, 1, at, at + bytesPerHash)
      nodeInput.write(hash('sha256', nodeInput, latin1), 1 + bytesPerHash, latin1)
    }
    return Buffer.from(nodeInput.subarray(1 + bytesPerHash))
  }

  copy(): Frontier {
    return Frontier.decode(this.#size, this.encode())
  }

  /** 32 bytes for each complete subtree, largest first. A new array. */
  encode(): Uint8Array {
    return Buffer.from(this.#peaks.subarray(0, this.#count * bytesPerHash))
  }

  /** Throws RangeError when `bytes` cannot be the peaks of a tree of `size` leaves. The hashes themselves are believed. */
  static decode(size: number, bytes: Uint8Array): Frontier {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('a tree size is a natural number')
    let count = 0
    for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
    if (bytes.length !== count * bytesPerHash) throw new RangeError('the frontier does not have one hash per peak')
    const frontier = new Frontier()
    frontier.#size = size
    frontier.#count = count
    frontier.#peaks.set(bytes)
    return frontier
  }
}

/** The root over leaf hashes. */
export function rootOf(leaves: Iterable<Uint8Array>): Uint8Array {
  const frontier = new Frontier()
  for (const leaf of leaves) frontier.append(leaf)
  return frontier.root()
}

/** The largest power of two smaller than `n`, n ≥ 2: where the tree of n leaves splits. (RFC 6962 §2.1) */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** PATH(index, leaves), leaf to root. Throws RangeError for an index outside. (RFC 6962 §2.1.1) */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf')
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))]
}

/** PROOF(first, leaves): that the first `first` leaves are a prefix; 1 ≤ first ≤ leaves.length. (RFC 6962 §2.1.2) */
export function consistencyProof(leaves: readonly Uint8Array[], first: number): Uint8Array[] {
  if (!Number.isSafeInteger(first) || first < 1 || first > leaves.length) throw new RangeError('no such prefix')
  return subproof(first, leaves, true)
}

function subproof(first: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (first === leaves.length) return whole ? [] : [rootOf(leaves)]
  const k = split(leaves.length)
  return first <= k
    ? [...subproof(first, leaves.slice(0, k), whole), rootOf(leaves.slice(k))]
    : [...subproof(first - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))]
}

/** Untrusted `proof`. True when `leaf` is leaf number `index` of the tree of `size` with `root`. (RFC 9162 §2.1.3.2) */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  let fn = index
  let sn = size - 1
  let r = leaf
  for (const p of proof) {
    if (p.length !== bytesPerHash || sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      r = nodeHash(r, p)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && same(r, root)
}

/**
 * Untrusted `proof`. True when the tree of `second` leaves begins with the tree of `first` leaves. A tree is consistent
 * with itself, by an empty proof alone; an empty first tree proves nothing and is refused. (RFC 9162 §2.1.4.2)
 */
export function verifyConsistency(
  first: number,
  second: number,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 1 || first > second) return false
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot)
  const path = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof
  const [start, ...rest] = path
  if (start === undefined || path.some(p => p.length !== bytesPerHash)) return false
  let fn = first - 1
  let sn = second - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  let fr = start
  let sr = start
  for (const c of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      sr = nodeHash(sr, c)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot)
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n)) && 2 ** Math.log2(n) === n
}

/** Equal bytes. Hashes here are public, so time may tell where they differ. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
