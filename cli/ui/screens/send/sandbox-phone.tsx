import { Box } from 'ink'
import { sandboxPhoneLines } from '../../../draw-phone.ts'
import { phoneHead } from '../../../phone-picture.ts'
import { strong } from '../../../style.ts'
import { noteOf } from '../../parts/notice.tsx'
import { Rows } from '../../parts/rows.tsx'
import { useLook, useUi } from '../../ui.ts'

/**
 * The texts that the sandbox phone received for one transfer. They hold its password: they are read while they are drawn,
 * on the alternate screen alone, and kept nowhere.
 */
export function SandboxPhone({ transfer }: { readonly transfer: string }) {
  const { words, room, theme } = useLook()
  const { session } = useUi()
  const look = { width: room.columns, unicode: theme.unicode, words: words.phone.picture }
  const picture = pictureOf(() => sandboxPhoneLines(session.home.directory, transfer, look))
  // Head and foot of the telephone give way to its texts where there is little room.
  const rows = picture.length <= room.rows - 1 ? picture : picture.slice(phoneHead, phoneHead + room.rows - 1)
  return (
    <Box flexDirection="column">
      <Rows rows={[strong(words.send.sent.phone)]} />
      <Rows rows={rows} />
    </Box>
  )
}

function pictureOf(read: () => string[]): string[] {
  try {
    return read()
  } catch (error) {
    return [noteOf(error).message]
  }
}
