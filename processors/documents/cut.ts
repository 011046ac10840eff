/** A part of a document, with the headings that it stands under. */
export interface Cut {
  /** Title and headings, outermost first, joined by ' > '. */
  readonly heading: string
  readonly text: string
}

/** Most characters of a part: what the embedding model reads whole, and few enough that several fit into a prompt. */
export const mostChars = 800

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
const headingLine = /^(#{1,6})\s+(.+?)\s*#*\s*$/

/** Pieces of at most `most` characters, of whole sentences where those are no longer. */
const piecesOf = (paragraph: string, most: number): readonly string[] => {
  if (paragraph.length <= most) return [paragraph]
  const pieces: string[] = []
  let piece = ''
  const end = (): void => {
    if (piece.trim() !== '') pieces.push(piece.trim())
    piece = ''
  }
  for (const { segment } of sentences.segment(paragraph)) {
    if (piece.length + segment.length > most) end()
    piece += segment
    while (piece.length > most) {
      // A sentence without an end: between words, so that no pair of surrogates is parted either.
      const space = piece.lastIndexOf(' ', most)
      const at = space > 0 ? space : piece.codePointAt(most - 1)! > 0xffff ? most - 1 : most
      pieces.push(piece.slice(0, at).trim())
      piece = piece.slice(at)
    }
  }
  end()
  return pieces
}

/** Joins neighbours while they fit, so that a list is one part and not ten. */
const packed = (pieces: readonly string[], most: number): readonly string[] => {
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + 2 + piece.length <= most) parts[parts.length - 1] = `${last}\n\n${piece}`
    else parts.push(piece)
  }
  return parts
}

/**
 * Cuts a text or Markdown into parts: none crosses a heading, none is longer than `mostChars` with its headings, and each ends with a
 * paragraph or a sentence where it can. All words are kept, in order. Pure.
 */
export const cut = (title: string, text: string): readonly Cut[] => {
  const cuts: Cut[] = []
  const path: { readonly level: number; readonly name: string }[] = []
  let lines: string[] = []
  const end = (): void => {
    const heading = [title, ...path.map(({ name }) => name)].join(' > ').slice(0, mostChars / 2)
    const paragraphs = lines
      .join('\n')
      .split(/\n[^\S\n]*\n/)
      .map(paragraph => paragraph.trim())
      .filter(paragraph => paragraph !== '')
    const most = mostChars - heading.length - 1
    for (const part of packed(
      paragraphs.flatMap(paragraph => piecesOf(paragraph, most)),
      most,
    ))
      cuts.push({ heading, text: part })
    lines = []
  }
  let fenced = false
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    const found = fenced ? null : headingLine.exec(line)
    if (!found) {
      lines.push(line)
      continue
    }
    end()
    const level = found[1]!.length
    while (path.length > 0 && path.at(-1)!.level >= level) path.pop()
    // A first heading that repeats the title says nothing more.
    if (found[2] !== title || path.length > 0) path.push({ level, name: found[2]! })
  }
  end()
  return cuts
}
