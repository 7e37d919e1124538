import type { Card } from '../src/card.ts'
import { type CardParts, cardParts } from '../src/card-text.ts'
import { type Html, html, htmlPage } from './html.ts'

/** A card as a page: to look at, to attach, or to copy into a mail with its looks. */
export function cardPage(card: Card): string {
  const { test, title, colon, opening, facts, stepsTitle, steps, closing } = cardParts(card)
  const body = html`<body>
<main>
${test && html`<p class="test">${test}</p>\n`}<h1>${title}</h1>
${paragraphs(opening)}
${facts.map(one => fact(one, colon))}
<h2>${stepsTitle}</h2>
<ul>
${steps.map(step => html`<li>${linked(step)}</li>\n`)}</ul>
${paragraphs(closing)}
</main>
</body>`
  return htmlPage({ title, style, body, language: card.language })
}

function paragraphs(texts: readonly string[]): Html[] {
  return texts.map(text => html`<p>${text}</p>\n`)
}

function fact([name, value, means]: CardParts['facts'][number], colon: string): Html {
  return html`<div class="fact"><p>${name}${colon} <b>${value}</b></p><p>${means}</p></div>`
}

/** The addresses of programs, which are ours, can be clicked. */
function linked(text: string): Html[] {
  return text
    .split(/(https:\/\/[a-z0-9.-]+)/)
    .map((part, at) => (at % 2 === 0 ? html`${part}` : html`<a href="${part}" rel="noreferrer">${part}</a>`))
}

/** Light on every screen: what is copied in the dark is white, and lands on the white of a mail. */
const style = `
:root { color-scheme: only light }
body { margin: 0; padding: 1.5rem; font: 1rem/1.5 "Helvetica Neue", "Segoe UI", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere }
main { max-width: 40rem; margin: 0 auto }
h1 { font-size: 1.35rem; line-height: 1.3 } h2 { font-size: 1.05rem }
.fact { border: 1px solid; border-radius: .4rem; padding: .2rem 1rem; margin: 1rem 0 } .fact p { margin: .4rem 0 }
.fact b { font: 700 1.25rem ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; white-space: nowrap }
.test { border: 2px solid; padding: .3rem .6rem; font-weight: 700 }
li { margin-bottom: .4rem }
`
