import { formOf } from './stem.ts'

type Part = 'subject' | 'object' | null

const forms: Readonly<Record<string, readonly (readonly [who: string, part: Part, forms: string])[]>> = {
  en: [
    ['i', 'subject', 'i we'],
    ['i', 'object', 'me us'],
    ['you', null, 'you'],
  ],
  de: [
    ['i', 'subject', 'ich wir'],
    ['i', 'object', 'mich mir uns'],
  ],
  nl: [
    ['i', 'subject', 'ik wij we'],
    ['i', 'object', 'mij me ons'],
  ],
  fr: [
    ['i', 'subject', 'je j'],
    ['i', 'object', 'me m moi'],
  ],
  es: [
    ['i', 'subject', 'yo'],
    ['i', 'object', 'me'],
  ],
  it: [
    ['i', 'subject', 'io'],
    ['i', 'object', 'mi'],
  ],
  pt: [
    ['i', 'subject', 'eu'],
    ['i', 'object', 'me'],
  ],
  zh: [
    ['i', null, '我'],
    ['you', null, '你 您'],
  ],
}

/** The pronouns of a language that stand for the asker and for the company, by their forms. */
export const personsOf = (language: string): ReadonlyMap<string, { readonly who: string; readonly part: Part }> =>
  new Map(
    (forms[language] ?? []).flatMap(([who, part, words]) =>
      words.split(' ').map(word => [formOf(word, language), { who, part }] as const),
    ),
  )

const people: Readonly<Record<string, RegExp>> = {
  en: /^(?:landlord|landlady|tenant|daughter|son|mother|father|mum|mom|dad|parents?|wife|husband|partner|spouse|friend|neighbour|neighbor|boss|employer|employees?|colleague|brother|sister|seller|buyer|driver|passenger|host|guest|owner|roommate|flatmate|teacher|student|doctor|dentist|patient|insurer|supplier|bank|lender|borrower|sender|recipient|agent|courier|manager|customer|lawyer|girlfriend|boyfriend|uncle|aunt|cousin|grandmother|grandfather|child|kid|kids|children|ex|client|contractor|provider)s?$/,
  de: /^(?:vermieter|mieter|tochter|sohn|mutter|vater|eltern|frau|mann|partner|freund|nachbar|chef|arbeitgeber|mitarbeiter|kollege|bruder|schwester|verkaufer|kaufer|fahrer|gast|arzt|arztin|bank|kind|kinder|versicherung|versicherer|vertreter|lieferant|anwalt|zahnarzt|lehrer|schuler|mitbewohner|handler|anbieter)/,
  nl: /^(?:verhuurder|huurder|dochter|zoon|moeder|vader|ouders|vrouw|man|partner|vriend|buur|baas|werkgever|collega|broer|zus|verkoper|koper|chauffeur|gast|arts|bank|kind)/,
  fr: /^(?:proprietaire|bailleur|locataire|fille|fils|mere|pere|parents|femme|mari|conjoint|ami|voisin|patron|employeur|collegue|frere|soeur|vendeur|acheteur|chauffeur|conducteur|hote|medecin|banque|enfant|assureur|livreur|professeur|colocataire)/,
  es: /^(?:casero|arrendador|propietario|inquilino|arrendatario|hija|hijo|madre|padre|padres|esposa|esposo|mujer|marido|pareja|amigo|amiga|vecin|jefe|empleador|companero|hermano|hermana|vendedor|comprador|conductor|anfitrion|huesped|medico|banco|nino|nina|aseguradora|repartidor|profesor)/,
  it: /^(?:proprietario|locatore|inquilino|affittuario|figlia|figlio|madre|padre|genitori|moglie|marito|partner|amico|amica|vicino|capo|datore|collega|fratello|sorella|venditore|acquirente|autista|ospite|medico|banca|bambino)/,
  zh: /^(?:friend|landlord|tenant|mother|father|parent|kid|son|daughter|spouse|neighbour|colleague|employer|seller|buyer|driver|brother|sister|bank|doctor)$/,
  pt: /^(?:senhorio|proprietario|inquilino|filha|filho|mae|pai|pais|esposa|esposo|marido|mulher|parceiro|amigo|amiga|vizinho|chefe|empregador|colega|irmao|irma|vendedor|comprador|motorista|anfitriao|hospede|medico|banco|crianca)/,
}

/** Whether a word, without accents, is of somebody who can do something to the asker. */
export const isSomebody = (form: string, language: string): boolean => people[language]?.test(form) ?? false
