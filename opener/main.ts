import { App } from './app.ts'
import { Say } from './say.ts'
import { supported } from './supported.ts'
import { languageOf } from './texts/languages.ts'

/** Where the browser is too old, the words of page.html remain. */
const root = document.getElementById('page')
if (root !== null && supported()) {
  const say = new Say(languageOf(navigator.languages))
  document.documentElement.lang = say.language
  document.title = say.text('title')
  new App(say, root)
}
