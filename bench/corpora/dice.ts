/**
 * Seeded chance for the corpora: the same draws on every machine. Integers and exact IEEE 754 products alone, no
 * `Math.log` or `Math.pow`, whose last bits are the engine's own business.
 */
export class Dice {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string) {
    let hash = 0x811c9dc5 // FNV-1a
    for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193)
    this.#a = hash
    this.#b = hash ^ 0x9e3779b9
    this.#c = Math.imul(hash, 0x85ebca6b)
    for (let i = 0; i < 16; i++) this.word()
  }

  /** 32 bits: sfc32 of Chris Doty-Humphrey's PractRand, which passes its tests. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** At least 0, below 1. */
  share(): number {
    return this.word() / 2 ** 32
  }

  /** A whole number from 0 up to and without `end`. Chance here is for look alone: the bias of a product does not matter. */
  below(end: number): number {
    return Math.floor(this.share() * end)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  once(in_: number): boolean {
    return this.below(in_) === 0
  }

  /** All alike. The list is not empty. */
  pick<T>(list: readonly T[]): T {
    return this.#at(list, this.below(list.length))
  }

  /** The first ones far more often than the last, as with names: the place is the square of an even draw. */
  skewed<T>(list: readonly T[]): T {
    const share = this.share()
    return this.#at(list, Math.floor(share * share * list.length))
  }

  digits(count: number): string {
    let text = ''
    for (let left = count; left > 0; left -= 6) {
      const width = Math.min(6, left)
      text += String(this.below(10 ** width)).padStart(width, '0')
    }
    return text
  }

  #at<T>(list: readonly T[], index: number): T {
    const item = list[index]
    if (item === undefined) throw new RangeError('nothing to choose from')
    return item
  }
}
