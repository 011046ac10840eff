/**
 * Strings that were read before, by their bytes. Tenants, scenes, models, names of guards and ids of popular entries come
 * again and again; to recognise one takes a third of the time that making it takes, and all who hold it share it.
 */
export interface Names {
  readonly strings: string[]
  readonly lengths: Uint8Array
  /** 16 for each string: its bytes, four by four; the last four overlap with those before. */
  readonly words: Int32Array
  /** Marks of strings seen once. Only a second sight makes a place worth giving: ids of turns come once and never again. */
  readonly marks: Int32Array
}

/** `utf8Slice` is what `toString` calls when it has looked at its arguments; here that would be a tenth of the time. */
export type Utf8Buffer = Buffer & { utf8Slice(start: number, end: number): string }

const placeBits = 12
const places = 1 << placeBits
const longest = 64

export const createNames = (): Names => ({
  strings: new Array<string>(places).fill(''),
  lengths: new Uint8Array(places),
  words: new Int32Array((places * longest) / 4),
  marks: new Int32Array(places),
})

/** Of the length and the first, middle and last four bytes; equal marks are no proof. */
const markOf = (view: DataView, at: number, length: number): number => {
  const middle = Math.imul(view.getInt32(at + (length >> 1) - 2, true) + length, 0xc2b2ae35)
  const ends = Math.imul(view.getInt32(at, true) ^ middle, 0x85ebca6b) ^ view.getInt32(at + length - 4, true)
  return Math.imul(ends ^ (ends >>> 15), 0x9e3779b1)
}

const holds = ({ words, lengths }: Names, place: number, view: DataView, at: number, length: number): boolean => {
  if (lengths[place] !== length) return false
  const last = at + length - 4
  let word = place * (longest / 4)
  for (let i = at; i < last; i += 4) if (words[word++] !== view.getInt32(i, true)) return false
  return words[word] === view.getInt32(last, true)
}

const keep = ({ words, lengths }: Names, place: number, view: DataView, at: number, length: number): void => {
  const last = at + length - 4
  let word = place * (longest / 4)
  for (let i = at; i < last; i += 4) words[word++] = view.getInt32(i, true)
  words[word] = view.getInt32(last, true)
  lengths[place] = length
}

/** The UTF-8 string of `length` bytes at `at`. Both `from` and `view` are on the same memory. */
export const readName = (names: Names, from: Utf8Buffer, view: DataView, at: number, length: number): string => {
  if (length < 4) return readShortest(from, at, length)
  if (length > longest) return from.utf8Slice(at, at + length)
  const mark = markOf(view, at, length)
  const place = mark >>> (32 - placeBits)
  if (holds(names, place, view, at, length)) return names.strings[place]!
  const text = from.utf8Slice(at, at + length)
  if (names.marks[place] === mark) {
    names.strings[place] = text
    keep(names, place, view, at, length)
  } else {
    names.marks[place] = mark
  }
  return text
}

const readShortest = (from: Utf8Buffer, at: number, length: number): string => {
  if (length === 0) return ''
  const [a, b, c] = [from[at]!, length > 1 ? from[at + 1]! : 0, length > 2 ? from[at + 2]! : 0]
  if ((a | b | c) > 0x7f) return from.utf8Slice(at, at + length)
  if (length === 1) return String.fromCharCode(a)
  return length === 2 ? String.fromCharCode(a, b) : String.fromCharCode(a, b, c)
}
