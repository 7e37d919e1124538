// What zip.js expects of a browser's `Worker`, on worker threads of Node, so that zip.js may use every core here too. Without
// it zip.js does everything on one thread in Node.
import { Worker } from 'node:worker_threads'

/** For `configure({ createWorker })`. */
export function createWorker() {
  const thread = new Worker(new URL('./web-worker-scope.js', import.meta.url))
  thread.unref()
  return {
    postMessage: (message, transfer) => thread.postMessage(message, transfer),
    terminate: () => thread.terminate(),
    addEventListener: (type, listener) =>
      thread.on(type, value => listener(type === 'message' ? { data: value } : value)),
    removeEventListener: () => {},
  }
}
