import type { Channel, Hold, Language, System } from './words.ts'

/** Every sentence of a card. Nothing here is about the data. */
export interface CardWords {
  readonly test: string
  readonly title: (transfer: string) => string
  readonly what: (from: string) => string
  readonly road: Readonly<Record<Channel, string>>
  readonly receipt: string
  readonly receiptMeans: Readonly<Record<Hold, string>>
  readonly stepsTitle: string
  readonly page: (name: string) => string
  readonly systems: Readonly<Record<System, string>>
  readonly type: string
  readonly first: string
  readonly deleteBy: (day: string) => string
  readonly call: (phone: string) => string
  readonly usualContact: string
}

const en: CardWords = {
  test: 'TEST: made in a sandbox. This is not a real transfer.',
  title: transfer => `Encrypted files for you: ${transfer}`,
  what: from => `${from} is sending you files in an encrypted ZIP archive (AES-256). It comes with this message.`,
  road: {
    sms: 'The password comes by another road: in a text message. Nobody will send it to you by e-mail.',
    phone:
      'The password comes by another road: we tell it to you by telephone, on the number that we have of you. Nobody will send it to you by e-mail.',
    'in-person': 'The password comes by another road: you are told it in person. Nobody will send it to you by e-mail.',
  },
  receipt: 'Receipt code',
  receiptMeans: {
    receipt:
      'The password waits until you call us and quote this code. It is not the password. Never quote it to anybody who calls you.',
    person: 'It shows that you have this mail; it is not the password. Quote it only when you call us.',
    none: 'It shows that you have this mail; it is not the password. Quote it only when you call us.',
  },
  stepsTitle: 'How to open the archive',
  page: name =>
    `With the page ${name} that comes with it: save both files, open the page in a browser, choose the archive. Nothing is sent anywhere. Or without it:`,
  systems: {
    windows:
      'Windows: with 7-Zip (free, https://7-zip.org): save the archive, right-click it, then 7-Zip, then Extract. Windows Explorer alone cannot open it: it shows error 0x80004005.',
    mac: 'Mac: double-click the archive (macOS 11 or newer). Where the right password is refused: with Keka (https://www.keka.io).',
    phone:
      'Phone or tablet: a computer is easier. Else save the archive and open it with an app for ZIP with AES, such as Keka or WinZip on iPhone and iPad, RAR or WinZip on Android.',
    linux: 'Linux: with 7zz x (or 7z x) or bsdtar -xf and the name of the archive. unzip cannot open it.',
  },
  type: 'Type the password exactly as you get it, with its hyphens.',
  first:
    'Read WAYBILL.txt first. A confirmation code stands in it: quote that one to us when you have opened the archive.',
  deleteBy: day => `Please delete the files by ${day}, and tell us when you have.`,
  call: phone => `Questions? Call ${phone}.`,
  usualContact: 'Questions? Call your usual contact, on a number that you know already.',
}

