import fc from 'fast-check'

/** Small damage to bytes, wherever it falls: `at` and `length` are shares of what is there. */
type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'remove' | 'double' | 'truncate' | 'zero'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'swap'; readonly at: number; readonly other: number; readonly page: number }

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const flip = fc.record({ kind: fc.constant('flip' as const), at: share, bit: fc.nat(7) })
const stretch = fc.record({
  kind: fc.constantFrom('remove' as const, 'double' as const, 'truncate' as const, 'zero' as const),
  at: share,
  length: fc.constantFrom(1, 2, 16, 512, 4096),
})
const insertion = fc.record({
  kind: fc.constant('insert' as const),
  at: share,
  bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), ascii()),
})
const swap = fc.record({
  kind: fc.constant('swap' as const),
  at: share,
  other: share,
  page: fc.constantFrom(1, 32, 4096),
})

/** One to four of them. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(fc.oneof(flip, flip, stretch, insertion, swap), {
  minLength: 1,
  maxLength: 4,
})

/** What JSON, notes and lists are made of. */
function ascii(): fc.Arbitrary<Uint8Array> {
  const token = fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '1e9',
    '\\u0061',
    ' ',
    '\n',
    '\n\n',
    '— ',
    '=',
  )
  return token.map(text => Uint8Array.from(Buffer.from(text)))
}

/** A new array. */
export function mutate(bytes: Uint8Array, list: readonly Mutation[]): Buffer {
  return list.reduce(apply, Buffer.from(bytes))
}

export function mutateText(text: string, list: readonly Mutation[]): string {
  return mutate(Buffer.from(text), list).toString('utf8')
}

function apply(bytes: Buffer, mutation: Mutation): Buffer {
  const at = Math.floor(mutation.at * bytes.length)
  switch (mutation.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes)
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << mutation.bit)
      return flipped
    }
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), mutation.bytes, bytes.subarray(at)])
    case 'swap':
      return exchange(bytes, at, Math.floor(mutation.other * bytes.length), mutation.page)
    default:
      return cut(bytes, at, mutation)
  }
}

function cut(bytes: Buffer, at: number, { kind, length }: { kind: string; length: number }): Buffer {
  if (kind === 'truncate') return bytes.subarray(0, at)
  const [before, there, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)]
  if (kind === 'remove') return Buffer.concat([before, after])
  return Buffer.concat([before, kind === 'zero' ? Buffer.alloc(there.length) : Buffer.concat([there, there]), after])
}

/** Two pieces of the file change places, each at a multiple of `page`. */
function exchange(bytes: Buffer, one: number, other: number, page: number): Buffer {
  const [a, b] = [one, other].map(at => Math.floor(at / page) * page).sort((x, y) => x - y) as [number, number]
  const changed = Buffer.from(bytes)
  const [first, second] = [bytes.subarray(a, a + page), bytes.subarray(b, b + page)]
  if (a + page > b || second.length < page) return changed
  second.copy(changed, a)
  first.copy(changed, b)
  return changed
}
