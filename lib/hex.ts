/** Lower-case, two digits a byte. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
