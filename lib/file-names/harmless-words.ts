/**
 * The words that say nothing about a person, folded (`foldWord`). Whatever is not here is not known to be harmless, so a
 * word belongs here only if it is common in business files and is neither a name nor a role of one person ("patient",
 * "applicant"), nor a kind of delicate matter ("salary", "complaint"). A test holds this list against the other two.
 */
import { foldedWords } from './fold-word.ts'

const english = `about accepted access account accounting accounts active activity actual address addresses agenda
  agreement agreements all alpha amount amounts analysis analytics annex annual answers api app appendix approved archive
  archives area assets attachment attachments audit audits auto average back backup backups balance balances base basic
  batch benchmark beta billing board book booking bookings books box brief briefing brochure budget budgets build
  business calendar call calls campaign campaigns card cards catalog catalogue categories category certificate change
  changed changelog changes chart charts check checked checklist checks clean cleaned client clients code codes column
  columns comparison complete config configuration contact contacts content contract contracts copies copy corrected cost
  costs count country cover credit crm currency current customer customers dashboard data database dataset datasets date
  dates days deck default delivered deliveries delivery delta demo department departments desktop detail details development
  diagram dictionary diff digital directory dispatch documentation document documents done download downloads draft drafts
  dump edited email emails employee employees empty end energy english entries entry equipment error errors estimate
  evaluation event events example examples excel exchange expense expenses export exported exports external extract extracts
  facts faq feed feedback figures file files final finance financial finished first fiscal flow folder folders forecast form
  format formatted forms framework french full gateway general german global goods graph group groups guide guideline
  guidelines half header headers help history home hourly hours html icon image images img imgs dsc photos import imported imports inbox
  income index info information infrastructure input inputs install internal inventory invoice invoices issues item items
  journal kpi labels last latest layout leads ledger legal letter letterhead level levels licence license line lines link
  links list lists live local locations log logo logs mail mailing manual manuals map mapping maps market marketing
  markets material materials matrix meeting meetings members memo merged message messages metadata metrics migration
  minutes missing mixed modules monitoring month monthly months monitor net network new newsletter note notes notice number
  numbers office offer offers official old online open operations options order orders original other others outbox outgoing
  output outputs overview package packages pages paid parameters part partner partners parts payment payments pending people
  performance period periods phase photo photos picture pictures pipeline pivot plan planning plans policies portal portfolio
  position positions presentation preview prices pricing print printout privacy process processed product production products
  profile profit program project projects proof proposal protocol provider providers public purchase purchases purchasing
  quality quantities quarter quarterly queries query questionnaire questions quote quotes random rate rates raw readme rebate
  receipt receipts received reconciliation record records reference references refund refunds region regional register
  registry release released remittance renewal reply report reporting reports repository request requests requirements
  research response responses result results retail return returns revenue reviewed revision revised roadmap rows rules run
  safety sales sample samples scan scanned scans schedule schema scope scores screen screenshot screenshots script scripts
  search second section sector security segment segments sent series server service services set settings setup shared sheet
  sheets shipment shipments shipping shop signed site sites size slides snapshot software solution source sources
  specification specifications spreadsheet staff standard start statement statements statistic statistics stats status step
  steps storage store stores strategy structure subject subscribers subscription subscriptions suite summaries summary
  supplier suppliers supplies supply support survey surveys system systems table tables target targets task tasks team teams
  technical template templates terms test testing tests text thumbs tickets time timeline times timesheet timesheets todo tool
  tools total totals traffic training transaction transactions transfer transfers transport travel trend trends trial type
  types unit units unpaid untitled update updated updates upload uploads url usage user users validated validation value
  values vat vendor vendors version versions video view views visits volume waybill web website week weekly weeks wiki
  worksheet working workshop write year yearly years yield zone
  any for and of per pro the via vs with your
  january february march september october november december
  monday tuesday wednesday thursday friday saturday sunday
  src lib foo bar pitch conditions policy handbook error org press study paper papers spec specs docs packing tech minutes recap backlog sprint
  milestones shared public kickoff intro appendices glossary inventories checkout cart orders feature features bug bugs
  one two three four five six ten ii iii iv vi vii viii ix xi xii th st nd rd fy hy ytd mtd kw cw wk rev ver avg
  gmbh ltd llc inc plc corp company europe european germany france spain italy poland netherlands austria switzerland
  usa gdpr iso pdfa macosx csv pdf xls xlsx xml json sql zip doc docx txt html`

