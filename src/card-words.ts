import type { Channel, Hold, Language, System } from './words.ts'

/** Every sentence of a card. Nothing here is about the data. */
export interface CardWords {
  readonly test: string
  readonly title: (transfer: string) => string
  /** What stands between a name and its value. */
  readonly colon: string
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
  colon: ':',
  what: from => `${from} is sending you files in an encrypted ZIP archive (AES-256). It comes with this message.`,
  road: {
    sms: 'The password comes by another road: in a text message. Nobody will send it to you by e-mail.',
    phone:
      'The password comes by another road: we call you on the number that we have of you and read it out. Nobody will send it to you by e-mail.',
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
    `With the page ${name} that comes with it, once we have told you on the telephone that it is ours: save both files, open the page in a browser, choose the archive. Nothing is sent anywhere. Or without it:`,
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
  call: phone => `Questions? Call ${phone}, or better a number of ours that you know already.`,
  usualContact: 'Questions? Call your usual contact, on a number that you know already.',
}

const de: CardWords = {
  test: 'TEST: in einer Sandbox erzeugt. Dies ist keine echte Sendung.',
  title: transfer => `Verschlüsselte Dateien für Sie: ${transfer}`,
  colon: ':',
  what: from =>
    `${from} sendet Ihnen Dateien in einem verschlüsselten ZIP-Archiv (AES-256). Es kommt mit dieser Nachricht.`,
  road: {
    sms: 'Das Passwort kommt auf einem anderen Weg: als SMS. Niemand schickt es Ihnen per E-Mail.',
    phone:
      'Das Passwort kommt auf einem anderen Weg: Wir rufen Sie unter der Nummer an, die wir von Ihnen haben, und lesen es vor. Niemand schickt es Ihnen per E-Mail.',
    'in-person':
      'Das Passwort kommt auf einem anderen Weg: Sie erhalten es persönlich. Niemand schickt es Ihnen per E-Mail.',
  },
  receipt: 'Empfangscode',
  receiptMeans: {
    receipt:
      'Wir geben das Passwort erst frei, wenn Sie uns anrufen und diesen Code nennen. Er ist nicht das Passwort. Nennen Sie ihn nie jemandem, der Sie anruft.',
    person:
      'Er zeigt, dass Sie diese E-Mail haben; er ist nicht das Passwort. Nennen Sie ihn nur, wenn Sie uns anrufen.',
    none: 'Er zeigt, dass Sie diese E-Mail haben; er ist nicht das Passwort. Nennen Sie ihn nur, wenn Sie uns anrufen.',
  },
  stepsTitle: 'So öffnen Sie das Archiv',
  page: name =>
    `Mit der beigefügten Seite ${name}, sobald wir Ihnen am Telefon gesagt haben, dass sie von uns ist: beide Dateien speichern, die Seite im Browser öffnen, das Archiv auswählen. Nichts wird übertragen. Oder ohne sie:`,
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
    'Lesen Sie zuerst WAYBILL.txt (auf Englisch). Darin steht ein Bestätigungscode (Confirmation): Nennen Sie ihn uns, sobald Sie das Archiv geöffnet haben.',
  deleteBy: day => `Bitte löschen Sie die Dateien bis zum ${day}, und geben Sie uns danach Bescheid.`,
  call: phone => `Fragen? Rufen Sie ${phone} an, oder besser eine Nummer von uns, die Sie schon kennen.`,
  usualContact: 'Fragen? Rufen Sie Ihren gewohnten Ansprechpartner an, unter einer Nummer, die Sie schon kennen.',
}

const fr: CardWords = {
  test: 'TEST : créé dans un bac à sable. Ceci n’est pas un véritable envoi.',
  title: transfer => `Fichiers chiffrés pour vous : ${transfer}`,
  colon: ' :',
  what: from => `${from} vous envoie des fichiers dans une archive ZIP chiffrée (AES-256). Elle accompagne ce message.`,
  road: {
    sms: 'Le mot de passe vous parvient par une autre voie : par SMS. Personne ne vous l’enverra par e-mail.',
    phone:
      'Le mot de passe vous parvient par une autre voie : nous vous appelons au numéro que nous avons pour vous et vous le dictons. Personne ne vous l’enverra par e-mail.',
    'in-person':
      'Le mot de passe vous parvient par une autre voie : il vous est remis en main propre. Personne ne vous l’enverra par e-mail.',
  },
  receipt: 'Code de réception',
  receiptMeans: {
    receipt:
      'Nous ne donnons le mot de passe qu’une fois que vous nous avez appelés et indiqué ce code. Ce n’est pas le mot de passe. Ne le donnez jamais à quelqu’un qui vous appelle.',
    person:
      'Il montre que vous avez reçu cet e-mail ; ce n’est pas le mot de passe. Ne le donnez que si c’est vous qui nous appelez.',
    none: 'Il montre que vous avez reçu cet e-mail ; ce n’est pas le mot de passe. Ne le donnez que si c’est vous qui nous appelez.',
  },
  stepsTitle: 'Pour ouvrir l’archive',
  page: name =>
    `Avec la page jointe ${name}, une fois que nous vous avons dit au téléphone qu’elle vient de nous : enregistrez les deux fichiers, ouvrez la page dans un navigateur, choisissez l’archive. Rien n’est transmis. Ou sans elle :`,
  systems: {
    windows:
      'Windows : avec 7-Zip (gratuit, https://7-zip.org) : enregistrez l’archive, faites un clic droit dessus, choisissez 7-Zip, puis Extraire. L’Explorateur Windows seul ne peut pas l’ouvrir : il affiche l’erreur 0x80004005.',
    mac: 'Mac : double-cliquez sur l’archive (macOS 11 ou plus récent). Si le bon mot de passe est refusé, utilisez Keka (https://www.keka.io).',
    phone:
      'Téléphone ou tablette : c’est plus facile sur un ordinateur. Sinon, enregistrez l’archive et ouvrez-la avec une application qui lit les ZIP chiffrés en AES, comme Keka ou WinZip sur iPhone et iPad, RAR ou WinZip sur Android.',
    linux: 'Linux : avec 7zz x (ou 7z x) ou bsdtar -xf, suivi du nom de l’archive. unzip ne peut pas l’ouvrir.',
  },
  type: 'Saisissez le mot de passe exactement comme vous l’avez reçu, avec ses tirets.',
  first:
    'Lisez d’abord WAYBILL.txt (en anglais). Il contient un code de confirmation (Confirmation) : donnez-le-nous une fois l’archive ouverte.',
  deleteBy: day => `Merci de supprimer les fichiers au plus tard le ${day}, et de nous prévenir quand c’est fait.`,
  call: phone => `Des questions ? Appelez le ${phone} ou, mieux, un de nos numéros que vous connaissez déjà.`,
  usualContact: 'Des questions ? Appelez votre contact habituel, à un numéro que vous connaissez déjà.',
}

const es: CardWords = {
  test: 'PRUEBA: creado en un entorno de pruebas. No es una entrega real.',
  title: transfer => `Archivos cifrados para usted: ${transfer}`,
  colon: ':',
  what: from => `${from} le envía archivos en un ZIP cifrado (AES-256). Viene con este mensaje.`,
  road: {
    sms: 'La contraseña le llega por otra vía: por SMS. Nadie se la enviará por correo electrónico.',
    phone:
      'La contraseña le llega por otra vía: le llamamos al número que tenemos de usted y se la dictamos. Nadie se la enviará por correo electrónico.',
    'in-person':
      'La contraseña le llega por otra vía: se la entregamos en persona. Nadie se la enviará por correo electrónico.',
  },
  receipt: 'Código de recepción',
  receiptMeans: {
    receipt:
      'No damos la contraseña hasta que usted nos llame y nos diga este código. No es la contraseña. No se lo diga nunca a quien le llame.',
    person: 'Muestra que usted tiene este correo; no es la contraseña. Dígalo solo si es usted quien nos llama.',
    none: 'Muestra que usted tiene este correo; no es la contraseña. Dígalo solo si es usted quien nos llama.',
  },
  stepsTitle: 'Cómo abrir el ZIP',
  page: name =>
    `Con la página adjunta ${name}, una vez que le hayamos dicho por teléfono que es nuestra: guarde los dos archivos, abra la página en un navegador y elija el ZIP. No se transmite nada. O sin ella:`,
  systems: {
    windows:
      'Windows: con 7-Zip (gratis, https://7-zip.org): guarde el ZIP, haga clic derecho en él y elija 7-Zip y después Extraer. El Explorador de Windows no puede abrirlo por sí solo: muestra el error 0x80004005.',
    mac: 'Mac: haga doble clic en el ZIP (macOS 11 o posterior). Si rechaza la contraseña correcta, use Keka (https://www.keka.io).',
    phone:
      'Teléfono o tableta: es más fácil con un ordenador. Si no, guarde el ZIP y ábralo con una aplicación para ZIP con AES, como Keka o WinZip en iPhone y iPad, RAR o WinZip en Android.',
    linux: 'Linux: con 7zz x (o 7z x) o bsdtar -xf seguido del nombre del ZIP. unzip no puede abrirlo.',
  },
  type: 'Escriba la contraseña tal como la recibe, con sus guiones.',
  first:
    'Lea primero WAYBILL.txt (en inglés). Contiene un código de confirmación (Confirmation): díganoslo cuando haya abierto el ZIP.',
  deleteBy: day => `Por favor, borre los archivos a más tardar el ${day} y avísenos cuando lo haya hecho.`,
  call: phone => `¿Dudas? Llame al ${phone} o, mejor, a un número nuestro que ya conozca.`,
  usualContact: '¿Dudas? Llame a su contacto habitual, a un número que ya conozca.',
}

export const cardWords: Readonly<Record<Language, CardWords>> = { en, de, fr, es }
