import { Box } from 'ink'
import { sanitise } from '../../../sanitise.ts'
import { accent, bad, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth, pad, truncate } from '../../../width.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { List } from '../../parts/list.tsx'
import { textOf } from '../../text-field.ts'
import { type Look, useLook } from '../../ui.ts'
import { bytes, number } from '../../when.ts'
import { type Entry, isPicked, type Picked, pathOf, shownEntries, totalOf } from './entries.ts'
import type { SendState } from './send-state.ts'

/** The folder with what is picked in it, or the list of everything that is picked. */
export function FilesStep({ state }: { readonly state: SendState }) {
  const { files } = state
  return files.pane === 'folder' ? <Folder state={state} /> : <PickedList state={state} />
}

function Folder({ state: { files } }: { readonly state: SendState }) {
  const look = useLook()
  const { words, room, theme } = look
  const shown = shownEntries(files)
  const empty =
    files.entries === null
      ? words.send.files.reading
      : files.entries.length === 0
        ? words.send.files.empty
        : words.send.files.noMatch
  const inLabel = words.send.files.in
  const labelWidth = Math.max(displayWidth(words.send.files.filter), displayWidth(inLabel))
  return (
    <Box flexDirection="column">
      <Line over="middle">{line`  ${dim(pad(inLabel, labelWidth))}   ${strong(files.directory)}`}</Line>
      <Field
        label={words.send.files.filter}
        labelWidth={labelWidth}
        field={files.filter}
        focused={textOf(files.filter) !== ''}
        hint={words.send.files.filterHint}
      />
      <Box height={Math.max(1, room.rows - 3)} flexDirection="column">
        {shown.length === 0 ? (
          <Line>{dim(empty)}</Line>
        ) : (
          <List
            items={shown}
            at={files.at}
            rows={room.rows - 3}
            id={({ name }) => name}
            label={files.directory}
            ticked={entry => isPicked(files.picked, pathOf(files, entry))}
          >
            {(entry, chosen) => (
              <Line>{entryLine(entry, chosen, isPicked(files.picked, pathOf(files, entry)), look)}</Line>
            )}
          </List>
        )}
      </Box>
      <Line>{totalLine(files.picked, look)}</Line>
    </Box>
  )

  function entryLine(entry: Entry, chosen: boolean, picked: boolean, { locale }: Look): Text {
    const mark = chosen ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
    const tick = picked ? ok(theme.sign.ticked) : dim(theme.sign.empty)
    const size: Text =
      entry.kind === 'other' || !entry.readable
        ? warn(entry.kind === 'other' ? words.send.files.other : words.send.files.unreadable)
        : entry.bytes === null
          ? ''
          : dim(bytes(entry.bytes, locale))
    const name = `${entry.name}${entry.kind === 'folder' ? '/' : ''}`
    const width = Math.min(60, room.columns - displayWidth(theme.sign.chosen) - displayWidth(theme.sign.ticked) - 16)
    const short = pad(truncate(sanitise(name), width, 'middle', theme.sign.ellipsis), width)
    return line`${mark} ${tick} ${chosen ? strong(short) : short}  ${size}`
  }
}

function PickedList({ state: { files } }: { readonly state: SendState }) {
  const look = useLook()
  const { words, room, theme, locale } = look
  const width = Math.min(76, room.columns - 18)
  return (
    <Box flexDirection="column">
      <Line>{strong(words.send.files.pickedList)}</Line>
      <Box height={Math.max(1, room.rows - 2)} flexDirection="column">
        <List
          items={files.picked}
          at={files.pickedAt}
          rows={room.rows - 2}
          id={({ path }) => path}
          label={words.send.files.pickedList}
        >
          {({ path, count, problem }, chosen) => {
            const mark = chosen ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
            const short = pad(truncate(sanitise(path), width, 'middle', theme.sign.ellipsis), width)
            const size: Text =
              problem !== null
                ? bad(theme.sign.failed)
                : dim(count === null ? words.send.files.counting : bytes(count.bytes, locale))
            return <Line>{line`${mark} ${chosen ? strong(short) : short}  ${size}`}</Line>
          }}
        </List>
      </Box>
      <Line>{totalLine(files.picked, look)}</Line>
    </Box>
  )
}

/** `Picked: 2 things, 1,204 files, 12.4 MB`; counting goes on while the person does. */
function totalLine(picked: readonly Picked[], { words, locale, theme }: Look): Text {
  const { send } = words
  if (picked.length === 0) return dim(send.files.none)
  const { files, bytes: size, counting } = totalOf(picked)
  if (counting && files === 0) return dim(send.files.pickedSoon)
  const failed = picked.some(({ problem }) => problem !== null)
  const text = send.files.picked(picked.length, send.files.count(files, number(files, locale)), bytes(size, locale))
  const mark = failed ? bad(theme.sign.failed) : ok(theme.sign.done)
  return line`${mark} ${text}${counting ? dim(`  ${send.files.counting}`) : ''}`
}
