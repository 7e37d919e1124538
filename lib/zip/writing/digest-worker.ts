import { serve } from '../../worker.ts'
import { Digester, type DigestPart } from './digester.ts'

serve<SharedArrayBuffer, DigestPart, string | null>(memory => {
  const digester = new Digester(memory)
  return part => digester.run(part)
})
