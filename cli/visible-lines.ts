import type { VisibleEntry } from '../src/visible.ts'
import type { Hiding, HidingReason } from '../src/words.ts'
import { bytes, count, list } from './format.ts'
import type { Text } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** More would bury what comes after it. */
const shown = 5

/** What a stranger sees in the archive, and why the names are as they are. */
export function visibleLines(
  entries: readonly VisibleEntry[],
  { hide, why }: { readonly hide: Hiding | null; readonly why: readonly HidingReason[] },
  terminal: Pick<Terminal, 'width' | 'unicode'>,
): Text[] {
  const cut = entries.length > shown + 1 ? entries.slice(0, shown) : entries
  const rows = cut.map(({ name, bytes: size }): [Text, Text] => [`  ${name}`, size === null ? '' : bytes(size)])
  return [
    'Anybody can read this in the archive without the password:',
    ...table(
      [
        { head: '', cut: 'middle' },
        { head: '', align: 'right' },
      ],
      rows,
      terminal,
    ),
    ...(cut.length < entries.length
      ? [`  and ${count(entries.length - cut.length, 'more entry', 'more entries')}`]
      : []),
    sentences[hide ?? 'no'](reasonWords(why)),
  ]
}

const sentences: Readonly<Record<Hiding, (because: string) => string>> = {
  no: () => 'Names, sizes, times and the number of files stay visible.',
  alias: because => `Numbers stand for the names${because}. Sizes and the number of files stay visible.`,
  wrap: because => `One inner archive holds all files${because}. Only its size stays visible.`,
}

function reasonWords(why: readonly HidingReason[]): string {
  return why.length === 0 ? '' : `, because ${list(why.slice(0, 3).map(reason => reasonTexts[reason]))}`
}

/** Why names are hidden. */
export const reasonTexts: Readonly<Record<HidingReason, string>> = {
  asked: '--hide-names asks for it',
  policy: 'the policy wants it',
  special: 'the data are of a special category',
  'e-mail': 'a name holds an e-mail address',
  iban: 'a name holds the number of a bank account',
  'identity-number': 'a name holds what can be an insurance, tax or identity number',
  'birth-date': 'a name holds what can be a birth date',
  phone: 'a name holds what can be a telephone number',
  delicate: 'a name speaks of a delicate matter',
  name: 'a name holds what can be the name of a person',
  number: 'a name holds a long number, or that of one person',
  unknown: 'a name holds a word that is not known to be harmless',
}
