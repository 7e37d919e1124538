/**
 * The one sanitiser before every terminal write. File names, contacts and answers of providers are untrusted: a control
 * character in them could move the cursor, recolour or retitle the terminal; a bidirectional control or an invisible
 * character could make one name look like another (Unicode TR 36, "Unicode Security Considerations", section 2).
 * Each becomes a mark of plain ASCII, `<U+202E>`, that every terminal can show and nobody can overlook.
 *
 * Marked: C0, DEL and C1 controls (line feed too: one text is one line), lone surrogates, line and paragraph separators,
 * everything that Unicode calls default-ignorable (bidirectional controls, zero-width, tags, fillers, variation
 * selectors, soft hyphen), noncharacters, interlinear annotations, and a combining mark with nothing before it.
 *
 * Kept, where a writing system needs them and only there: the joiner inside an emoji, between letters of the scripts
 * that join (Arabic, Indic); a variation selector directly after an emoji, an ideograph or a Mongolian letter.
 *
 * `sanitise(sanitise(x)) = sanitise(x)`, and the result never holds what is listed above.
 */
export function sanitise(text: string): string {
  if (plain.test(text)) return text
  return text.replace(suspicious, (found, harmless: string | undefined) =>
    harmless === undefined ? mark(found) : found,
  )
}

/** For text of our own that has several lines (a stack, a help page): line feeds part it, all else is sanitised. */
export function sanitiseLines(text: string): string[] {
  return text.split(/\r?\n/).map(sanitise)
}

/** Printable ASCII: by far the most common case. */
const plain = /^[\x20-\x7e]*$/

const emoji = String.raw`[\p{Emoji}--[0-9#*]]`
/** Letters and signs of scripts that write with U+200C and U+200D (RFC 5892, appendix A.1 and A.2). */
const scripts = ['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh']
const joining = `[[${scripts.map(script => String.raw`\p{Script=${script}}`).join('')}]&&[\\p{L}\\p{M}]]`

const harmless = [
  String.raw`(?<=${emoji}\ufe0f?)\u200d(?=${emoji})`,
  String.raw`(?<=${joining})[\u200c\u200d](?=${joining})`,
  String.raw`(?<=${emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Ideographic})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=[\p{Script=Mong}&&\p{L}])[\u180b-\u180d\u180f]`,
]

const hidden = [
  String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]`,
  String.raw`[\ufff9-\ufffb]`,
  String.raw`^\p{M}`,
]

const suspicious = new RegExp(`(${harmless.join('|')})|${hidden.join('|')}`, 'gv')

function mark(found: string): string {
  return `<U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`
}
