import { WaybillError } from '../../../../lib/error.ts'
import type { Finding } from '../../../../lib/finding.ts'
import { maskPhone, parsePhone } from '../../../../lib/phone.ts'
import { cardOf } from '../../../../src/card.ts'
import { cardText } from '../../../../src/card-text.ts'
import { contactView } from '../../../../src/contact-view.ts'
import { findContact, listContacts } from '../../../../src/contacts.ts'
import { settle } from '../../../../src/deadlines.ts'
import type { Intent, SendRequest } from '../../../../src/intent.ts'
import { findTransfers } from '../../../../src/log.ts'
import { trustOf } from '../../../../src/number-trust.ts'
import { cutOff } from '../../../../src/open-transfers.ts'
import { readTransfer } from '../../../../src/record.ts'
import { transferView } from '../../../../src/view.ts'
import { visibleBefore } from '../../../../src/visible.ts'
import { bases, categories } from '../../../../src/words.ts'
import type { Phase } from '../../../../src/world.ts'
import { exitStatus } from '../../../exit.ts'
import { stateStatus } from '../../../state-status.ts'
import { noteOf } from '../../parts/notice.tsx'
import { typedPath } from '../../typed-path.ts'
import type { Job, Ui } from '../../ui.ts'
import { droppedPaths } from './dropped-paths.ts'
import { earlierRecipients } from './earlier.ts'
import { noPace, paced } from './rate.ts'
import { isThere, readFolder } from './read-folder.ts'
import type { Judged, LastTime, Said, SendEffect, SendEvent } from './send-state.ts'

type Dispatch = (event: SendEvent) => void
type Surroundings = Pick<Ui, 'session' | 'begin' | 'go' | 'back' | 'copy'>

/** Nobody drags more onto a terminal; in UTF-16 units. */
const longestPaste = 65_536

/** Milliseconds between two drawings of a progress. */
const drawn = 100
/** Milliseconds between two looks at where the password is: at the ledger, and at the provider while it is on its way. */
const glance = 2_000
const pauses = [2_000, 3_000, 5_000, 8_000, 15_000, 30_000]

/** What the screen has done in the world. Whatever is still under way ends with the screen, but for the sealing: it is asked. */
export class Errands {
  readonly #gone = new AbortController()
  #ui: Surroundings
  #planning: Job | null = null
  #sealing: Job | null = null
  #looking: NodeJS.Timeout | undefined
  #following = ''

  constructor(ui: Surroundings) {
    this.#ui = ui
  }

  /** The screen has gone. */
  end(): void {
    this.#gone.abort()
    this.#planning?.abort()
    clearTimeout(this.#looking)
  }

  readonly perform = (effect: SendEffect, dispatch: Dispatch) => {
    switch (effect.do) {
      case 'list':
        return void this.#list(effect.directory, effect.back, dispatch)
      case 'drop':
        return void this.#drop(effect.text, effect.directory, dispatch)
      case 'count':
        return void this.#count(effect.path, dispatch)
      case 'contacts':
        return this.#read(dispatch, () => this.#contacts(dispatch))
      case 'judge':
        return void this.#judge(effect, dispatch)
      case 'recall':
        return this.#read(dispatch, () => dispatch({ type: 'recalled', last: this.#lastTime(effect.to) }))
      case 'plan':
        return void this.#plan(effect.key, effect.request, dispatch)
      case 'seal':
        return void this.#seal(effect, dispatch)
      case 'stop':
        return this.#sealing?.abort()
      case 'follow':
        return this.#follow(effect.id, dispatch)
      case 'copy':
        return this.#copy(effect.id, dispatch)
      case 'hand':
        return void this.#hand(effect.id, effect.by, dispatch)
      case 'go':
        return this.#ui.go({ at: effect.to, id: effect.id })
      case 'leave':
        return this.#ui.back()
    }
  }

  /** The newest of what the screen has: its session may be another one after a lock. */
  meet(ui: Surroundings): void {
    this.#ui = ui
  }

  get #world() {
    return this.#ui.session.world
  }

