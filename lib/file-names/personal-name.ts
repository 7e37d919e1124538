/**
 * Whether the name of a file or folder may say something about a person. ZIP leaves names readable, so unsure counts as
 * yes: a name is harmless only if every part of it is known to be harmless. The words for that are English, German, French,
 * Spanish, Italian and some of other languages; a name in another script is never known to be harmless.
 */
import { suspicionOfDigits } from './digit-run.ts'
import { companions, compoundParts, harmlessWords, numbered, particles } from './harmless-words.ts'
import { isIban, isIdentityNumber, LONGEST_NUMBER } from './identity-numbers.ts'
import { isCapital, isInitial, isTimeWord, type Token, tokensOf } from './name-tokens.ts'
import { isDelicate, personalNames } from './personal-words.ts'
import { type Suspicion, suspicions } from './suspicion.ts'

/**
 * What there is to suspect in a path inside an archive (untrusted), in the order of `suspicions`; nothing where every part
 * of every folder and of the file is harmless. `now`, milliseconds since 1970, tells the date of an export from that of a
 * birth. Linear in the length of the path.
 */
export function suspicionsOf(path: string, now: number): Suspicion[] {
  const found = new Set(path.split('/').flatMap(part => new Part(part, now).suspicions()))
  return suspicions.filter(suspicion => found.has(suspicion))
}

class Part {
  readonly #text: string
  readonly #now: number
  /** Words and groups of digits, in order, with what stands between them gone. */
  readonly #tokens: Token[]
  readonly #other: boolean
  readonly #company: boolean

  constructor(text: string, now: number) {
    this.#text = text.normalize('NFKC')
    this.#now = now
    const all = tokensOf(this.#text)
    this.#tokens = all.filter(({ kind }) => kind === 'word' || kind === 'digits')
    this.#other = all.some(({ kind }) => kind === 'other')
    this.#company = this.#tokens.some(token => token.kind === 'digits' || isPlain(token.folded))
  }

  suspicions(): Suspicion[] {
    const found: (Suspicion | null)[] = [...this.#tokens.entries()].map(([at, token]) =>
      token.kind === 'word' ? this.#ofWord(token, at) : this.#ofDigits(at),
    )
    if (this.#other) found.push('unknown')
    if (/[a-z]\d+[a-z]+\d/i.test(this.#text)) found.push('number')
    if (/[^\s]@[^\s]/.test(this.#text)) found.push('e-mail')
    const suspicions = found.filter(suspicion => suspicion !== null)
    // What follows only names the reason better: by accident a harmless number can have the form of another.
    return suspicions.length === 0 ? [] : [...suspicions, ...this.#numbers()]
  }

  /** Telephone numbers, and numbers with check digits, whatever separators people put into them. */
  *#numbers(): Generator<Suspicion> {
    if (/\+\s?\d[\d\s().-]{6}/.test(this.#text)) yield 'phone'
    const chunks = /\d/.test(this.#text) ? (this.#text.toUpperCase().match(/[A-Z0-9]+/g) ?? []) : []
    for (let from = 0; from < chunks.length; from++) {
      let joined = ''
      for (let to = from; to < chunks.length && joined.length <= LONGEST_NUMBER; to++) {
        joined += chunks[to]
        if (isIban(joined)) yield 'iban'
        else if (isIdentityNumber(joined)) yield 'identity-number'
      }
    }
  }

  #ofWord(token: Token, at: number): Suspicion | null {
    const { text, folded } = token
    const [before, after] = [this.#tokens[at - 1], this.#tokens[at + 1]]
    const small = text.toLowerCase()
    if (particles.has(small) && before !== undefined && after !== undefined) return null
    if (folded.length === 1 && /^[a-z]$/.test(folded)) return isInitial(after) || isInitial(before) ? 'name' : null
    if (isPlain(folded)) return null
    if (companions.has(folded)) {
      const lonely =
        !this.#company || [before, after].some(next => isInitial(next) || companions.has(next?.folded ?? ''))
      return lonely ? 'name' : null
    }
    if (personalNames.has(folded)) return 'name'
    if (isDelicate(folded)) return 'delicate'
    const looksLikeName = [before, after].some(
      next => isInitial(next) || (isCapital(token) && isCapital(next) && !isPlain(next?.folded ?? '')),
    )
    return looksLikeName || small !== folded ? 'name' : 'unknown'
  }

  /** The whole run of groups is judged at its first. */
  #ofDigits(at: number): Suspicion | null {
    if (this.#continues(at)) return null
    const groups: string[] = []
    for (let next = at; next < this.#tokens.length && (next === at || this.#continues(next)); next++) {
      const token = this.#tokens[next]
      if (token?.kind === 'digits') groups.push(token.text)
    }
    const before = this.#tokens[at - 1]
    if (/^(?:v|ver|version|rev)$/.test(before?.folded ?? '') && groups.every(group => group.length <= 2)) return null
    const suspicion = suspicionOfDigits(groups, this.#now)
    if (suspicion !== null || before === undefined || !numbered.has(before.folded)) return suspicion
    return /^(?:19|20|21)\d\d$/.test(groups[0] ?? '') ? null : 'number'
  }

  /** Whether the token goes on with a run of digits: a group after a group, also over the T in 2026-01-05T0930. */
  #continues(at: number): boolean {
    const [before, token, after] = [this.#tokens[at - 1], this.#tokens[at], this.#tokens[at + 1]]
    if (token?.kind === 'digits') {
      return before?.kind === 'digits' || (isTimeWord(before) && this.#tokens[at - 2]?.kind === 'digits')
    }
    return isTimeWord(token) && before?.kind === 'digits' && after?.kind === 'digits'
  }
}

/** A harmless word, or one made of two: `Kundenliste`, `salesreport`; an s, n, en or es may join them. */
function isPlain(word: string): boolean {
  if (harmlessWords.has(word)) return true
  if (word.length < 8 || word.length > 40 || personalNames.has(word)) return false
  for (let cut = 4; cut <= word.length - 4; cut++) {
    if (!compoundParts.has(word.slice(cut))) continue
    const first = word.slice(0, cut)
    if ([first, first.replace(/s$/, ''), first.replace(/(?:en|es|n)$/, '')].some(part => compoundParts.has(part)))
      return true
  }
  return false
}
