import type { Texts } from './texts/en.ts'
import { fill } from './texts/fill.ts'
import { type Language, languages } from './texts/languages.ts'

/** The page's words in one language. */
export class Say {
  readonly language: Language
  readonly #texts: Texts

  constructor(language: Language) {
    this.language = language
    this.#texts = languages[language]
  }

  text(key: keyof Texts, values: Readonly<Record<string, string | number>> = {}): string {
    return fill(this.#texts[key], values)
  }
}
