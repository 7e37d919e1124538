import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { render } from 'ink-testing-library'
import { createElement, type ReactNode } from 'react'
import { onTestFinished, vi } from 'vitest'
import { composeWorld, homePorts } from '../../../cli/compose.ts'
import { courierFor } from '../../../cli/couriers.ts'
import type { Session } from '../../../cli/session.ts'
import { Jobs } from '../../../cli/ui/jobs.ts'
import type { Input } from '../../../cli/ui/keys.ts'
import type { Place } from '../../../cli/ui/place.ts'
import { roomIn, type Size } from '../../../cli/ui/room.ts'
import { themeFor } from '../../../cli/ui/theme.ts'
import { type Hiding, type Listener, type Look, LookContext, type Ui, UiContext } from '../../../cli/ui/ui.ts'
import { localeOf } from '../../../cli/ui/when.ts'
import { wordsFor } from '../../../cli/ui/words/words.ts'
import { createHome } from '../../../src/home.ts'
import { sandboxOperator } from '../../../src/operator.ts'
import { Transfers } from '../../../src/transfer.ts'

/** A sandbox home of its own, open, with every real part; it goes when the test is over. */
export async function sandboxSession(): Promise<Session & { readonly directory: string; readonly work: string }> {
  const root = mkdtempSync(join(tmpdir(), 'waybill-ui-'))
  const directory = join(root, 'sandbox')
  const request = { kind: 'sandbox', operator: sandboxOperator, passphrase: null } as const
  const { home } = await createHome(directory, request, homePorts('test'))
  onTestFinished(() => {
    home.ledger.close()
    rmSync(root, { recursive: true, force: true })
  })
  const world = composeWorld(home, await courierFor(home))
  return { home, world, transfers: new Transfers(world), directory, work: root }
}

interface Staging {
  readonly session: Session
  readonly language?: 'en' | 'de'
  readonly size?: Size
  readonly unicode?: boolean
  readonly drafts?: Map<string, unknown>
  readonly clipboard?: boolean
}

/** One screen on a stage: what is seen, and the ways to press keys. */
export function stage(
  screen: ReactNode,
  { session, language = 'en', size = { columns: 100, rows: 30 }, ...rest }: Staging,
) {
  let listener: Listener | null = null
  const went: Place[] = []
  const ends: string[] = []
  const copied: string[] = []
  const jobs = new Jobs()
  const locale = localeOf({ LANG: `${language}_XX.UTF-8` })
  const look: Look = {
    theme: themeFor(rest.unicode ?? true),
    words: wordsFor(locale),
    locale,
    room: roomIn(size),
    sandbox: session.world.kind === 'sandbox',
    operator: session.world.operator.name,
    listen: next => {
      listener = next
    },
    giveWay: () => {},
    forget: () => {},
  }
  const ui: Ui = {
    ...look,
    session,
    go: place => void went.push(place),
    replace: place => void went.push(place),
    back: () => void ends.push('back'),
    quit: () => void ends.push('quit'),
    begin: () => jobs.begin(),
    copy: text => rest.clipboard !== false && copied.push(text) > 0,
    looking: work => work(new AbortController().signal),
    drafts: rest.drafts ?? new Map(),
  }
  const tree = createElement(LookContext, { value: look }, createElement(UiContext, { value: ui }, screen))
  const drawn = render(tree)
  onTestFinished(() => drawn.unmount())
  const frame = () => drawn.lastFrame() ?? ''
  const input = (one: Input) => listener?.onInput(one)
  return {
    frame,
    went,
    ends,
    copied,
    jobs,
    listener: () => listener,
    /** Names of keys; what is no name is typed, grapheme by grapheme. */
    press: (...keys: readonly string[]) => {
      for (const key of keys) input({ type: 'press', key, text: '' })
    },
    type: (text: string) => {
      for (const { segment } of new Intl.Segmenter().segment(text)) {
        input({ type: 'press', key: segment === ' ' ? 'space' : segment, text: segment })
      }
    },
    paste: (text: string) => input({ type: 'paste', text }),
    hide: (why: Hiding = 'help') => listener?.onHide?.(why),
    /** Waits until the screen shows it. */
    until: (what: string | RegExp) =>
      vi.waitFor(
        () => {
          const shows = typeof what === 'string' ? frame().includes(what) : what.test(frame())
          if (!shows) throw new Error(`The screen does not show ${what}:\n${frame()}`)
          return frame()
        },
        { timeout: 60_000, interval: 10 },
      ),
  }
}
