/** One line of a paste: it may be one path as it is, or several as a shell would read them. */
export interface DroppedLine {
  readonly whole: string
  readonly words: readonly string[]
}

/**
 * What terminals write when files are dragged onto them or copied in a file manager, untrusted: paths in single or double
 * quotes, with backslashes before what a shell would take apart, as file:// addresses (RFC 8089), or as they are, one a line
 * or several with spaces between them. A line end inside quotes belongs to the name. What is no path comes back as words
 * all the same: only the disk knows. On Windows a backslash is a part of the path.
 */
export function droppedPaths(text: string, windows: boolean): DroppedLine[] {
  const lines: DroppedLine[] = []
  let words: string[] = []
  let [word, begun, from] = ['', false, 0]
  const endWord = () => {
    if (begun) words.push(pathOf(word))
    word = ''
    begun = false
  }
  const endLine = (end: number) => {
    endWord()
    const whole = text.slice(from, end).trim()
    if (whole !== '') lines.push({ whole: pathOf(whole), words })
    words = []
    from = end + 1
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign === '\n' || sign === '\r') endLine(at)
    else if (sign === ' ' || sign === '\t') endWord()
    else if (!begun && isAddress(text, at)) {
      word = /^\S+/.exec(text.slice(at))?.[0] ?? sign
      begun = true
      at += word.length - 1
    } else if ((sign === "'" || sign === '"') && quoteEnd(text, at) !== null) {
      const end = quoteEnd(text, at) ?? at
      const inside = text.slice(at + 1, end)
      word += sign === '"' && !windows ? inside.replace(/\\([\\"$`])/g, '$1') : inside
      begun = true
      at = end
    } else if (sign === '\\' && !windows && at + 1 < text.length) {
      word += text.charAt(++at)
      begun = true
    } else {
      word += sign
      begun = true
    }
  }
  endLine(text.length)
  return lines
}

/** In an address spaces are escaped, and quotes are what they are. */
function isAddress(text: string, at: number): boolean {
  return text.slice(at, at + 7).toLowerCase() === 'file://'
}

/** Where the quote that begins at `at` ends; null: nowhere, so it is an apostrophe. */
function quoteEnd(text: string, at: number): number | null {
  const sign = text.charAt(at)
  for (let end = at + 1; end < text.length; end++) {
    if (sign === '"' && text.charAt(end) === '\\') end++
    else if (text.charAt(end) === sign) return end
  }
  return null
}

/** A file:// address of this machine as the path that it stands for; everything else as it is. */
function pathOf(text: string): string {
  const [, path] = /^file:\/\/(?:localhost)?(\/.*)$/is.exec(text) ?? []
  if (path === undefined) return text
  try {
    const decoded = decodeURIComponent(path)
    return decoded.replace(/^\/(?=[A-Za-z]:[\\/])/, '')
  } catch {
    return text
  }
}