const german = `abgleich abrechnung abschluss absatz adressen aktuell alle anbei angebot angebote anhang anlage anlagen anleitung
  anschreiben ansicht anzahl artikel aufgaben aufstellung auftrag auftraege ausgabe ausgang auswertung auswertungen auszug
  beispiel beleg belege bereich bericht berichte bestand bestellung bestellungen betrag betrieb bilanz bild bilder brief
  buchhaltung buchung buchungen datei dateien daten datenbank datum dokument dokumentation dokumente eingang einkauf einnahmen
  endfassung entwurf ergebnis ergebnisse erster export fassung finanzen firma fertig formular formulare fragen freigabe
  gesamt geschaeft geschaeftsjahr gruppe gutschrift gutschriften haendler halbjahr handbuch haushalt homepage import inhalt
  inventur jahr jahre jahres januar februar oktober dezember mittwoch montag dienstag donnerstag freitag samstag sonntag
  kalender kampagne kasse katalog kennzahlen konten kontakt kontakte kopie korrektur korrigiert kosten kunden lager lieferant
  lieferanten lieferschein lieferscheine lieferung lieferungen liste listen logbuch marketing material mappe menge mitglieder
  mitarbeiter mitarbeitende monat monate monats mwst nachweis nachweise neue neuer notizen nummer nummern ordner
  partner planung posten preise preisliste privat probe produkt produkte projekt projekte protokoll protokolle pruefung
  qualitaet quartal quartale quelle quellen quittung rechnung rechnungen rechnungs richtlinie sammlung schulung seite seiten
  sicherung sitzung sonstiges spezifikation stammdaten stand statistik statistiken stunden system tabelle tabellen
  tage teil teile termine test text uebersicht uebersichten umfrage vertrag teilnehmer einladung einladungen bildschirmfoto umsatz umsaetze unterlagen verbrauch vergleich verkauf
  verkaeufe vertraege vertrieb verwaltung verzeichnis version vorlage vorlagen vorschlag woche wochen zahlen zahlung zahlungen
  zusammenfassung zertifikat ziele zeitraum`

const romance = `annee annexe annuel bilan bilans bons brouillon budget capture catalogue chiffres ecran client clients commande commandes
  compta comptabilite comptes contacts contrat contrats copie courrier devis document documents donnees dossier dossiers envoi
  essai etat exemple exportation facture factures fichier fichiers fournisseur fournisseurs gestion guide journal liste listes
  livraison livraisons logiciel mensuel modele mois notes offre offres paiement paiements partenaires plan prix projet
  projets rapport rapports recu recus releve releves reunion resultat resultats semaine serie stock suivi synthese tableau
  tableaux tarif tarifs trimestre trimestriel total utilisateurs vente ventes version versions
  janvier fevrier juillet aout septembre octobre novembre decembre
  albaran anexo anual archivo archivos balance borrador cliente clientes compras contratos contrato copia cuentas datos
  documento documentos ejemplo empresa envio facturas factura factures fichero ficheros gastos informe informes ingresos inventario
  lista listado listas mensual mes modelo muestra notas oferta ofertas pago pagos pedido pedidos plantilla precio precios
  presupuesto productos proveedores proyecto proyectos prueba registro resumen reunion semana tabla trimestral ventas
  enero febrero septiembre octubre noviembre diciembre
  allegato allegati anno annuale archivio bilancio bolla bozza catalogo clienti contabilita contratti contratto dati
  elenco esempio esportazione fattura fatture fornitori foglio gennaio febbraio luglio settembre ottobre novembre dicembre listino
  mese mensile modulo ordine ordini pagamenti prezzi preventivo prodotti progetto prova relazione riepilogo riunione settimana
  tabella trimestre vendite verbale
  anexos arquivo contas dados encomendas fatura faturas fornecedores modelo orcamento pedidos planilha relatorio relatorios resumo
  vendas janeiro fevereiro setembro outubro novembro dezembro`

