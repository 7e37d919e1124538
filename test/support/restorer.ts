/**
 * A process of its own that restores a backup: `node restorer.ts ARCHIVE DIRECTORY`, its password on stdin. It writes a
 * line when it begins, and one when the home is there.
 */
import { writeSync } from 'node:fs'
import { argv, stdin } from 'node:process'
import { homePorts } from '../../cli/compose.ts'
import { secretFromStream } from '../../cli/secret-input.ts'
import { restoreHome } from '../../src/restore.ts'

const [archive = '', directory = ''] = argv.slice(2)
const password = await secretFromStream(stdin, 'stdin')
const nothing = { passphrase: async () => null, mark: null, anchors: [], shreds: null }
writeSync(1, 'begun\n')
await restoreHome({ archive, directory, password, kind: 'production', ...nothing }, homePorts('0.0.0'))
writeSync(1, 'done\n')
