// The inside of such a worker: the globals of a browser's, then zip.js's own script for it.
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

globalThis.self = globalThis
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer)
globalThis.addEventListener = (type, listener) => parentPort.on(type, data => listener({ data }))

const package_ = createRequire(import.meta.url).resolve('@zip.js/zip.js/package.json')
await import(new URL('./dist/zip-web-worker.js', `file://${package_}`))
