import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { companions, compoundParts, harmlessWords } from '../../../lib/file-names/harmless-words.ts'
import { suspicionsOf } from '../../../lib/file-names/personal-name.ts'
import { isDelicate, personalNames } from '../../../lib/file-names/personal-words.ts'
import { type Suspicion, suspicions } from '../../../lib/file-names/suspicion.ts'
import { wellFormedText } from '../../support/texts.ts'

const now = Date.UTC(2026, 0, 5)

/** All of these must be caught. Names, people and numbers are invented. */
const personal =
  `dismissal-jane-doe.pdf | Jane Doe.pdf | doe_j.pdf | doe-jane.docx | JaneDoe.pdf | j.doe.pdf | CV Ada Lovelace.pdf
  Kündigung Müller.pdf | kuendigung_mueller.pdf | Schäfer, Jürgen.xlsx | Bewerbung_Özdemir.zip | Gehaltsabrechnung 03-2026.pdf
  Krankmeldung.pdf | Abmahnung.docx | Befund_2026.pdf | Lebenslauf.pdf | Arbeitszeugnis.pdf | Schufa-Auskunft.pdf | Kunde 4711.pdf
  arrêt maladie.pdf | Dupont Élodie.pdf | licenciement.docx | bulletin de paie.pdf | contrat-lefebvre.pdf | dossier médical.pdf
  despido_garcia.pdf | nómina enero.pdf | Muñoz.pdf | baja médica.pdf | María José.docx | busta paga Rossi.pdf | licenziamento.pdf
  cartella clinica.pdf | Giulia_Bianchi.xlsx | wypowiedzenie Kowalski.pdf | zwolnienie lekarskie.pdf | Łukasz Wójcik.pdf
  ontslag-jansen.pdf | ziekmelding.pdf | loonstrook.pdf | van der Berg.pdf | Yılmaz_Ayşe.pdf | istifa.pdf | Åsa Öberg.pdf
  Nguyễn Văn An.pdf | Do.pdf | Le.pdf | Das.pdf | Noé.pdf | 李小龍.pdf | Иванов.pdf | Παπαδόπουλος.pdf | محمد.pdf
  June.pdf | Bill Page.pdf | May.docx | April May.pdf | J April report.pdf | Max.csv | Jan.xlsx | A. B..pdf
  12.03.1985.pdf | 1985-03-12.pdf | 19850312.pdf | 850312.pdf | 12-3-85.pdf | 03 12 1985.pdf | 12031985.pdf | report 26-01-05.pdf
  DE89 3704 0044 0532 0130 00.pdf | 86095742719.pdf | 65170839J003.pdf | 185057800608491.pdf | AB123456C.pdf | 078-05-1120.pdf
  12345678Z.pdf | X1234567L.pdf | RSSMRA85T10A562S.pdf | 756.1234.5678.97.pdf | 44051401359.pdf | 111222333.pdf | C01X00T47.pdf
  jane@example.com.txt | ada.lovelace@example.com-export.csv | +49 151 12345678.csv | 0151 2345678.csv | 0041791234567.txt
  invoice 1234567.pdf | 4711-0815.pdf | customer-12.pdf | patient.csv | patients.csv | salary-2026.xlsx | complaint.pdf
  diagnosis.pdf | sick leave.xlsx | payroll.csv | hiv test.pdf | divorce.docx | disciplinary hearing.docx | Steuerbescheid.pdf
  exports/Jane Doe/data.csv | doe/report.pdf | report.jdoe | 𝒥𝒶𝓃ℯ.pdf | ja\u200bne.pdf | report 😀.pdf | data.csv.müller`
    .split(/[|\n]/)
    .map(name => name.trim())

/** Of these most must pass. */
const impersonal =
  `customers.csv | samples/customers.csv | report.pdf | Quarterly Report.pdf | export.csv | export-2026-01-05.csv
  export_20260105_093000.csv | export-2026-01-05T09-30-00Z.json | invoice-2026-q3-v2-final.pdf | invoices 2025.xlsx | data.json
  data.tar.gz | backup_2026.zip | a.txt | folder/c.txt | exports/people.csv | README.md | WAYBILL.txt | contract.docx | price list.xlsx
  annual report 2025.pdf | budget 2026-2027.xlsx | meeting minutes 2026-01.docx | orders_may_2026.csv | april-2026.csv | logs/app.log
  users.csv | employees.xlsx | members.csv | crm-export-full.csv | sales report Q4.pptx | customer_data_v3.xlsx | screenshot.png
  scan (2).pdf | page 3.pdf | IMG_20260105_093000.jpg | specification v1.2.10.pdf | newsletter list.csv | transactions-2025-12.csv
  Kundenliste 2026.xlsx | Rechnungen Januar.pdf | Jahresabschluss 2025.pdf | Übersicht Lieferanten.xlsx | Angebot_final_v2.docx
  Monatsbericht.pdf | Umsatz nach Region.csv | Datenexport.zip | Projektplan.xlsx | Stammdaten Kunden.csv | Protokoll Sitzung.docx
  rapport annuel 2025.pdf | factures janvier.zip | liste des clients.csv | données.csv | bilan 2025.pdf | commandes.xlsx
  informe mensual.pdf | facturas 2026.zip | lista de precios.xlsx | clientes.csv | presupuesto.xlsx | relazione annuale.pdf
  fatture gennaio.zip | elenco clienti.csv | bilancio 2025.pdf | raport kwartalny.pdf | faktury 2026.zip | cennik.xlsx
  jaarverslag 2025.pdf | overzicht klanten.xlsx | facturen.zip | relatório mensal.pdf | satış raporu.xlsx | rapport kvartal.pdf
  customerReport.xlsx | report-de.pdf | exports/2026/03/orders.parquet | database dump.sql | config.yaml | template.dotx
  .DS_Store | Thumbs.db | test results.csv | survey responses.csv | statement-2025-11.pdf | shipping labels.pdf | Screenshot 2026-01-05 at 09.30.00.png
  Bildschirmfoto 2026-01-05 um 09.30.00.png`
    .split(/[|\n]/)
    .map(name => name.trim())

