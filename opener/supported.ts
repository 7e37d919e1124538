/** What the page cannot do without; docs/opener.md lists since when browsers have it. */
export function supported(): boolean {
  try {
    new DecompressionStream('deflate-raw')
    return typeof HTMLDialogElement === 'function' && typeof AbortSignal.prototype.throwIfAborted === 'function'
  } catch {
    return false
  }
}
