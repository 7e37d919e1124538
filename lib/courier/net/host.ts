const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const host = new RegExp(
  String.raw`^(?=.{1,253}$)(?:${label}\.)*(?=[a-z])${label}$|^(?:\d{1,3}\.){3}\d{1,3}$|^\[[0-9a-f:]{2,45}\]$`,
)

/** A DNS name (RFC 1123 §2.1) without a dot at its end, or an IP address as an address on the web has it; in lower case. */
export function isHost(text: string): boolean {
  return host.test(text)
}
