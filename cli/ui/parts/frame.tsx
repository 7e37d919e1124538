import { Box, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import { bare, dim, line, strong, warn } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { type Listener, useListener, useLook } from '../ui.ts'
import { KeyLine } from './key-line.tsx'
import { Line } from './line.tsx'

/** Title, body and the line of keys: what every screen looks like. The listener gets the input. */
export function Frame({ listener, children }: { readonly listener: Listener; readonly children: ReactNode }) {
  const { room } = useLook()
  useListener(listener)
  const spoken = useIsScreenReaderEnabled()
  return (
    <Box flexDirection="column" paddingX={1}>
      <Title>{listener.title}</Title>
      {!spoken && <Rule />}
      <Box flexDirection="column" {...(!spoken && { height: room.rows, overflow: 'hidden' })}>
        {children}
      </Box>
      {!spoken && <Rule />}
      <KeyLine listener={listener} />
    </Box>
  )
}

/** Where there is no room for both, the title goes before what stands on its right; the sandbox is always named. */
function Title({ children: title }: { readonly children: string }) {
  const { room, sandbox, operator, words } = useLook()
  const left = line`${strong('Waybill')}  ${title}`
  const free = room.columns - displayWidth(bare(left)) - 2
  const whole = sandbox ? words.frame.sandbox : operator
  const said = sandbox && displayWidth(whole) > free ? words.frame.sandboxShort : whole
  const width = Math.min(displayWidth(said), sandbox ? displayWidth(said) : Math.max(0, free))
  return (
    <Box justifyContent="space-between">
      <Line width={room.columns - width - 2}>{left}</Line>
      <Line width={width}>{sandbox ? warn(said) : dim(said)}</Line>
    </Box>
  )
}

function Rule() {
  const { room, theme } = useLook()
  return <Line>{dim(theme.sign.rule.repeat(room.columns))}</Line>
}
