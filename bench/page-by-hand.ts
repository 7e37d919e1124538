/** The one section of docs/performance.md that people write, between two markers. */
const BEGIN = '<!-- by hand: begin -->'
const END = '<!-- by hand: end -->'

/** From the page that was there, with its markers; a first text where there was none. */
export function handWritten(page: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  return from >= 0 && to > from ? page.slice(from, to + END.length) : `${BEGIN}\n${first}\n${END}`
}

const first = `Deflate is nearly everything on a table: the floor above is deflate alone. What Waybill adds to it is SHA-256 of the source
and of the archive, AES-256, HMAC-SHA1 over what was encrypted, and one start of Node with its threads. On random bytes
nothing is deflated, and the HMAC of one entry, which cannot be split, is what takes the time. On many small files it is the
derivation of a key for each entry: 1 000 rounds of PBKDF2, four blocks each.`
