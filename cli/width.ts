/**
 * How many columns a text takes on a terminal. Give it sanitised text: a control character has no width.
 * Follows what terminals do (UAX #11 East Asian Width, UTS #51 Emoji): wide and full-width characters two columns,
 * combining marks none, an emoji sequence two in all, ambiguous characters one.
 */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes(text)) width += clusterWidth(segment)
  return width
}

/** Fills up with spaces to `width` columns; a longer text comes back as it is. */
export function pad(text: string, width: number, side: 'start' | 'end' | 'both' = 'end'): string {
  const missing = Math.max(0, width - displayWidth(text))
  const before = side === 'start' ? missing : side === 'both' ? Math.floor(missing / 2) : 0
  return ' '.repeat(before) + text + ' '.repeat(missing - before)
}

/**
 * At most `width` columns; what is cut away is replaced by `mark`, at the end or, for paths and file names, in the middle.
 * Never cuts a grapheme cluster, so the result can be a column short of `width`.
 */
export function truncate(text: string, width: number, where: 'end' | 'middle' = 'end', mark = '…'): string {
  if (displayWidth(text) <= width) return text
  const room = width - displayWidth(mark)
  if (room < 0) return ''
  const tail = where === 'middle' ? Math.floor(room / 2) : 0
  return head(text, room - tail) + mark + lastColumns(text, tail)
}

/** As many whole grapheme clusters from the start as fit into `width` columns. */
export function head(text: string, width: number): string {
  let used = 0
  let taken = ''
  for (const piece of unbroken(text)) {
    used += displayWidth(piece)
    if (used > width) break
    taken += piece
  }
  return taken
}

/** Grapheme clusters, with the marks behind them that Unicode counts for themselves (U+102B): none begins a row. */
function* unbroken(text: string): Generator<string> {
  let held = ''
  for (const { segment } of graphemes(text)) {
    if (held !== '' && !mark.test(segment)) {
      yield held
      held = ''
    }
    held += segment
  }
  if (held !== '') yield held
}

const mark = /^\p{M}/u

function lastColumns(text: string, width: number): string {
  let used = 0
  let taken = ''
  for (const { segment } of [...graphemes(text)].reverse()) {
    used += clusterWidth(segment)
    if (used > width) break
    taken = segment + taken
  }
  return taken
}

/**
 * Lines of at most `width` columns, broken at spaces, else after a hyphen, else between grapheme clusters.
 * Every character but the spaces at the breaks is kept. A cluster wider than `width` stands alone on its line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line: string | null = null
  for (const word of text.split(' ')) {
    const longer: string = line === null ? word : `${line} ${word}`
    if (displayWidth(longer) <= width) {
      line = longer
      continue
    }
    if (line !== null) lines.push(line)
    const pieces = breakWord(word, width)
    line = pieces.pop() ?? null
    lines.push(...pieces)
  }
  return line === null ? lines : [...lines, line]
}

function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const part of word.split(/(?<=-)/)) {
    if (displayWidth(piece + part) <= width) {
      piece += part
      continue
    }
    if (piece !== '') pieces.push(piece)
    piece = part
    while (displayWidth(piece) > width) {
      const first = head(piece, width) || firstCluster(piece)
      if (first === piece) break
      pieces.push(first)
      piece = piece.slice(first.length)
    }
  }
  return [...pieces, piece]
}

function firstCluster(text: string): string {
  for (const piece of unbroken(text)) return piece
  return ''
}

const ascii = /^[\x20-\x7e]*$/

/** An emoji by default (two columns), or a character that U+FE0F makes one. */
const emojiCluster = /^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f/u
/** No column of their own: combining marks, conjoining Hangul vowels and finals, whatever is invisible. */
const zero = /[\p{Mn}\p{Me}\p{Cc}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7fb]/u
/** East_Asian_Width W or F in EastAsianWidth.txt of Unicode 17, without the emoji; runs cross unassigned gaps. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d356}\u{1d360}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}]/u

function clusterWidth(cluster: string): number {
  if (emojiCluster.test(cluster)) return 2
  let width = 0
  for (const character of cluster) width += zero.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}

/** Made at first use: the segmenter costs a few milliseconds that plain ASCII never needs. */
let segmenter: Intl.Segmenter | undefined
function graphemes(text: string): Iterable<{ segment: string }> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}
