import { MARKS } from './marks.ts'

type Child = Node | string | null
type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>

/** An element; text is always text, never markup. A function listens to the event of its name, `false` leaves out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter(child => child !== null))
  return element
}

/** A name (untrusted), apart from the reading direction of what stands around it and with invisible marks made visible. */
export function nameOf(text: string): HTMLElement {
  return h('bdi', {}, visible(text))
}

/** A name may have 65 535 bytes; nobody reads the middle of it. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}`
}

const LONGEST = 1000

/** Control, bidirectional and invisible characters as `U+202E` in brackets. Not too long. */
export function visible(text: string): string {
  return shortened(text).replace(MARKS, character => {
    const code = character.codePointAt(0) ?? 0
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
