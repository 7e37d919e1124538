import { type Country, countries } from './countries.ts'
import type { Dice } from './dice.ts'

/** The columns of `export.csv`, as billing systems write them. */
export const HEADER =
  'customer_id;last_name;first_name;date_of_birth;street;postcode;city;country;email;phone;iban;mandate;payment;tariff;amount;currency;due_on;status;changed_at;note\n'

const shares: readonly Country[] = countries.flatMap(country =>
  Array<Country>(country.code === 'DE' ? 6 : country.code === 'FR' ? 3 : 2).fill(country),
)
const tariffs = ['Basis', 'Basis', 'Basis', 'Komfort', 'Komfort', 'Premium', 'Business', 'Business Plus', 'Family']
const prices = [990, 990, 990, 1490, 1490, 2990, 4990, 7900, 3450]
const statuses = [
  'paid',
  'paid',
  'paid',
  'paid',
  'paid',
  'paid',
  'paid',
  'open',
  'open',
  'reminded',
  'disputed',
  'refunded',
]
const payments = [
  'SEPA direct debit',
  'SEPA direct debit',
  'SEPA direct debit',
  'bank transfer',
  'bank transfer',
  'card',
  'cash',
]
/** The nights on which batches changed rows. */
const changes = ['2026-01-05', '2025-12-01', '2025-11-03', '2025-10-06', '2025-09-01', '2025-06-30', '2024-12-31']
const mails = [
  'gmail.com',
  'gmx.de',
  'web.de',
  'outlook.com',
  'orange.fr',
  'yahoo.co.uk',
  'wp.pl',
  'icloud.com',
  't-online.de',
]
const sentences = [
  'Customer called about the last invoice and asked for a copy by post.',
  'Moved house; new address confirmed by letter.',
  'Payment by standing order, do not remind before the 15th.',
  'Contract is kept by the guardian, see file.',
  'Please write to the office, not to the private address.',
  'Disputed the reading of the meter; a technician was there on the agreed day.',
  'Discount until the end of the year, agreed with the regional manager.',
  'Deaf: no telephone calls.',
  'Instalments agreed: three parts, each at the start of a month.',
  'Returned letter, address unknown; ask the registry.',
  'Has a second contract under the maiden name.',
  'Wants no advertising of any kind.',
]

/** One row, with its newline. `id` grows from row to row. */
export function personRow(dice: Dice, id: number): string {
  const country = dice.pick(shares)
  const [first, last] = [dice.skewed(country.first), dice.skewed(country.last)]
  const [city, postcode, postcodes] = dice.skewed(country.cities)
  const house = dice.once(12)
    ? `${dice.between(1, 160)}${dice.pick(['a', 'b', 'c'])}`
    : String(1 + skewedBelow(dice, 160))
  const street = dice.skewed(country.streets)
  const tariff = skewedBelow(dice, tariffs.length)
  const amount = (prices[tariff] ?? 0) + (dice.once(3) ? dice.below(20_000) : 0)
  return [
    id,
    last,
    first,
    day(dice, 1938, 2007),
    country.numberFirst ? `${house} ${street}` : `${street} ${house}`,
    String(postcode + skewedBelow(dice, postcodes)).padStart(5, '0'),
    city,
    country.code,
    mail(dice, first, last),
    dice.once(5) ? '' : `${country.dial}${dice.digits(8)}`,
    `${country.code}${dice.digits(2)}${bank(dice)}${dice.digits(country.ibanDigits - 8)}`,
    `MREF-${id}-${dice.once(8) ? 2 : 1}`,
    dice.skewed(payments),
    tariffs[tariff],
    `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, '0')}`,
    country.currency,
    day(dice, 2025, 2026),
    dice.pick(statuses),
    `${dice.skewed(changes)}T${String(dice.between(6, 21)).padStart(2, '0')}:${dice.pick(['00', '15', '30', '45'])}:00Z`,
    dice.once(8) ? note(dice) : '',
  ]
    .join(';')
    .concat('\n')
}

function skewedBelow(dice: Dice, end: number): number {
  const share = dice.share()
  return Math.floor(share * share * end)
}

function day(dice: Dice, from: number, to: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${dice.between(from, to)}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`
}

function mail(dice: Dice, first: string, last: string): string {
  if (dice.once(6)) return ''
  const [a, b] = [plain(first), plain(last)]
  const local = dice.pick([
    `${a}.${b}`,
    `${a}.${b}`,
    `${a}${dice.between(1, 99)}`,
    `${a.slice(0, 1)}.${b}`,
    `${b}${dice.between(1950, 2007)}`,
  ])
  return `${local}@${dice.skewed(mails)}`
}

/** An e-mail's letters: without accents. Names are few, so each is folded once. */
function plain(name: string): string {
  const known = folded.get(name)
  if (known !== undefined) return known
  const bare = name
    .normalize('NFD')
    .replace(/\p{M}|['’ ]/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[łŁ]/g, 'l')
    .replaceAll('ı', 'i')
    .toLowerCase()
  folded.set(name, bare)
  return bare
}

const folded = new Map<string, string>()

/** Eight digits of a bank: few banks have most customers. */
function bank(dice: Dice): string {
  return String(10_000_000 + 100_000 * skewedBelow(dice, 400) + 10 * skewedBelow(dice, 30)).slice(0, 8)
}

function note(dice: Dice): string {
  const text = dice.skewed(sentences)
  return dice.once(3) ? `"${text} ${dice.skewed(sentences)}"` : `"${text} (${day(dice, 2024, 2026)})"`
}
