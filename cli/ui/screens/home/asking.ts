import { WaybillError } from '../../../../lib/error.ts'
import { openTransfers } from '../../../../src/open-transfers.ts'
import { exitStatus } from '../../../exit.ts'
import { type Note, noteOf } from '../../parts/notice.tsx'
import type { Ui } from '../../ui.ts'
import { factsOf } from '../transfer/facts.ts'
import type { HomeEvent } from './home-state.ts'
import { itemOf } from './load-home.ts'

/** Milliseconds between two times that the screen asks by itself. */
const between = 30_000
const draft = 'home:asked'

/** Asks the providers about what is on its way, one after the other, as a job that can be stopped. */
export class Asking {
  readonly #ui: Pick<Ui, 'session' | 'begin' | 'drafts'>
  #running: { readonly abort: () => void; readonly over: Promise<void> } | null = null

  constructor(ui: Pick<Ui, 'session' | 'begin' | 'drafts'>) {
    this.#ui = ui
  }

  /** `all`: at once, and about the unknown ones too. */
  start(all: boolean, dispatch: (event: HomeEvent) => void): void {
    const { session, begin, drafts } = this.#ui
    const now = session.world.clock.monotonic()
    const last = drafts.get(draft)
    if (!all && typeof last === 'number' && now - last < between) return
    const ids = this.#onTheirWay(all)
    if (ids.length === 0 || this.#running !== null) return
    drafts.set(draft, now)
    const job = begin()
    dispatch({ type: 'asking' })
    this.#running = { abort: job.abort, over: this.#run(ids, job, dispatch) }
  }

  /** Calls `then` as soon as nothing is asked any more: at once, where nothing is. */
  stopThen(then: () => void): void {
    const running = this.#running
    running?.abort()
    if (running === null) then()
    else void running.over.then(then)
  }

  #onTheirWay(all: boolean): string[] {
    const { world } = this.#ui.session
    const open = openTransfers(world).filter(({ state }) => state === 'accepted' || (all && state === 'unknown'))
    return open.filter(record => factsOf(world, record).canAsk).map(({ id }) => id)
  }

  async #run(
    ids: readonly string[],
    job: ReturnType<Ui['begin']>,
    dispatch: (event: HomeEvent) => void,
  ): Promise<void> {
    let status = 0
    try {
      dispatch({ type: 'asked', notes: await this.#ask(ids, job.signal, dispatch) })
    } catch (error) {
      status = exitStatus(error)
      throw error
    } finally {
      this.#running = null
      job.end(status)
    }
  }

  /** A provider that does not answer ends it; a transfer that another command works on is left out. */
  async #ask(ids: readonly string[], signal: AbortSignal, dispatch: (event: HomeEvent) => void): Promise<Note[]> {
    const { world, transfers } = this.#ui.session
    for (const id of ids) {
      try {
        dispatch({ type: 'moved', item: itemOf(world, await transfers.status(id, { signal })) })
      } catch (error) {
        if (signal.aborted) return []
        if (!(error instanceof WaybillError && error.code === 'WB-BUSY')) return [noteOf(error)]
      }
    }
    return []
  }
}
