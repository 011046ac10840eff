// Letters and digits of scripts other than Latin, and pictures. Currency signs, dashes and quotes are none of these.
const beyondLatin = /(?!\p{Script=Latin})[\p{L}\p{M}]|(?![0-9])\p{Nd}|\p{Extended_Pictographic}/u
// Accents on their own, and signs that are pictures only by name.
const harmless = /[\u0300-\u036f]|[\u02b0-\u02ff]|©|®|™|\ufe0f/gu

/**
 * Whether a text holds characters that the shipped embedding model does not know: it was made for English, and gives two
 * questions that differ in such characters only the same vector. Nearness says nothing of them.
 */
export const isOutsideVocabulary = (text: string): boolean =>
  beyondLatin.test(text.normalize('NFC').replace(harmless, ''))