const de: CardWords = {
  test: 'TEST: in einer Sandbox erzeugt. Dies ist keine echte Sendung.',
  title: transfer => `Verschlüsselte Dateien für Sie: ${transfer}`,
  what: from =>
    `${from} sendet Ihnen Dateien in einem verschlüsselten ZIP-Archiv (AES-256). Es kommt mit dieser Nachricht.`,
  road: {
    sms: 'Das Passwort kommt auf einem anderen Weg: als SMS. Niemand schickt es Ihnen per E-Mail.',
    phone:
      'Das Passwort kommt auf einem anderen Weg: Wir sagen es Ihnen am Telefon, unter der Nummer, die wir von Ihnen haben. Niemand schickt es Ihnen per E-Mail.',
    'in-person':
      'Das Passwort kommt auf einem anderen Weg: Sie erhalten es persönlich. Niemand schickt es Ihnen per E-Mail.',
  },
  receipt: 'Empfangscode',
  receiptMeans: {
    receipt:
      'Das Passwort wartet, bis Sie uns anrufen und diesen Code nennen. Er ist nicht das Passwort. Nennen Sie ihn nie jemandem, der Sie anruft.',
    person: 'Er zeigt, dass Sie diese Mail haben; er ist nicht das Passwort. Nennen Sie ihn nur, wenn Sie uns anrufen.',
    none: 'Er zeigt, dass Sie diese Mail haben; er ist nicht das Passwort. Nennen Sie ihn nur, wenn Sie uns anrufen.',
  },
  stepsTitle: 'So öffnen Sie das Archiv',
  page: name =>
    `Mit der beigefügten Seite ${name}: beide Dateien speichern, die Seite im Browser öffnen, das Archiv auswählen. Nichts wird übertragen. Oder ohne sie:`,
  systems: {
    windows:
      'Windows: mit 7-Zip (kostenlos, https://7-zip.org): das Archiv speichern, Rechtsklick darauf, dann 7-Zip, dann Entpacken. Der Windows-Explorer allein kann es nicht öffnen: Er zeigt den Fehler 0x80004005.',
    mac: 'Mac: Doppelklick auf das Archiv (macOS 11 oder neuer). Wird das richtige Passwort abgelehnt: mit Keka (https://www.keka.io).',
    phone:
      'Telefon oder Tablet: Mit einem Computer ist es leichter. Sonst das Archiv speichern und mit einer App für ZIP mit AES öffnen, etwa Keka oder WinZip auf iPhone und iPad, RAR oder WinZip auf Android.',
    linux: 'Linux: mit 7zz x (oder 7z x) oder bsdtar -xf und dem Namen des Archivs. unzip kann es nicht öffnen.',
  },
  type: 'Geben Sie das Passwort genau so ein, wie Sie es erhalten, mit den Bindestrichen.',
  first:
    'Lesen Sie zuerst WAYBILL.txt. Darin steht ein Bestätigungscode (Confirmation): Nennen Sie ihn uns, wenn Sie das Archiv geöffnet haben.',
  deleteBy: day => `Bitte löschen Sie die Dateien bis zum ${day} und sagen Sie uns, wenn es geschehen ist.`,
  call: phone => `Fragen? Rufen Sie ${phone} an.`,
  usualContact: 'Fragen? Rufen Sie Ihren gewohnten Ansprechpartner an, unter einer Nummer, die Sie schon kennen.',
}

const fr: CardWords = {
  test: 'TEST : créé dans un bac à sable. Ceci n’est pas un véritable envoi.',
  title: transfer => `Fichiers chiffrés pour vous : ${transfer}`,
  what: from => `${from} vous envoie des fichiers dans une archive ZIP chiffrée (AES-256). Elle accompagne ce message.`,
  road: {
    sms: 'Le mot de passe arrive par une autre voie : un SMS. Personne ne vous l’enverra par e-mail.',
    phone:
      'Le mot de passe arrive par une autre voie : nous vous le disons au téléphone, au numéro que nous avons de vous. Personne ne vous l’enverra par e-mail.',
    'in-person':
      'Le mot de passe arrive par une autre voie : il vous est remis en personne. Personne ne vous l’enverra par e-mail.',
  },
  receipt: 'Code de réception',
  receiptMeans: {
    receipt:
      'Le mot de passe attend que vous nous appeliez pour donner ce code. Ce n’est pas le mot de passe. Ne le donnez jamais à quelqu’un qui vous appelle.',
    person:
      'Il montre que vous avez reçu cet e-mail ; ce n’est pas le mot de passe. Ne le donnez que lorsque vous nous appelez.',
    none: 'Il montre que vous avez reçu cet e-mail ; ce n’est pas le mot de passe. Ne le donnez que lorsque vous nous appelez.',
  },
  stepsTitle: 'Pour ouvrir l’archive',
  page: name =>
    `Avec la page ${name} jointe : enregistrez les deux fichiers, ouvrez la page dans un navigateur, choisissez l’archive. Rien n’est transmis. Ou sans elle :`,
  systems: {
    windows:
      'Windows : avec 7-Zip (gratuit, https://7-zip.org) : enregistrez l’archive, clic droit dessus, puis 7-Zip, puis Extraire. L’Explorateur Windows seul ne peut pas l’ouvrir : il affiche l’erreur 0x80004005.',
    mac: 'Mac : double-clic sur l’archive (macOS 11 ou plus récent). Si le bon mot de passe est refusé : avec Keka (https://www.keka.io).',
    phone:
      'Téléphone ou tablette : c’est plus facile avec un ordinateur. Sinon, enregistrez l’archive et ouvrez-la avec une application pour ZIP avec AES, comme Keka ou WinZip sur iPhone et iPad, RAR ou WinZip sur Android.',
    linux: 'Linux : avec 7zz x (ou 7z x) ou bsdtar -xf et le nom de l’archive. unzip ne peut pas l’ouvrir.',
  },
  type: 'Saisissez le mot de passe exactement comme vous l’avez reçu, avec ses tirets.',
  first:
    'Lisez d’abord WAYBILL.txt. Il contient un code de confirmation (Confirmation) : donnez-nous ce code quand vous avez ouvert l’archive.',
  deleteBy: day => `Merci de supprimer les fichiers au plus tard le ${day}, et de nous dire quand c’est fait.`,
  call: phone => `Des questions ? Appelez le ${phone}.`,
  usualContact: 'Des questions ? Appelez votre contact habituel, à un numéro que vous connaissez déjà.',
}

