/** What callers hear, in the languages that it is written in. */

export interface Phrases {
  welcome: (company: string) => string;
  /** On a department's own number. */
  department: (company: string, department: string) => string;
  option: (department: string, key: number) => string;
  again: string;
  connecting: (department: string) => string;
  hold: string;
  closed: string;
  /** Outside of the opening hours, before a message. */
  closedMessage: string;
  /** Heard after a conversation, and after an agent did not answer: a key leads back to the queue. */
  retry: string;
  /** At the same place, before a message. */
  message: string;
  /** After a message. */
  thanks: string;
  /** Heard after a conversation, and after waiting in vain. */
  goodbye: string;
}

const phrases: Readonly<Record<string, Phrases>> = {
  en: {
    welcome: (company) => `Welcome to ${company}.`,
    department: (company, department) => `Welcome to ${company}, ${department}.`,
    option: (department, key) => `For ${department}, press ${key}.`,
    again: 'I did not get that.',
    connecting: (department) => `I am connecting you with ${department}.`,
    hold: 'Please hold. Someone will be with you shortly.',
    closed: 'We are closed at the moment. Please call again during our opening hours. Goodbye.',
    closedMessage:
      'We are closed at the moment. Please leave a message after the tone. Press any key when you are done.',
    retry: 'If no one could take your call, press 1 to wait again.',
    message:
      'If no one could take your call, please leave a message after the tone. Press any key when you are done.',
    thanks: 'Thank you. We will call you back. Goodbye.',
    goodbye: 'Thank you for calling. If no one could take your call, please try again later. Goodbye.',
  },
  de: {
    welcome: (company) => `Willkommen bei ${company}.`,
    department: (company, department) => `Willkommen bei ${company}, ${department}.`,
    option: (department, key) => `Für ${department} drücken Sie die ${key}.`,
    again: 'Das habe ich nicht verstanden.',
    connecting: (department) => `Ich verbinde Sie mit ${department}.`,
    hold: 'Bitte warten Sie. Gleich ist jemand für Sie da.',
    closed:
      'Wir haben zurzeit geschlossen. Bitte rufen Sie während unserer Öffnungszeiten wieder an. Auf Wiederhören.',
    closedMessage:
      'Wir haben zurzeit geschlossen. Bitte hinterlassen Sie eine Nachricht nach dem Ton. Drücken Sie am Ende eine beliebige Taste.',
    retry: 'Falls niemand Ihren Anruf annehmen konnte, drücken Sie die 1, um noch einmal zu warten.',
    message:
      'Falls niemand Ihren Anruf annehmen konnte, hinterlassen Sie bitte eine Nachricht nach dem Ton. Drücken Sie am Ende eine beliebige Taste.',
    thanks: 'Vielen Dank. Wir rufen Sie zurück. Auf Wiederhören.',
    goodbye:
      'Vielen Dank für Ihren Anruf. Wenn niemand für Sie da war, rufen Sie bitte später noch einmal an. Auf Wiederhören.',
  },
  es: {
    welcome: (company) => `Bienvenido a ${company}.`,
    department: (company, department) => `Bienvenido a ${company}, ${department}.`,
    option: (department, key) => `Para ${department}, pulse ${key}.`,
    again: 'No le he entendido.',
    connecting: (department) => `Le paso con ${department}.`,
    hold: 'Por favor, espere. Enseguida le atenderemos.',
    closed: 'En este momento estamos cerrados. Por favor, llame durante nuestro horario de atención. Adiós.',
    closedMessage:
      'En este momento estamos cerrados. Deje un mensaje después de la señal. Pulse cualquier tecla al terminar.',
    retry: 'Si nadie ha podido atenderle, pulse 1 para volver a esperar.',
    message:
      'Si nadie ha podido atenderle, deje un mensaje después de la señal. Pulse cualquier tecla al terminar.',
    thanks: 'Gracias. Le devolveremos la llamada. Adiós.',
    goodbye: 'Gracias por su llamada. Si nadie ha podido atenderle, por favor, inténtelo más tarde. Adiós.',
  },
  fr: {
    welcome: (company) => `Bienvenue chez ${company}.`,
    department: (company, department) => `Bienvenue chez ${company}, ${department}.`,
    option: (department, key) => `Pour ${department}, tapez ${key}.`,
    again: "Je n'ai pas compris.",
    connecting: (department) => `Je vous mets en relation avec ${department}.`,
    hold: "Veuillez patienter. Quelqu'un va vous répondre.",
    closed: "Nous sommes fermés pour le moment. Veuillez rappeler pendant nos heures d'ouverture. Au revoir.",
    closedMessage:
      'Nous sommes fermés pour le moment. Laissez un message après le signal. Appuyez sur une touche lorsque vous avez terminé.',
    retry: "Si personne n'a pu vous répondre, tapez 1 pour patienter à nouveau.",
    message:
      "Si personne n'a pu vous répondre, laissez un message après le signal. Appuyez sur une touche lorsque vous avez terminé.",
    thanks: 'Merci. Nous vous rappellerons. Au revoir.',
    goodbye:
      "Merci de votre appel. Si personne n'a pu vous répondre, veuillez rappeler plus tard. Au revoir.",
  },
  it: {
    welcome: (company) => `Benvenuti in ${company}.`,
    department: (company, department) => `Benvenuti in ${company}, ${department}.`,
    option: (department, key) => `Per ${department}, premere ${key}.`,
    again: 'Non ho capito.',
    connecting: (department) => `La metto in contatto con ${department}.`,
    hold: 'Attendere, prego. Qualcuno risponderà a breve.',
    closed:
      'In questo momento siamo chiusi. Si prega di richiamare durante gli orari di apertura. Arrivederci.',
    closedMessage:
      'In questo momento siamo chiusi. Lasciate un messaggio dopo il segnale. Alla fine premete un tasto qualsiasi.',
    retry: 'Se nessuno ha potuto rispondere, premete 1 per attendere di nuovo.',
    message:
      'Se nessuno ha potuto rispondere, lasciate un messaggio dopo il segnale. Alla fine premete un tasto qualsiasi.',
    thanks: 'Grazie. Vi richiameremo. Arrivederci.',
    goodbye:
      'Grazie per aver chiamato. Se nessuno ha potuto rispondere, si prega di riprovare più tardi. Arrivederci.',
  },
  nl: {
    welcome: (company) => `Welkom bij ${company}.`,
    department: (company, department) => `Welkom bij ${company}, ${department}.`,
    option: (department, key) => `Voor ${department}, toets ${key}.`,
    again: 'Dat heb ik niet begrepen.',
    connecting: (department) => `Ik verbind u door met ${department}.`,
    hold: 'Een ogenblik geduld. Er komt zo iemand aan de lijn.',
    closed: 'Wij zijn op dit moment gesloten. Bel ons terug tijdens onze openingstijden. Tot ziens.',
    closedMessage:
      'Wij zijn op dit moment gesloten. Spreek een bericht in na de toon. Druk op een willekeurige toets als u klaar bent.',
    retry: 'Kon niemand uw oproep aannemen, toets 1 om opnieuw te wachten.',
    message:
      'Kon niemand uw oproep aannemen, spreek dan een bericht in na de toon. Druk op een willekeurige toets als u klaar bent.',
    thanks: 'Dank u wel. Wij bellen u terug. Tot ziens.',
    goodbye: 'Bedankt voor uw telefoontje. Kon niemand u helpen, bel dan later nog eens. Tot ziens.',
  },
};

/** Offered in a list; every other region of these languages goes as well. */
export const offeredLanguages = [
  { value: 'en-US', name: 'English (United States)' },
  { value: 'en-GB', name: 'English (United Kingdom)' },
  { value: 'de-DE', name: 'German' },
  { value: 'es-ES', name: 'Spanish' },
  { value: 'fr-FR', name: 'French' },
  { value: 'it-IT', name: 'Italian' },
  { value: 'nl-NL', name: 'Dutch' },
] as const;

/** What is wrong with a language tag, or undefined. */
export function checkLanguage(tag: string): string | undefined {
  const [language = ''] = tag.split('-');
  if (/^[a-z]{2}-[A-Z]{2}$/.test(tag) && phrases[language] !== undefined) return undefined;
  return (
    `there are no ready texts for ${JSON.stringify(tag)}: take one of ` +
    `${offeredLanguages.map(({ value }) => value).join(', ')}, and change the texts in the plan file afterwards`
  );
}

export function phrasesIn(tag: string): Phrases {
  return phrases[tag.split('-')[0] ?? ''] ?? (phrases['en'] as Phrases);
}
