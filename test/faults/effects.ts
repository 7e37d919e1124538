import { linkSync, writeSync } from 'node:fs'
import type { Courier } from '../../lib/courier/courier.ts'
import type { Ledger } from '../../lib/ledger/store.ts'
import type { Random } from '../../lib/ports.ts'
import type { Disk, Engine, World } from '../../src/world.ts'

/**
 * `inside` is in the middle of an effect: at the first progress of an engine, between the link and the unlink of a
 * publication, in a transaction before its COMMIT. `unmarked` is after the COMMIT and before the mark is raised.
 */
export type Moment = 'before' | 'inside' | 'unmarked' | 'after'

/**
 * Every moment around and in every effect, numbered from 0 as they come. Each is told on stdout; at the one that was
 * chosen, the process kills itself, as `kill -9` would.
 */
export class Effects {
  readonly #death: number | string | null
  #moments = 0

  /** The number of a moment; or its name, such as `seal after`: then the first of that name. */
  constructor(death: number | string | null) {
    this.#death = death
  }

  /** True when the moment that comes next is the last. */
  isLast(effect: string, moment: Moment): boolean {
    return this.#death === this.#moments || this.#death === `${effect} ${moment}`
  }

  reach(effect: string, moment: Moment): void {
    writeSync(1, `moment ${effect} ${moment}\n`)
    if (this.isLast(effect, moment)) process.kill(process.pid, 'SIGKILL')
    this.#moments++
  }

  async around<T>(effect: string, work: (inside: () => void) => Promise<T>): Promise<T> {
    this.reach(effect, 'before')
    const value = await work(once(() => this.reach(effect, 'inside')))
    this.reach(effect, 'after')
    return value
  }
}

/** The same world, each effect of it breakable. The ledger is changed in place. */
export function breakable(world: World, effects: Effects): World {
  breakableCommits(world.ledger, effects)
  return {
    ...world,
    engine: breakableEngine(world.engine, effects),
    disk: breakableDisk(world.disk, effects),
    courier: world.courier && breakableCourier(world.courier, effects),
  }
}

/** Set while a commit has nothing left to do but COMMIT and to raise the mark, which takes random bytes. */
let committing: (() => void) | null = null

/** The randomness that a home must be opened with for `unmarked` to be reached. */
export function breakableRandom(random: Random): Random {
  return {
    bytes(length) {
      committing?.()
      return random.bytes(length)
    },
  }
}

function breakableCommits(ledger: Ledger, effects: Effects): void {
  const commit = ledger.commit.bind(ledger)
  ledger.commit = work => {
    effects.reach('commit', 'before')
    const done = commit(tx => {
      const value = work(tx)
      effects.reach('commit', 'inside')
      committing = once(() => effects.reach('commit', 'unmarked'))
      return value
    })
    committing = null
    effects.reach('commit', 'after')
    return done
  }
}

/** Sealing also tells the password, to the parent alone: who is to search for it has to know it. */
function breakableEngine(engine: Engine, effects: Effects): Engine {
  return {
    list: (...request) => effects.around('list', () => engine.list(...request)),
    seal: request =>
      effects.around('seal', inside => {
        request.password.secret.use(text => writeSync(1, `password ${text}\n`))
        // In threads, however small the sources are: what is killed is the engine that large ones meet.
        return engine.seal({ ...request, onProgress: inside, workers: 2, piece: 64 })
      }),
    check: (path, expected, password, options) =>
      effects.around('check', inside => engine.check(path, expected, password, { ...options, onProgress: inside })),
  }
}

function breakableDisk(disk: Disk, effects: Effects): Disk {
  return {
    ...disk,
    write: (...file) => effects.around('write', () => disk.write(...file)),
    publish: (temporary, final, options) =>
      effects.around('publish', inside => {
        if (!options.replace) {
          if (effects.isLast('publish', 'inside')) linkSync(temporary, final)
          inside()
        }
        return disk.publish(temporary, final, options)
      }),
    remove: path => effects.around('remove', () => disk.remove(path)),
    removeSame: (...file) => effects.around('delete', () => disk.removeSame(...file)),
    exclusively: (transfer, work) => effects.around('lock', () => disk.exclusively(transfer, work)),
  }
}

function breakableCourier(courier: Courier, effects: Effects): Courier {
  const { status, reconcile } = courier
  return {
    ...courier,
    deliver: (...message) => effects.around('deliver', () => courier.deliver(...message)),
    ...(status && { status: (...receipt) => effects.around('status', () => status(...receipt)) }),
    ...(reconcile && { reconcile: (...sought) => effects.around('reconcile', () => reconcile(...sought)) }),
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}
