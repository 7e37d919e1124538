/** The files of a bundle, untrusted, as name → content. */
export type Files = ReadonlyMap<string, Uint8Array>

export function bytesOf(files: Files, name: string): Uint8Array {
  return files.get(name) ?? new Uint8Array(0)
}

/** Throws for bytes that are not UTF-8. */
export function textOf(files: Files, name: string): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(files, name))
}

/** Lines that end in a newline each; what stands after the last one is a line too, so that nothing is passed over. */
export function* linesOf(bytes: Uint8Array): Generator<string, void, void> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at)
    if (end < 0) yield `${Buffer.from(bytes.subarray(at)).toString()}\n`
    else yield Buffer.from(bytes.subarray(at, end)).toString()
    at = end < 0 ? bytes.length : end + 1
  }
}
