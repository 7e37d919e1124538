/** Before each file of tests: the threads of the library run their bundled scripts, see `programs.ts`. */
import { syncBuiltinESMExports } from 'node:module'
import threads, { type WorkerOptions } from 'node:worker_threads'
import { program } from './program.ts'

class BundledWorker extends threads.Worker {
  constructor(script: string | URL, options?: WorkerOptions) {
    const path = script instanceof URL ? script.pathname : ''
    super(/\/lib\/.*-worker\.ts$/.test(path) && !path.includes('/test/') ? program(path) : script, options)
  }
}
Object.assign(threads, { Worker: BundledWorker })
syncBuiltinESMExports()
