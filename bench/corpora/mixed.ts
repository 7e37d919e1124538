import type { MadeFile } from './corpus.ts'
import { Dice } from './dice.ts'
import { noise } from './noise.ts'
import { csv, json, type Lines, log, prose, text } from './text.ts'

interface Kind {
  readonly folder: string
  readonly extension: string
  readonly content: (length: number, dice: Dice, seed: string) => Iterable<Uint8Array>
}

const spoken = (folder: string, extension: string, [header, lines]: readonly [string, Lines]): Kind => ({
  folder,
  extension,
  content: (length, dice) => text(length, dice, header, lines),
})

const photo: Kind = { folder: 'photos', extension: 'jpg', content: (length, _, seed) => noise(length, seed) }
const binary: Kind = { folder: 'index', extension: 'bin', content: records }

/** Of 20 files; what a folder of an office holds by count is much text, by bytes a quarter pictures. */
const kinds: readonly Kind[] = [
  ...Array<Kind>(4).fill(photo),
  ...Array<Kind>(5).fill(spoken('exports', 'csv', csv)),
  ...Array<Kind>(3).fill(spoken('events', 'json', json)),
  ...Array<Kind>(4).fill(spoken('logs', 'log', log)),
  ...Array<Kind>(3).fill(spoken('letters', 'txt', prose)),
  ...Array<Kind>(1).fill(binary),
]

const LEAST = 2 ** 10
const MOST = 20 * 2 ** 20

/** How often a file is between 2^n and 2^(n+1) KiB, n from 0 to 14. */
const octaves = [6, 8, 10, 12, 14, 14, 12, 9, 6, 4, 2.2, 1.2, 0.6, 0.3, 0.12].flatMap((weight, octave) =>
  Array<number>(Math.round(weight * 10)).fill(octave),
)

/** `count` files of `total` bytes together (a little less, by rounding), from 1 KiB to 20 MiB. */
export function mixed(count: number, total: number): MadeFile[] {
  const dice = new Dice(`mixed ${count}`)
  const drawn = Array.from({ length: count }, () => {
    const least = LEAST * 2 ** dice.pick(octaves)
    return dice.between(least, 2 * least)
  })
  const sum = drawn.reduce((all, size) => all + size, 0)
  return drawn.map((size, index) => {
    const length = Math.min(MOST, Math.max(LEAST, Math.floor((size * total) / sum)))
    const { folder, extension, content } = dice.pick(kinds)
    const name = `mixed/${folder}/${String(index).padStart(5, '0')}.${extension}`
    return { name, length, pieces: () => content(length, new Dice(name), name) }
  })
}

/** A table of fixed records of 16 bytes, little-endian: a growing number, a reference, an amount, flags. */
function* records(length: number, dice: Dice): Generator<Uint8Array> {
  const table = Buffer.alloc(Math.ceil(length / 16) * 16)
  for (let at = 0, key = 1; at < table.length; at += 16) {
    key += dice.between(1, 40)
    table.writeUInt32LE(key, at)
    table.writeUInt32LE(dice.below(50_000), at + 4)
    table.writeUInt32LE(dice.below(1_000_000), at + 8)
    table.writeUInt32LE(dice.once(10) ? 3 : 1, at + 12)
  }
  yield table.subarray(0, length)
}
