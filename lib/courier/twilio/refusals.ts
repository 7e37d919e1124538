import type { Refusal } from '../courier.ts'

/**
 * What Twilio's codes mean for a password, in our own words: Twilio's may hold the number. Twilio describes them at
 * https://www.twilio.com/docs/api/errors; most were compared with that in 2026, 21703, 21704, 63038, 30032 and 30034 with
 * what is known of them elsewhere. `retry` is true where the same message to the same number may
 * go again, once that is done which the hint says. `undelivered`, `failed` and `canceled` are states without a code.
 */
export const refusals: Readonly<Record<string, Omit<Refusal, 'code'>>> = {
  20003: {
    message: 'Twilio does not accept the API key.',
    hint: 'Check the account SID, the API key and its secret, and that the key was not deleted.',
    retry: true,
    channel: null,
  },
  20005: {
    message: 'The Twilio account is not active.',
    hint: 'Top it up or activate it in the Twilio Console, then try again.',
    retry: true,
    channel: null,
  },
  20404: {
    message: 'Twilio does not know the account, the message or the messaging service.',
    hint: 'Check the account SID, and courier.twilio.messagingService in the policy.',
    retry: true,
    channel: null,
  },
  20429: {
    message: 'Twilio had too many requests at once and did nothing about this one.',
    hint: 'Wait a few minutes, then try again.',
    retry: true,
    channel: null,
  },
  21211: {
    message: 'Twilio says that the number cannot be a telephone number.',
    hint: 'Ask the recipient for the number, cancel the transfer and send it anew.',
    retry: false,
    channel: 'in-person',
  },
  21212: {
    message: 'Twilio does not take the sender for a valid one.',
    hint: 'Correct sender.id or sender.countries in the policy, then try again.',
    retry: true,
    channel: 'phone',
  },
  21408: {
    message: 'The Twilio account may not send to the country of this number.',
    hint: 'Allow the country in the Twilio Console under Messaging, Geo permissions, then try again.',
    retry: true,
    channel: 'phone',
  },
  21606: {
    message: 'The sender is no number of the account that can send text messages to this country.',
    hint: 'Set another sender.id, or one for the country in sender.countries, then try again.',
    retry: true,
    channel: 'phone',
  },
  21608: {
    message: 'The account is on trial and sends to numbers alone that were verified in it.',
    hint: 'Upgrade the account, or verify the number in the Twilio Console, then try again.',
    retry: true,
    channel: 'phone',
  },
  21610: {
    message: 'The recipient has answered STOP to this sender, so Twilio sends nothing more.',
    hint: 'Read the password out by phone; only the recipient can undo this, by texting START to the sender.',
    retry: false,
    channel: 'phone',
  },
  21612: {
    message: 'Twilio has no way from this sender to this number.',
    hint: 'Set a sender for the country in sender.countries, or read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  21614: {
    message: 'The number is not one that can get text messages.',
    hint: 'Read the password out by phone, or ask the recipient for a mobile number and send anew.',
    retry: false,
    channel: 'phone',
  },
  21617: {
    message: 'The text is longer than Twilio takes.',
    hint: 'Shorten the template in the policy, or read this password out by phone.',
    retry: false,
    channel: 'phone',
  },
  21635: {
    message: 'The number is a landline, and Twilio sends no text messages to landlines in this country.',
    hint: 'Read the password out by phone: a landline can be called.',
    retry: false,
    channel: 'phone',
  },
  21659: {
    message: 'The sender is no number of Twilio, or a short code of another country.',
    hint: 'Write sender.id and sender.countries with + and the country code, then try again.',
    retry: true,
    channel: 'phone',
  },
  21660: {
    message: 'The sender belongs to another Twilio account than the API key.',
    hint: 'Use an API key of the account that owns the sender, then try again.',
    retry: true,
    channel: 'phone',
  },
  21703: {
    message: 'The messaging service has no sender that can reach this number.',
    hint: 'Add a sender for the country to the messaging service, then try again.',
    retry: true,
    channel: 'phone',
  },
  21704: {
    message: 'The messaging service has no sender at all.',
    hint: 'Add a sender to the messaging service in the Twilio Console, then try again.',
    retry: true,
    channel: 'phone',
  },
  21705: {
    message: 'The messaging service of the policy is not one of this account.',
    hint: 'Correct courier.twilio.messagingService in the policy, then try again.',
    retry: true,
    channel: 'phone',
  },
  30001: {
    message: 'Too many messages waited for this sender, and Twilio dropped this one.',
    hint: 'Wait until the others are gone, then try again.',
    retry: true,
    channel: 'phone',
  },
  30002: {
    message: 'Twilio suspended the account before the message left.',
    hint: 'Ask the support of Twilio; meanwhile read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  30003: {
    message: 'The handset could not be reached: it is off, out of coverage, or gets no text messages.',
    hint: 'Try again later, or read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  30004: {
    message: 'The carrier or the recipient blocks messages from this sender.',
    hint: 'Read the password out by phone.',
    retry: false,
    channel: 'phone',
  },
  30005: {
    message: 'The carrier does not know the number: it is wrong or no longer in use.',
    hint: 'Call the recipient; where the number is wrong, cancel the transfer and send it anew.',
    retry: false,
    channel: 'phone',
  },
  30006: {
    message: 'The number is a landline, or its carrier takes nothing from this sender.',
    hint: 'Call the number and read the password out.',
    retry: false,
    channel: 'phone',
  },
  30007: {
    message: 'A filter of Twilio or of the carrier took the message for unwanted.',
    hint: 'Read the password out by phone, and have the sender registered where its country wants that.',
    retry: false,
    channel: 'phone',
  },
  30008: {
    message: 'The carrier did not deliver the message and gives no reason.',
    hint: 'Try again once; if it fails again, read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  30029: {
    message: 'The account has no Message Redaction, so Twilio would not discard the text.',
    hint: 'Have Message Redaction enabled for the account, or set courier.twilio.discardContent to false.',
    retry: true,
    channel: null,
  },
  30030: {
    message: 'The account has no Message Redaction, so Twilio would not obfuscate the number.',
    hint: 'Have Message Redaction enabled for the account, or set courier.twilio.obfuscateNumber to false.',
    retry: true,
    channel: null,
  },
  30032: {
    message: 'The sender is a toll-free number that was not verified.',
    hint: 'Have it verified in the Twilio Console, or set another sender, then try again.',
    retry: true,
    channel: 'phone',
  },
  30034: {
    message: 'The sender is a number of the United States that no campaign is registered for (A2P 10DLC).',
    hint: 'Register it in the Twilio Console, or set another sender, then try again.',
    retry: true,
    channel: 'phone',
  },
  30036: {
    message: 'The message waited at Twilio for longer than the policy allows, and was not sent.',
    hint: 'Try again; if it stays so, allow more time in courier.twilio.validity.',
    retry: true,
    channel: 'phone',
  },
  30410: {
    message: 'The carrier gave Twilio no answer in time, and Twilio gave up.',
    hint: 'Ask the recipient whether the text came nevertheless; if it did not, try again later.',
    retry: true,
    channel: 'phone',
  },
  30450: {
    message: 'Twilio blocks the number for 15 to 30 minutes, since it suspects SMS pumping.',
    hint: 'Try again in half an hour, or put the number on the Global Safe List at Twilio.',
    retry: true,
    channel: 'phone',
  },
  30453: {
    message: 'Twilio blocks the number for some hours, since it suspects SMS pumping.',
    hint: 'Read the password out by phone, or put the number on the Global Safe List and try again.',
    retry: true,
    channel: 'phone',
  },
  63038: {
    message: 'The account has sent as many messages as it may in a day.',
    hint: 'Try again tomorrow, or read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  70051: {
    message: 'The API key may not do this: a permission is missing, or the key or account is suspended.',
    hint: 'Let the restricted key create, read, list and update messages, and look numbers up if the policy wants it.',
    retry: true,
    channel: null,
  },
  undelivered: {
    message: 'The message was sent and not delivered, and Twilio gives no code for that.',
    hint: 'Check the number with the recipient, then try again or read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  failed: {
    message: 'Twilio could not send the message and gives no code for that.',
    hint: 'Look at the message log in the Twilio Console, then try again or read the password out by phone.',
    retry: true,
    channel: 'phone',
  },
  canceled: {
    message: 'The message was cancelled before it left Twilio.',
    hint: 'Release the password again if it is still to be conveyed.',
    retry: true,
    channel: null,
  },
}

/** The words for a code, or for a state without one. A code that is not in the table says where to read about it. */
export function refusalOf(code: string): Refusal {
  const words = Object.hasOwn(refusals, code) ? refusals[code] : undefined
  return { code, ...(words ?? unknown(code)) }
}

function unknown(code: string): Omit<Refusal, 'code'> {
  return {
    message: `Twilio said no, with the code ${code}.`,
    hint: `Read https://www.twilio.com/docs/api/errors/${code} before anything else, or read the password out by phone.`,
    retry: false,
    channel: 'phone',
  }
}