const others = `bestand bestanden bestelling bestellingen bijlage bijlagen concept contracten facturen factuur gegevens gebruikers handleiding
  jaar klanten kopie kosten kwartaal leveranciers lijst lijsten maand maandelijks notulen offerte offertes omzet overzicht
  overzichten prijslijst producten projecten rapport rapportage sjabloon tabel verkoop verslag voorbeeld weken januari februari
  augustus dinsdag woensdag donderdag vrijdag
  cennik dane dokument dokumenty eksport faktura faktury faktur grafik klienci klientow kopia koszty kwartal lista listy miesiac
  oferta oferty pliki plik podsumowanie produkty projekt projekty protokol raport raporty rok sprzedaz styczen luty kwiecien lipiec
  sierpien wrzesien pazdziernik grudzien spis szkic tabela tydzien umowa umowy wersja wykaz wyniki zamowienia zamowienie zestawienie
  arsiv belge belgeler dosya fatura faturalar fiyat liste musteriler ornek ozet rapor sablon satis siparis taslak tablo tutanak urunler
  veri veriler yedek yil yillik
  avtal bilaga bestallning exempel faktura fakturor forsaljning kunder kopia kvartal lager leverantorer manad ordrar oversikt
  rapport rapporter sammanfattning tabell underlag utkast vecka aftale bilag kunde eksempel fakturaer kvartalsrapport ordrer`

/** How a name ends: kinds of files. */
const kinds = `csv tsv txt md rtf pdf doc docx docm dot dotx odt xls xlsx xlsm xlsb ods ppt pptx odp key numbers pages json jsonl ndjson xml
  xsd xsl yaml yml toml ini cfg conf env sql sqlite db mdb accdb parquet avro orc arrow dbf htm html css js ts jsx tsx py rb go rs java
  php sh bat ps psd eps svg png jpg jpeg jpe gif bmp tif tiff webp heic heif ico raw dng mp mov avi mkv wav flac ogg webm zip rar tar
  gz bz tgz xz zst iso img dmg exe msi apk jar war eml msg mbox ics vcf pst log bak tmp old orig part dat bin asc gpg pgp sig pem crt
  cer cert der pfx pub torrent epub mobi dwg dxf step stl shp geojson kml gpx sav dta rds ipynb tex bib lnk url edi idoc camt pain
  mt swift xbrl sepa datev elster jsonc lock map wasm class dll`

/** Words that are names too, and codes of countries: harmless only in company, and not beside one another. */
const alsoNames = `april may june july august mai juni juli mars maerz avril juin abril mayo junio julio aprile marzo maggio giugno maj
  maart mei page bill price model field bank read branch cash main master muster ende preis jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat
  sun en de fr es it pl nl at ch be eu uk us pt tr ag ds vol`

/** Small words. Some are surnames elsewhere (Das, Do, Le), so they are harmless only between others; marks count. */
const smallWords = `a an as at by from in into is its on or our out that this to up without
  aus auf bei bis das dem den der des die ein eine für im ist mit nach nicht ohne um und vom von vor zu zum zur
  à au aux avec ce dans de des du et la le les leur ou par pour sans sur un une el los las con para por sin una uno y
  dal del della delle dei di gli il lo nel su com da do dos em na no os een het met naar op van voor zonder dla z i w
  için ile ve och og av til till fra från`

/** The words themselves and, of English and German, those of which others are made: `Kundenliste`, `salesreport`. */
export const harmlessWords: ReadonlySet<string> = new Set([english, german, romance, others].flatMap(foldedWords))
export const compoundParts: ReadonlySet<string> = new Set(
  [english, german].flatMap(foldedWords).filter(word => word.length > 3),
)
export const fileKinds: ReadonlySet<string> = new Set(kinds.trim().split(/\s+/))
export const companions: ReadonlySet<string> = new Set(foldedWords(alsoNames))
export const particles: ReadonlySet<string> = new Set(smallWords.trim().split(/\s+/))

/** After these a number is that of one person, or of one person's matter. */
export const numbered: ReadonlySet<string> = new Set(
  foldedWords(`account case client cliente compte contract contrat contratto contrato contact customer employee id ids konto kunde
    kunden kundennummer member mitarbeiter no nr num number nummer numero partner person user vertrag`),
)