describe('suspicionsOf', () => {
  it.each(personal)('catches %s', name => {
    expect(suspicionsOf(name, now)).not.toEqual([])
  })

  it('lets most names pass that are plainly impersonal', () => {
    const caught = impersonal.filter(name => suspicionsOf(name, now).length > 0)
    expect(caught.length / impersonal.length, caught.join(', ')).toBeLessThan(0.05)
    expect(caught).not.toContain('customers.csv')
    expect(caught).not.toContain('samples/customers.csv')
  })

  it.each<[string, Suspicion]>([
    ['jane@example.com.txt', 'e-mail'],
    ['DE89 3704 0044 0532 0130 00.pdf', 'iban'],
    ['86095742719.pdf', 'identity-number'],
    ['19850312.pdf', 'birth-date'],
    ['+49 151 12345678.csv', 'phone'],
    ['Kündigung.pdf', 'delicate'],
    ['Jane.pdf', 'name'],
    ['Grimaldi Foscolo.pdf', 'name'],
    ['foscolo_g.pdf', 'name'],
    ['invoice 1234567.pdf', 'number'],
    ['frobnicate.pdf', 'unknown'],
  ])('says of %s: %s', (name, suspicion) => {
    expect(suspicionsOf(name, now)).toContain(suspicion)
  })

  it('takes a date for a birth date once it is two years old', () => {
    expect(suspicionsOf('export-2026-01-05.csv', Date.UTC(2028, 0, 1))).toEqual([])
    expect(suspicionsOf('export-2026-01-05.csv', Date.UTC(2028, 1, 1))).toEqual(['birth-date'])
  })

  it('is not talked out of a suspicion by anything harmless around it', () => {
    const harmless = fc.constantFrom(...impersonal.filter(name => suspicionsOf(name, now).length === 0))
    const suspect = fc.constantFrom(...personal)
    fc.assert(
      fc.property(harmless, suspect, harmless, (before, name, after) => {
        expect(suspicionsOf(`${before}/${name}/${after}`, now)).not.toEqual([])
      }),
    )
  })

  it('knows no word that it has not been told', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäéłß'),
      minLength: 2,
      maxLength: 20,
    })
    const unknown = letters.filter(word => !harmlessWords.has(word) && !companions.has(word))
    fc.assert(
      fc.property(unknown, word => {
        if (/^[a-z]{8,}$/.test(word) && [...compoundParts].some(part => word.endsWith(part))) return
        expect(suspicionsOf(`${word}.pdf`, now)).not.toEqual([])
      }),
    )
  })

  it('answers to anything with words of its list, in its order, in little time', () => {
    fc.assert(
      fc.property(wellFormedText({ maxLength: 300 }), text => {
        const found = suspicionsOf(text, now)
        expect(found).toEqual(suspicions.filter(one => found.includes(one)))
      }),
    )
  })

  it.each([
    'A1',
    'a ',
    'A',
    '1-',
    'a@',
    '+1',
    'aA',
    '1a',
    '0 ',
    '\u0301',
    'Ä',
  ])('is linear in a name of many %j', piece => {
    // Of the processor, which a busy machine does not stretch.
    const time = (times: number) => {
      const begun = process.cpuUsage()
      suspicionsOf(piece.repeat(times), now)
      const { user, system } = process.cpuUsage(begun)
      return (user + system) / 1_000
    }
    time(1000)
    expect(time(10_000)).toBeLessThan(1_000)
  })
})

describe('the lists', () => {
  it('have no word in common', () => {
    const both = [...harmlessWords].filter(word => personalNames.has(word) || companions.has(word) || isDelicate(word))
    expect(both).toEqual([])
  })

  it('make no name out of two harmless words', () => {
    const made = [...personalNames].filter(name => suspicionsOf(name, now).length === 0)
    expect(made).toEqual([])
  })
})
