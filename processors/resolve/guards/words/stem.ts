/** A word without its accents: "como" is written for "cómo" as often as not. */
export const unaccented = (word: string): string =>
  /^\p{ASCII}*$/u.test(word) ? word : word.normalize('NFD').replace(/\p{Mn}/gu, '')

// What French and Italian run together with the next word.
const elided = /^(?:l|d|j|m|t|s|c|n|qu|lorsqu|puisqu|dell|all|dall|nell|sull|un|quest)'(?=\p{L})/u

/** A word as it is compared: without accents, and without what is run together with it. */
export const formOf = (word: string, language: string): string =>
  unaccented(language === 'fr' || language === 'it' ? word.replace(elided, '') : word)

const vowel = /[aeiouy]/

/** The ending goes where so many letters are left. */
const without = (word: string, ending: RegExp, least: number): string => {
  const stem = word.replace(ending, '')
  return stem.length >= least ? stem : word
}

const english = (word: string): string => {
  let stem = word.replace(/'s?$/, '')
  if (stem.length > 3 && /[^sui]s$/.test(stem)) stem = stem.replace(/ies$/, 'y').replace(/s$/, '')
  if (stem.length > 4) {
    const shorter = stem.replace(/ied$/, 'y').replace(/(?:ing|ed)$/, '')
    if (shorter.length >= 2 && vowel.test(shorter)) stem = shorter
  }
  stem = stem.replace(/([bdfgklmnprstz])\1$/, '$1')
  return stem.length > 3 ? stem.replace(/e$/, '').replace(/y$/, 'i') : stem
}

/** The forms of an English word that end as verbs and plurals do, and some that nobody writes. */
export const englishForms = (word: string): readonly string[] => {
  if (word.length < 3 || /[^a-z]/.test(word)) return []
  if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`, `${word}ing`]
  if (word.endsWith('e')) return [`${word}ly`, `${word}s`, `${word}d`, `${word.slice(0, -1)}ing`]
  const last = word.at(-1)
  return [
    `${word}${/(?:s|x|z|ch|sh)$/.test(word) ? 'es' : 's'}`,
    ...['ed', 'ing'].flatMap(end => [word + end, word + last + end]),
  ]
}

const germanEnding = /(?:en|er|em|es|et|e|n|s|t)$/
const dutchEnding = /(?:en|e|t|s)$/

const stemmers: Readonly<Record<string, (word: string) => string>> = {
  en: english,
  // Twice: what is left of Gutscheine ends as Gutschein does.
  de: word => without(without(word, germanEnding, 4), germanEnding, 4),
  nl: word => without(without(word, dutchEnding, 4), dutchEnding, 4),
  fr: word => without(without(word, /[sx]$/, 3), /(?:ee|er|ez|ent|e)$/, 4),
  es: word => without(without(word, /s$/, 3), /(?:ando|iendo|ar|er|ir|[aeo]n?)$/, 4),
  pt: word => without(without(word, /s$/, 3), /(?:ar|er|ir|[aeo]m?)$/, 4),
  it: word => without(word, /(?:are|ere|ire|[aeio])$/, 4),
}

/**
 * The part of a word that its inflected forms share, roughly: two words of one stem are taken for one word. Endings only, no
 * prefixes: `unlock` and `lock` stay apart.
 */
export const stemOf = (word: string, language: string): string =>
  stemmers[language]?.(formOf(word, language)) ?? formOf(word, language)
