import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencyProof,
  emptyRoot,
  Frontier,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../lib/ledger/tree.ts'
import vectors from '../../vectors/ledger/rfc6962.json' with { type: 'json' }

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
/** Every leaf of the vectors is plain ASCII. */
const known = vectors.leaves.map(leaf => leafHash(Buffer.from(leaf, 'hex').toString('latin1')))
const numbered = (count: number) => Array.from({ length: count }, (_, i) => leafHash(`leaf ${i}`))

/** RFC 6962 §2.1 word for word: the reference that the fast code must equal. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return createHash('sha256').digest()
  if (leaves.length === 1) return only
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(naiveRoot(leaves.slice(0, k)))
    .update(naiveRoot(leaves.slice(k)))
    .digest()
}

describe('the tree', () => {
  it('has the leaf and node hashes of RFC 6962 §2.1', () => {
    const line = '{"name":"Zoë 😀"}'
    expect(hex(leafHash(line))).toBe(createHash('sha256').update('\u0000').update(line).digest('hex'))
    expect(hex(nodeHash(leafHash('a'), leafHash('b')))).toBe(hex(naiveRoot([leafHash('a'), leafHash('b')])))
    const long = 'é'.repeat(100_000)
    expect(hex(leafHash(long))).toBe(createHash('sha256').update('\u0000').update(long).digest('hex'))
  })

  it('has the known roots', () => {
    expect(hex(emptyRoot())).toBe(vectors.roots[0])
    expect(vectors.roots.map((_, size) => hex(rootOf(known.slice(0, size))))).toEqual(vectors.roots)
  })

  it('has the known proofs', () => {
    for (const { index, size, proof } of vectors.inclusion) {
      expect(inclusionProof(known.slice(0, size), index).map(hex)).toEqual(proof)
    }
    for (const { first, second, proof } of vectors.consistency) {
      expect(consistencyProof(known.slice(0, second), first).map(hex)).toEqual(proof)
    }
  })

  it('has the root of the naive reference at every size', () => {
    const leaves = numbered(130)
    const frontier = new Frontier()
    for (const [i, leaf] of leaves.entries()) {
      expect(hex(frontier.root())).toBe(hex(naiveRoot(leaves.slice(0, i))))
      frontier.append(leaf)
      expect(frontier.size).toBe(i + 1)
    }
  })
})

describe('Frontier', () => {
  it('goes on from its encoded form at any size', () => {
    const leaves = numbered(70)
    fc.assert(
      fc.property(fc.nat(70), at => {
        const before = new Frontier()
        for (const leaf of leaves.slice(0, at)) before.append(leaf)
        const after = Frontier.decode(at, before.encode())
        for (const leaf of leaves.slice(at)) after.append(leaf)
        expect(hex(after.root())).toBe(hex(naiveRoot(leaves)))
        expect(before.size).toBe(at)
      }),
    )
  })

  it('carries past 32 bits', () => {
    const peaks = numbered(32)
    const frontier = Frontier.decode(2 ** 32 - 1, Buffer.concat(peaks))
    frontier.append(leafHash('one more'))
    expect(frontier.encode()).toHaveLength(32)
    expect(frontier.size).toBe(2 ** 32)
    expect(Frontier.decode(2 ** 40 + 2 ** 33, Buffer.concat(peaks.slice(0, 2))).encode()).toHaveLength(64)
  })

  it('leaves its copy alone', () => {
    const frontier = new Frontier()
    frontier.append(leafHash('a'))
    const copy = frontier.copy()
    frontier.append(leafHash('b'))
    expect([copy.size, hex(copy.root())]).toEqual([1, hex(leafHash('a'))])
  })

  it.each([
    [3, 32],
    [3, 96],
    [4, 31],
    [0, 32],
    [-1, 0],
    [1.5, 32],
    [2 ** 53, 32],
  ])('refuses size %d with %d bytes', (size, length) => {
    expect(() => Frontier.decode(size, new Uint8Array(length))).toThrow(RangeError)
  })
})

describe('inclusion', () => {
  it('is proved for every leaf of every size, and for no other leaf, place, size or root', () => {
    const leaves = numbered(33)
    for (let size = 1; size <= leaves.length; size++) {
      const tree = leaves.slice(0, size)
      const root = naiveRoot(tree)
      for (const [index, leaf] of tree.entries()) {
        const proof = inclusionProof(tree, index)
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true)
        expect(verifyInclusion(leafHash('other'), index, size, proof, root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, proof, leafHash('other'))).toBe(false)
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(proof.length === 0)
        expect(verifyInclusion(leaf, (index + 1) % size, size, proof, root)).toBe(size === 1)
      }
    }
  })

  it('refuses places that do not exist', () => {
    const leaf = leafHash('a')
    expect(verifyInclusion(leaf, 0, 0, [], leaf)).toBe(false)
    expect(verifyInclusion(leaf, -1, 1, [], leaf)).toBe(false)
    expect(verifyInclusion(leaf, 1, 1, [], leaf)).toBe(false)
    expect(verifyInclusion(leaf, 0.5, 1, [], leaf)).toBe(false)
    expect(verifyInclusion(leaf, 0, 2 ** 53, [], leaf)).toBe(false)
    expect(verifyInclusion(leaf, 0, 2, [leaf.subarray(1)], leaf)).toBe(false)
    expect(() => inclusionProof([leaf], 1)).toThrow(RangeError)
    expect(() => inclusionProof([leaf], -1)).toThrow(RangeError)
  })
})

describe('consistency', () => {
  it('is proved for every pair of sizes, and for no other pair of roots', () => {
    const leaves = numbered(33)
    for (let second = 1; second <= leaves.length; second++) {
      const tree = leaves.slice(0, second)
      const root = naiveRoot(tree)
      for (let first = 1; first <= second; first++) {
        const before = naiveRoot(tree.slice(0, first))
        const proof = consistencyProof(tree, first)
        expect(verifyConsistency(first, second, before, root, proof)).toBe(true)
        expect(verifyConsistency(first, second, leafHash('other'), root, proof)).toBe(false)
        expect(verifyConsistency(first, second, before, leafHash('other'), proof)).toBe(false)
        expect(verifyConsistency(first, second, before, root, [...proof, root])).toBe(false)
        if (proof.length > 0) expect(verifyConsistency(first, second, before, root, proof.slice(0, -1))).toBe(false)
      }
    }
  })

  it('refuses sizes that do not exist', () => {
    const leaf = leafHash('a')
    expect(verifyConsistency(0, 1, emptyRoot(), leaf, [])).toBe(false)
    expect(verifyConsistency(2, 1, leaf, leaf, [])).toBe(false)
    expect(verifyConsistency(1, 1, leaf, leaf, [leaf])).toBe(false)
    expect(verifyConsistency(1, 2, leaf, leaf, [])).toBe(false)
    expect(verifyConsistency(1.5, 2, leaf, leaf, [leaf])).toBe(false)
    expect(verifyConsistency(1, 2, leaf, leaf, [leaf.subarray(1)])).toBe(false)
    expect(() => consistencyProof([leaf], 0)).toThrow(RangeError)
    expect(() => consistencyProof([leaf], 2)).toThrow(RangeError)
  })
})
