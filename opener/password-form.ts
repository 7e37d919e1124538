import { h } from './dom.ts'
import { refusalView } from './refusal-view.ts'
import { refusalOf } from './refusals.ts'
import type { Say } from './say.ts'

/** Asks for the password, as often as it takes. */
export class PasswordForm {
  readonly view: HTMLElement
  readonly #say: Say
  readonly #refused = h('div', { id: 'password-refused' })
  readonly #field = h('input', {
    type: 'password',
    id: 'password',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    'aria-describedby': 'password-hint password-refused',
  })

  constructor(say: Say, submit: (typed: string) => Promise<void>) {
    this.#say = say
    const shown = h('input', { type: 'checkbox' })
    shown.addEventListener('change', () => {
      this.#field.type = shown.checked ? 'text' : 'password'
    })
    this.view = h(
      'form',
      { class: 'card', novalidate: true },
      h('label', { for: 'password', class: 'strong' }, say.text('password')),
      h('p', { id: 'password-hint', class: 'fine' }, say.text('passwordHint')),
      h('div', { class: 'line' }, this.#field, h('button', {}, say.text('open'))),
      this.#refused,
      h('label', { class: 'check' }, shown, say.text('show')),
      h('p', { class: 'fine' }, say.text('phishing')),
    )
    this.view.addEventListener('submit', event => {
      event.preventDefault()
      this.#refused.replaceChildren()
      this.#field.removeAttribute('aria-invalid')
      if (this.#field.value === '') this.#missing()
      else void submit(this.#field.value)
    })
  }

  focus(): void {
    this.#field.focus()
  }

  refuse(error: unknown): void {
    this.#refused.replaceChildren(refusalView(this.#say, error))
    if (refusalOf(error).what === 'wrongPassword') this.#field.setAttribute('aria-invalid', 'true')
    this.#field.select()
    this.focus()
    this.#refused.scrollIntoView({ block: 'nearest' })
  }

  #missing(): void {
    const words = h('p', {}, h('strong', {}, this.#say.text('passwordMissing')))
    this.#refused.replaceChildren(h('div', { class: 'refusal', role: 'alert' }, words))
    this.focus()
  }
}