const es: CardWords = {
  test: 'PRUEBA: creado en un entorno de pruebas. No es una entrega real.',
  title: transfer => `Archivos cifrados para usted: ${transfer}`,
  what: from => `${from} le envía archivos en un ZIP cifrado (AES-256). Viene con este mensaje.`,
  road: {
    sms: 'La contraseña llega por otra vía: un SMS. Nadie se la enviará por correo electrónico.',
    phone:
      'La contraseña llega por otra vía: se la decimos por teléfono, al número que tenemos de usted. Nadie se la enviará por correo electrónico.',
    'in-person':
      'La contraseña llega por otra vía: se la damos en persona. Nadie se la enviará por correo electrónico.',
  },
  receipt: 'Código de recepción',
  receiptMeans: {
    receipt:
      'La contraseña espera hasta que usted nos llame y diga este código. No es la contraseña. No lo diga nunca a quien le llame.',
    person: 'Muestra que usted tiene este correo; no es la contraseña. Dígalo solo cuando usted nos llame.',
    none: 'Muestra que usted tiene este correo; no es la contraseña. Dígalo solo cuando usted nos llame.',
  },
  stepsTitle: 'Cómo abrir el ZIP',
  page: name =>
    `Con la página ${name} adjunta: guarde los dos archivos, abra la página en un navegador y elija el ZIP. No se transmite nada. O sin ella:`,
  systems: {
    windows:
      'Windows: con 7-Zip (gratis, https://7-zip.org): guarde el ZIP, clic derecho en él, luego 7-Zip, luego Extraer. El Explorador de Windows no puede abrirlo por sí solo: muestra el error 0x80004005.',
    mac: 'Mac: doble clic en el ZIP (macOS 11 o posterior). Si se rechaza la contraseña correcta: con Keka (https://www.keka.io).',
    phone:
      'Teléfono o tableta: es más fácil con un ordenador. Si no, guarde el ZIP y ábralo con una aplicación para ZIP con AES, como Keka o WinZip en iPhone y iPad, RAR o WinZip en Android.',
    linux: 'Linux: con 7zz x (o 7z x) o bsdtar -xf y el nombre del ZIP. unzip no puede abrirlo.',
  },
  type: 'Escriba la contraseña exactamente como la recibe, con sus guiones.',
  first:
    'Lea primero WAYBILL.txt. En él hay un código de confirmación (Confirmation): díganoslo cuando haya abierto el ZIP.',
  deleteBy: day => `Por favor, borre los archivos a más tardar el ${day} y díganos cuando lo haya hecho.`,
  call: phone => `¿Dudas? Llame al ${phone}.`,
  usualContact: '¿Dudas? Llame a su contacto habitual, a un número que ya conozca.',
}

export const cardWords: Readonly<Record<Language, CardWords>> = { en, de, fr, es }
