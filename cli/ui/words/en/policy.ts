import { policySentences } from '../../../../src/policy-explain.ts'

export const policy = {
  title: 'Policy',
  sentences: policySentences,
  groups: {
    password: 'Passwords',
    release: 'Release',
    archive: 'Archives',
    numbers: 'Phone numbers',
    keep: 'How long things are kept',
    device: 'This device',
    texts: 'Text messages',
  },
  unenforced: 'not enforced yet',
  digest: (digest: string) => `Digest ${digest}`,
  since: (when: string, ago: string) => `In force since ${when} (${ago})`,
  change: 'Change it on the command line; the change is recorded with its difference:',
  command: 'waybill policy set release.holdFor 3d',
  keys: { scroll: 'scroll', back: 'back' },
}
