import { pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileDerivation, KEYS_LENGTH, keyDerivation } from '../../../../lib/zip/keys/key-derivation.ts'
import { SimdDerivation } from '../../../../lib/zip/keys/simd-derivation.ts'
import { built, root } from '../../../support/built.ts'
import { seededRandom } from '../../../support/world.ts'

const random = seededRandom('key-derivation')
const text = (bytes: string): Uint8Array => Buffer.from(bytes, 'latin1')
let simd: WebAssembly.Module

beforeAll(async () => {
  await built()
  const module = await compileDerivation()
  if (module === null) throw new Error('this Node has SIMD and the build has made the module')
  simd = module
})

describe.each(['simd', 'native'] as const)('key derivation, %s', kind => {
  const derivation = (password: Uint8Array, rounds?: number) =>
    keyDerivation(password, kind === 'simd' ? simd : null, rounds)

  // RFC 6070, section 2; all but the vector of 16 777 216 rounds. A shorter output is the beginning of a longer one.
  it.each([
    ['password', 'salt', 1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    ['password', 'salt', 2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    ['password', 'salt', 4096, '4b007901b765489abead49d926f721d065a429c1'],
    [
      'passwordPASSWORDpassword',
      'saltSALTsaltSALTsaltSALTsaltSALTsalt',
      4096,
      '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
    ],
    ['pass\0word', 'sa\0lt', 4096, '56fa6aa75548099dcc37d7f03425e0c3'],
  ])('gives what RFC 6070 says for %j, %j, %i', (password, salt, rounds, output) => {
    const keys = derivation(text(password), rounds).deriveKeys(text(salt))
    expect(Buffer.from(keys).toString('hex').slice(0, output.length)).toBe(output)
  })

  it('gives what node:crypto gives, for any password and salt, one entry after another', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength })
    const salts = fc.array(bytes(0, 51), { minLength: 1, maxLength: 3 })
    const rounds = fc.constantFrom(1, 2, 3, 17, 100)
    fc.assert(
      fc.property(bytes(1, 200), salts, rounds, (password, salts, rounds) => {
        const one = derivation(password, rounds)
        for (const salt of salts) {
          expect(Buffer.from(one.deriveKeys(salt))).toEqual(pbkdf2Sync(password, salt, rounds, KEYS_LENGTH, 'sha1'))
        }
      }),
    )
  })

  it.each([63, 64, 65])('takes a password of %i bytes, around the length of a block', length => {
    const [password, salt] = [random.bytes(length), random.bytes(16)]
    expect(Buffer.from(derivation(password, 2).deriveKeys(salt))).toEqual(pbkdf2Sync(password, salt, 2, 66, 'sha1'))
  })

  it('does the 1 000 rounds of the format where it is told nothing', () => {
    const [password, salt] = [random.bytes(20), random.bytes(16)]
    expect(Buffer.from(derivation(password).deriveKeys(salt))).toEqual(pbkdf2Sync(password, salt, 1000, 66, 'sha1'))
  })

  it('needs the password no longer once it stands, and leaves it alone', () => {
    const [password, salt] = [random.bytes(20), random.bytes(16)]
    const before = Uint8Array.from(password)
    const one = derivation(password, 2)
    expect(password).toEqual(before)
    password.fill(0)
    expect(Buffer.from(one.deriveKeys(salt))).toEqual(pbkdf2Sync(before, salt, 2, 66, 'sha1'))
  })

  it('gives keys in memory of their own, which hold nothing else', () => {
    const one = derivation(random.bytes(20), 2)
    const first = one.deriveKeys(random.bytes(16))
    const copy = Uint8Array.from(first)
    const second = one.deriveKeys(random.bytes(16))
    expect(first).toEqual(copy)
    expect(second.buffer).not.toBe(first.buffer)
    expect(first.buffer.byteLength).toBe(KEYS_LENGTH)
  })

  it('derives nothing once it is destroyed', () => {
    const one = derivation(random.bytes(20), 2)
    one.destroy()
    expect(() => one.deriveKeys(random.bytes(16))).toThrow(TypeError)
    one.destroy()
  })
})

describe('the WebAssembly of the derivation', () => {
  it('is wiped by destroy, all its memory', () => {
    const instance = new WebAssembly.Instance(simd)
    const { buffer } = instance.exports.memory as WebAssembly.Memory
    const one = new SimdDerivation(random.bytes(20), 2, instance)
    const untouched = new WebAssembly.Instance(simd).exports.memory as WebAssembly.Memory
    expect(new Uint8Array(buffer)).not.toEqual(new Uint8Array(untouched.buffer))
    one.deriveKeys(random.bytes(16))
    one.destroy()
    expect(new Uint8Array(buffer).every(byte => byte === 0)).toBe(true)
  })

  it('takes no salt that does not fit into one block', () => {
    const one = keyDerivation(random.bytes(20), simd, 2)
    expect(() => one.deriveKeys(random.bytes(52))).toThrow(RangeError)
  })

  it('is compiled once: a thread gets the code and derives with it', async () => {
    const [password, salt] = [random.bytes(20), random.bytes(16)]
    const file = pathToFileURL(join(root, 'lib/zip/keys/key-derivation.ts')).href
    const script = `const { workerData: { code, password, salt }, parentPort } = require('node:worker_threads')
      import('${file}').then(({ keyDerivation }) => {
        parentPort.postMessage([code instanceof WebAssembly.Module, keyDerivation(password, code).deriveKeys(salt)])
      })`
    const worker = new Worker(script, { eval: true, workerData: { code: simd, password, salt }, execArgv: [] })
    try {
      const [isModule, keys] = await new Promise<[boolean, Uint8Array]>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
      })
      expect(isModule).toBe(true)
      expect(Buffer.from(keys)).toEqual(pbkdf2Sync(password, salt, 1000, 66, 'sha1'))
    } finally {
      await worker.terminate()
    }
  })

  it('stands beside the bundle too', () => {
    expect(readFileSync(join(root, 'dist/key-derivation.wasm'))).toEqual(
      readFileSync(join(root, 'lib/zip/keys/key-derivation.wasm')),
    )
  })
})
