import { createHash } from 'node:crypto'
import type { Language } from '../src/words.ts'
import { sanitise } from './sanitise.ts'

/** Markup that may stand in a page as it is: `html` makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Value = string | number | Html | null | undefined | false | readonly Value[]

/**
 * A template tag: html`<p>${name}</p>`. Literals are markup, values are text, with everything escaped that means something
 * in HTML (in an attribute too, if it is quoted) and what is invisible or bidirectional made visible. Markup made before
 * passes as it is; a list is put together; null, undefined and false are nothing.
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(literals.map((literal, at) => (at === 0 ? '' : encode(values[at - 1])) + literal).join(''))
}

function encode(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(encode).join('')
  return escapeHtml(sanitise(String(value)))
}

/** For text that was sanitised, or has lines of its own. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A name or text of somebody else, which may be written from right to left: it does not reorder what stands beside it. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

interface Page {
  readonly title: string
  readonly style: string
  readonly body: Html
  readonly language?: Language
}

/**
 * A whole document: one file, nothing loaded, nothing run. The policy allows this one style sheet by its hash, so even
 * markup that slipped through could neither style nor run nor fetch anything.
 */
export function htmlPage({ title, style, body, language = 'en' }: Page): string {
  const digest = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
  const head = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
`
  return `${head}<style>${style}</style>\n</head>\n${body}\n</html>\n`
}
