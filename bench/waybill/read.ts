/** `node read.ts ARCHIVE`: our reader reads and authenticates everything. */
import { PASSWORD } from '../password.ts'
import { authenticate } from './authenticate.ts'

await authenticate(process.argv[2] ?? '', PASSWORD)
