/**
 * Hands inside the page: they drop an archive on it, type, press its buttons and look, without a round trip to the test for
 * each, so that hundreds of archives are tried in one page. What would land on the disk is caught on its way.
 */
import { createHash } from 'node:crypto'
import { PASSWORD } from './archives.ts'

/** A page, whatever the browser: it answers with the value of an expression. */
export interface Evaluating {
  evaluate<T>(expression: string): Promise<T>
}

/** What is done to the archive that lies ready: bits of the mask are turned in one byte, or its end is cut off. */
export interface Change {
  readonly at?: number
  readonly mask?: number
  readonly length?: number
}

export interface Outcome {
  /** What the page says where it refuses the archive; null where it opened it. */
  readonly refused: string | null
  /** By the name that is shown: the SHA-256 of what was saved, or what the page says where it refuses. */
  readonly files: readonly { readonly name: string; readonly sha256: string | null; readonly refused: string | null }[]
  /** Whatever the page shows in the end. */
  readonly text: string
}

export class Hands {
  readonly #page: Evaluating

  private constructor(page: Evaluating) {
    this.#page = page
  }

  static async on(page: Evaluating): Promise<Hands> {
    await page.evaluate(`(${inPage})()`)
    return new Hands(page)
  }

  /** Opens this archive and saves every file that is listed. */
  async open(bytes: Uint8Array, password = PASSWORD): Promise<Outcome> {
    const [outcome] = await this.openChanged(bytes, [{}], password)
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  }

  /** The same of this archive after each of these changes. */
  async openChanged(bytes: Uint8Array, changes: readonly Change[], password = PASSWORD): Promise<Outcome[]> {
    const base64 = Buffer.from(bytes).toString('base64')
    const words = [base64, changes, password].map(word => JSON.stringify(word)).join(', ')
    return this.#page.evaluate<Outcome[]>(`hands(${words})`)
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

const inPage = `() => {
  const PATIENCE = 60_000
  let made = []
  const real = URL.createObjectURL
  URL.createObjectURL = blob => (made.push(blob), real.call(URL, blob))
  HTMLAnchorElement.prototype.click = () => {}
  const $ = selector => document.querySelector(selector)

  /** What \`find\` finds, as soon as it does. */
  const seen = find => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the page hangs: ' + document.body.innerText)), PATIENCE)
    const look = () => {
      const found = find()
      if (!found) return
      observer.disconnect()
      clearTimeout(late)
      resolve(found)
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    look()
  })
  const pause = () => new Promise(resolve => setTimeout(resolve))
  const hex = async blob => {
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
    return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
  }

  const drop = async bytes => {
    const before = $('main > div').firstElementChild
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'dropped.zip'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    await seen(() => $('main > div').firstElementChild !== before)
  }

  const saved = async row => {
    const name = row.querySelector('.name').innerText
    made = []
    $('.status').textContent = ''
    row.querySelector('.actions').lastElementChild.click()
    const refusal = await seen(() => $('.refusal') ?? ($('.status').innerText.includes('downloads') && 'none'))
    await pause()
    if (refusal !== 'none') return { name, sha256: null, refused: refusal.innerText }
    return { name, sha256: await hex(made[0]), refused: null }
  }

  const open = async (bytes, password) => {
    await drop(bytes)
    if ($('.refusal')) return { refused: $('.refusal').innerText, files: [] }
    $('#password').value = password
    $('form').requestSubmit()
    const refusal = await seen(() => $('.refusal') ?? ($('.opened') && 'none'))
    await pause()
    if (refusal !== 'none') return { refused: refusal.textContent, files: [] }
    const files = []
    for (const row of document.querySelectorAll('.files li')) files.push(await saved(row))
    return { refused: null, files }
  }

  window.hands = async (base64, changes, password) => {
    const whole = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    const outcomes = []
    for (const { at = 0, mask = 0, length = whole.length } of changes) {
      const bytes = whole.slice(0, length)
      bytes[at] ^= mask
      outcomes.push({ ...(await open(bytes, password)), text: $('main').innerText })
    }
    return outcomes
  }
}`
