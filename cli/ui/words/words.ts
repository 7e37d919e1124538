import type { Locale } from '../when.ts'
import { de } from './de.ts'
import { en } from './en.ts'

/** What a language must have: the keys of the English words, with functions where something is filled in. */
export type Words = typeof en

const languages: Readonly<Record<Locale['language'], Words>> = { en, de }

export function wordsFor({ language }: Locale): Words {
  return languages[language]
}