  async #list(directory: string, back: string | null, dispatch: Dispatch): Promise<void> {
    try {
      dispatch({ type: 'listed', directory, entries: await readFolder(directory, this.#gone.signal) })
    } catch (error) {
      dispatch({ type: 'unlisted', directory, back, note: noteOf(error) })
    }
  }

  async #drop(text: string, directory: string, dispatch: Dispatch): Promise<void> {
    const paths: string[] = []
    const missing: string[] = []
    const place = (path: string) => typedPath(path, directory)
    for (const { whole, words } of droppedPaths(text.slice(0, longestPaste), process.platform === 'win32')) {
      const isOne = await isThere(place(whole))
      const there: string[] = []
      const gone: string[] = []
      for (const path of isOne ? [whole] : words) ((await isThere(place(path))) ? there : gone).push(path)
      paths.push(...there.map(place))
      // Of words that name nothing at all the whole line was meant.
      missing.push(...(there.length === 0 ? [whole] : gone))
    }
    dispatch({ type: 'dropped', paths, missing })
  }

  /** By the rules that sealing will have: what it would refuse is refused here. */
  async #count(path: string, dispatch: Dispatch): Promise<void> {
    const { engine, policy } = this.#world
    try {
      const options = { symlinks: policy.symlinks, signal: this.#gone.signal }
      const { sources } = await engine.list([path], options)
      const files = sources.filter(({ kind }) => kind === 'file')
      const bytes = files.reduce((sum, source) => sum + (source.kind === 'file' ? source.size : 0), 0)
      dispatch({ type: 'counted', path, count: { files: files.length, bytes } })
    } catch (error) {
      dispatch({ type: 'uncountable', path, note: noteOf(error) })
    }
  }

  /** A row of the ledger that is damaged is told; nobody loses what they typed. */
  #read(dispatch: Dispatch, work: () => void): void {
    try {
      work()
    } catch (error) {
      dispatch({ type: 'said', said: noteOf(error) })
    }
  }

