// For `node --import`: writes the URL of every module that is loaded to the file that $TRACE names.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.TRACE, `${url}\n`)
    return next(url, context)
  },
})
