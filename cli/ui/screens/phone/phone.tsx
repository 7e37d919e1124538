import { useState } from 'react'
import { textsOf } from '../../../draw-phone.ts'
import { local } from '../../../format.ts'
import { phoneHead, phonePicture } from '../../../phone-picture.ts'
import { type Input, named } from '../../keys.ts'
import { Frame } from '../../parts/frame.tsx'
import { type Note, Notice, noteOf } from '../../parts/notice.tsx'
import { Page, useScroll } from '../../parts/page.tsx'
import { useUi } from '../../ui.ts'

const bindings = [
  { name: 'back', keys: ['escape', 'q'] },
  { name: 'refresh', keys: ['f5'], quiet: true },
] as const

/**
 * The texts that the sandbox phone received, the newest first: the only page that shows passwords as they were sent. There
 * is none in a production home.
 */
export function Phone() {
  const { session, words, room, theme, back } = useUi()
  const [{ texts, note }, read] = useState(() => received(session.home.directory))
  const bubbles = texts.map(({ to, text, at, transfer }) => ({
    from: `${to} ${transfer}`,
    to: '',
    text,
    at: local(Date.parse(at)).slice(11, 16),
  }))
  const picture = phonePicture(bubbles, { width: room.columns, unicode: theme.unicode, words: words.phone.picture })
  // Its head says nothing where there is room for little.
  const rows = picture.length <= room.rows ? picture : picture.slice(phoneHead)
  const { top, scroll } = useScroll('phone', rows.length, room.rows)
  const onInput = (input: Input) => {
    const name = named(bindings, input)
    if (name === 'back') return back()
    if (name === 'refresh') return read(received(session.home.directory))
    scroll(input)
  }
  const { title, keys } = words.phone
  return (
    <Frame listener={{ title, keys: bindings, labels: keys, typing: false, onInput }}>
      {note !== null ? <Notice note={note} /> : <Page lines={rows} top={top} rows={room.rows} label={title} />}
    </Frame>
  )
}

function received(home: string): { readonly texts: ReturnType<typeof textsOf>; readonly note: Note | null } {
  try {
    return { texts: textsOf(home).toReversed(), note: null }
  } catch (error) {
    return { texts: [], note: noteOf(error) }
  }
}