  #contacts(dispatch: Dispatch): void {
    const world = this.#world
    const contacts = listContacts(world.ledger).map(contact => contactView(world, contact))
    dispatch({ type: 'contacts', contacts, earlier: earlierRecipients(world, contacts) })
  }

  async #judge({ key, to, client, phone }: Extract<SendEffect, { do: 'judge' }>, dispatch: Dispatch): Promise<void> {
    const world = this.#world
    let known: Judged = { key, contact: null, before: false, number: null, wrong: null }
    try {
      const saved = to === '' ? null : findContact(world.ledger, to, client || undefined)
      const contact = saved === null ? null : contactView(world, saved)
      const before = contact === null && to !== '' && !findTransfers(world.ledger, { to }).next().done
      known = { ...known, contact, before }
      if (phone === '') {
        const own = contact?.phone ?? null
        const number = contact === null || own === null ? null : { masked: own, trust: contact.numberTrust }
        return dispatch({ type: 'judged', judged: { ...known, number } })
      }
      const typed = await parsePhone(phone)
      const trust = trustOf(world.policy.numbers.coolingOff, { contact: saved, phone: typed, now: world.clock.now() })
      dispatch({ type: 'judged', judged: { ...known, number: { masked: maskPhone(typed), trust } } })
    } catch (error) {
      dispatch({ type: 'judged', judged: { ...known, wrong: noteOf(error) } })
    }
  }

  #lastTime(to: string): LastTime | null {
    const { ledger } = this.#world
    const [same] = to === '' ? [] : findTransfers(ledger, { to })
    const [newest] = same === undefined ? findTransfers(ledger, {}) : [same]
    if (newest === undefined) return null
    const view = transferView(this.#world, readTransfer(ledger, newest))
    if (view.purpose === null) return null
    return {
      same: same !== undefined,
      purpose: view.purpose,
      categories: categories.filter(category => view.categories.includes(category)),
      basis: bases.find(basis => basis === view.basis) ?? 'none',
    }
  }

  /** The newest question alone counts. */
  async #plan(key: string, request: SendRequest, dispatch: Dispatch): Promise<void> {
    this.#planning?.abort()
    const job = this.#ui.begin()
    this.#planning = job
    const { transfers, world } = this.#ui.session
    try {
      const intent = await transfers.plan(request, { signal: job.signal })
      dispatch({ type: 'planned', plan: { key, outcome: { intent, visible: visibleBefore(intent, world.random) } } })
    } catch (error) {
      if (!job.signal.aborted) dispatch({ type: 'planned', plan: { key, outcome: { refused: noteOf(error) } } })
    } finally {
      job.end()
    }
  }

  /** What has changed since the review (a contact, the policy's answer, the files) is not sent unseen. */
  async #seal({ request, reviewed }: Extract<SendEffect, { do: 'seal' }>, dispatch: Dispatch): Promise<void> {
    const { transfers, world } = this.#ui.session
    const job = this.#ui.begin()
    this.#sealing = job
    const findings: Finding[] = []
    let own = ''
    let status = 0
    try {
      const onProgress = progressTo(dispatch, () => world.clock.monotonic())
      const onFinding = (finding: Finding) => void findings.push(finding)
      const watch = { signal: job.signal, onProgress, onFinding }
      settle(world)
      const intent = await transfers.planOrRefuse(request, watch)
      if (promised(intent) !== promised(reviewed)) {
        return dispatch({ type: 'unsent', said: { kind: 'own', what: 'changed' } })
      }
      findings.push(...intent.findings)
      const record = await transfers.sendPlanned(intent, watch, (_, id) => {
        own = id
      })
      status = stateStatus(record.state)
      dispatch({ type: 'sent', view: transferView(world, record), findings })
    } catch (error) {
      status = exitStatus(error)
      const left = cutOff(world).find(({ id }) => id === own)
      dispatch({ type: 'unsent', said: unsaid(error, left?.short) })
    } finally {
      this.#sealing = null
      job.end(status)
    }
  }

  /** Looks again and again until the screen has gone. */
  #follow(id: string, dispatch: Dispatch): void {
    if (this.#following === id) return
    this.#following = id
    clearTimeout(this.#looking)
    let looks = 0
    const look = async () => {
      const state = await this.#look(id, dispatch)
      if (this.#gone.signal.aborted || this.#following !== id || state === null) return
      const isOnItsWay = state === 'accepted' || state === 'unknown'
      const pause = isOnItsWay ? (pauses[looks++] ?? pauses.at(-1)) : glance
      this.#looking = setTimeout(look, pause)
    }
    void look()
  }

  async #look(id: string, dispatch: Dispatch): Promise<string | null> {
    const { transfers, world } = this.#ui.session
    const job = this.#ui.begin()
    try {
      const record = await transfers.follow(id, 0, { signal: AbortSignal.any([job.signal, this.#gone.signal]) })
      dispatch({ type: 'followed', view: transferView(world, record) })
      return record.state
    } catch (error) {
      // The screen has gone, or the home is locked and its ledger closed: nobody looks any more.
      this.#following = ''
      if (this.#gone.signal.aborted || job.signal.aborted) return null
      throw error
    } finally {
      job.end()
    }
  }

  /** The card as text, also where none lies beside the archive. */
  #copy(id: string, dispatch: Dispatch): void {
    const { transfers, world } = this.#ui.session
    try {
      const copied = this.#ui.copy(cardText(cardOf(world, transfers.read(id))))
      dispatch({ type: 'said', said: { kind: 'own', what: copied ? 'copied' : 'noClipboard' } })
    } catch (error) {
      dispatch({ type: 'said', said: noteOf(error) })
    }
  }

  async #hand(id: string, by: Parameters<Surroundings['session']['transfers']['handedOver']>[1], dispatch: Dispatch) {
    const { transfers, world } = this.#ui.session
    // What is to go on record keeps the home open.
    const job = this.#ui.begin()
    try {
      dispatch({ type: 'followed', view: transferView(world, await transfers.handedOver(id, by)) })
      dispatch({ type: 'said', said: { kind: 'own', what: 'recorded' } })
    } catch (error) {
      dispatch({ type: 'said', said: noteOf(error) })
    } finally {
      job.end()
    }
  }
}

/** What a review promises: who gets what, and on which road. */
function promised({ recipient, organisation, phone, channel, hold, names, sources }: Intent): string {
  return JSON.stringify([recipient, organisation, phone, channel, hold, names.hide, sources.map(({ name }) => name)])
}

/** What became of a sending that failed or was stopped: the transfer `short` is complete and waits, else nothing is left. */
function unsaid(error: unknown, short: string | undefined): Said {
  if (short !== undefined) return { kind: 'own', what: 'cutOff', about: short }
  const stopped = error instanceof WaybillError && error.code === 'WB-INTERRUPTED'
  return stopped ? { kind: 'own', what: 'stopped' } : noteOf(error)
}

/** Not every step is worth a drawing; a new phase is. */
function progressTo(dispatch: Dispatch, now: () => number) {
  let last = Number.NEGATIVE_INFINITY
  let phase: Phase = 'listing'
  let pace = noPace
  return (next: Phase, step: { readonly done: number; readonly total: number; readonly name: string }) => {
    const at = now()
    if (next === phase && at - last < drawn) return
    pace = paced(next === phase ? pace : noPace, step.done, step.total, at)
    phase = next
    last = at
    dispatch({ type: 'progress', phase, pace, name: step.name })
  }
}
