import { Box, useIsScreenReaderEnabled } from 'ink'
import { type SpokenAlphabet, spoken } from '../../../../lib/password/spoken.ts'
import type { Secret } from '../../../../lib/secret.ts'
import { accent, dim, line, strong } from '../../../style.ts'
import { Line } from '../../parts/line.tsx'
import { useLook } from '../../ui.ts'
import { bigLetters, bigLines, bigWidth } from './big-letters.ts'
import type { DictateState } from './dictate-state.ts'

interface Props {
  readonly password: Secret
  readonly alphabet: SpokenAlphabet
  readonly state: Pick<DictateState, 'shown' | 'group' | 'groups'>
}

/** One group of the password, as it is written and as it is said. */
interface Group {
  readonly text: string
  readonly said: string
}

/**
 * The password while it shows: one group in large letters, and how each group is said. Only here is it a string, made anew
 * for each frame that shows it. What cannot be zeroed then: these strings, React's two last trees, the frame that Ink
 * compares the next one with, and what the terminal itself keeps of its alternate screen. They are garbage as soon as the
 * next frames are drawn; nothing refers to them once it is hidden.
 */
export function Reading({ password, alphabet, state: { shown, group, groups } }: Props) {
  const { words, room } = useLook()
  const all = shown ? groupsOf(password, alphabet) : Array.from({ length: groups }, () => null)
  const chosen = all[group] ?? null
  const widest = Math.max(0, ...all.map(one => one?.text.length ?? 0))
  const isRoomy = room.rows >= bigLines + all.length + 5
  return (
    <>
      {isRoomy && <Line> </Line>}
      <Large text={chosen?.text ?? null} />
      {isRoomy && <Line> </Line>}
      {isRoomy ? (
        numbered(all).map(({ at, item }) => (
          <Said key={at} group={item} at={at} of={groups} chosen={at === group} widest={widest} />
        ))
      ) : (
        <Said group={chosen} at={group} of={groups} chosen widest={0} />
      )}
      {isRoomy && <Line> </Line>}
      {(!shown || room.rows >= 10) && (
        <Line over="wrap">{dim(shown ? words.dictate.small[alphabet] : words.dictate.hidden)}</Line>
      )}
    </>
  )
}

function numbered<T>(items: readonly T[]): { readonly at: number; readonly item: T }[] {
  return items.map((item, at) => ({ at, item }))
}

function groupsOf(password: Secret, alphabet: SpokenAlphabet): Group[] {
  const said = spoken(password, alphabet)
  return password.use(text => {
    let from = 0
    return said.map(words => {
      const begin = from
      from += words.length
      return { text: text.slice(begin, from), said: words.join(' ') }
    })
  })
}

/** In block letters where the terminal can show them and they fit; else with spaces between. Nothing while it is hidden. */
function Large({ text }: { readonly text: string | null }) {
  const { room, theme } = useLook()
  const isRead = useIsScreenReaderEnabled()
  if (isRead) return null
  const fits = text !== null && theme.unicode && Array.from(text).length * bigWidth <= room.columns
  const big = fits ? bigLetters(text) : null
  const spaced = text === null ? '' : Array.from(text).join('  ')
  const middle = ['', spaced, '', '']
  return (
    <Box flexDirection="column" flexShrink={0}>
      {numbered(big ?? middle).map(({ at, item }) => (
        <Line key={at}>{strong(`  ${item}`)}</Line>
      ))}
    </Box>
  )
}

interface SaidProps {
  readonly group: Group | null
  readonly at: number
  readonly of: number
  readonly chosen: boolean
  /** Columns of the longest group. */
  readonly widest: number
}

function Said({ group, at, of, chosen, widest }: SaidProps) {
  const { theme, words } = useLook()
  const mark = chosen ? theme.sign.chosen : ' '
  const number = `${at + 1}/${of}`
  const text = group === null ? theme.sign.hidden.repeat(4) : group.text
  const said = group?.said ?? ''
  return (
    <Line over="wrap" aria-label={group === null ? words.dictate.hidden : `${number}: ${said}`}>
      {line`${accent(mark)} ${dim(number)}  ${strong(text)}${' '.repeat(Math.max(0, widest - text.length))}  ${said}`}
    </Line>
  )
}
