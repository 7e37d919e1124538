import type { Says } from '../../../../src/says.ts'
import type { Basis, Category, Channel, Hiding, NumberTrust } from '../../../../src/words.ts'

const channels: Record<Channel, string> = { sms: 'by text message', phone: 'by telephone', 'in-person': 'in person' }

const categories: Record<Category, string> = {
  identification: 'identification',
  contact: 'contact',
  address: 'address',
  'birth-date': 'birth date',
  financial: 'financial',
  tax: 'tax',
  contract: 'contract',
  customer: 'customer',
  employment: 'employment',
  salary: 'salary',
  education: 'education',
  communication: 'communication',
  usage: 'usage',
  location: 'location',
  image: 'image',
  credentials: 'credentials',
  children: 'children',
  other: 'other',
  health: 'health',
  genetic: 'genetic',
  biometric: 'biometric',
  'ethnic-origin': 'ethnic origin',
  'political-opinion': 'political opinion',
  belief: 'belief',
  'union-membership': 'union membership',
  'sex-life': 'sex life',
  criminal: 'criminal',
}

const bases: Record<Basis, string> = {
  consent: 'consent',
  contract: 'contract',
  'legal-obligation': 'legal obligation',
  'vital-interests': 'vital interests',
  'public-task': 'public task',
  'legitimate-interests': 'legitimate interests',
}

const couriers: Record<string, string> = {
  manual: 'by a person',
  twilio: 'through Twilio',
  http: 'through an HTTP gateway',
  command: 'through a program of this device',
  sandbox: 'to the sandbox phone',
}

const hidings: Record<Hiding, string> = {
  no: 'readable without the password',
  alias: 'hidden: numbers in the archive, the true names in WAYBILL.txt',
  wrap: 'hidden: everything is in an inner archive',
}

const trust: Record<NumberTrust, string> = {
  none: 'no number',
  unverified: 'number not verified',
  changed: 'number changed lately: not verified',
  verified: 'number verified',
}

const says: Record<Says, string> = {
  waybill: 'Waybill on this device',
  provider: 'the provider',
  operator: 'the operator',
  recipient: 'who quoted the code',
}

/** The closed lists of words that stand in the ledger, for people. */
export const terms = { channels, categories, bases, couriers, hidings, trust, says }
