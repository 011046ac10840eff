import { labelAt, mayBecomeLabel } from './label.ts'

/** Passes on what may be shown of a reply that comes in pieces. */
export interface HoldBack {
  take(piece: string): void
  /** The reply is complete: what was held back is no label. */
  end(): void
}

/**
 * Keeps labels from whoever reads a reply while it comes: what may yet become one is held back, for a few characters, and one that has
 * become whole is left out, with the white space around it where the text begins with it. A reply without labels is
 * passed on as it is, and however it is cut into pieces, the same text is.
 */
export const createHoldBack = (show: (text: string) => void): HoldBack => {
  let held = ''
  /** White space at the beginning, of which a label may follow. */
  let lead = ''
  let began = false
  let labelled = false

  const visible = (text: string): string => {
    if (began) return text
    lead += text
    if (lead.trim() === '') return ''
    began = true
    return labelled ? lead.trimStart() : lead
  }
  const release = (): string => {
    let released = ''
    for (;;) {
      const at = held.indexOf('[')
      released += visible(at < 0 ? held : held.slice(0, at))
      held = at < 0 ? '' : held.slice(at)
      if (held === '') return released
      const label = labelAt(held)
      if (label) {
        held = held.slice(label.length)
        labelled = true
        lead = ''
      } else {
        if (mayBecomeLabel(held)) return released
        released += visible('[')
        held = held.slice(1)
      }
    }
  }
  const pass = (text: string): void => {
    if (text !== '') show(text)
  }

  return {
    take: piece => {
      held += piece
      pass(release())
    },
    end: () => {
      const rest = visible(held)
      pass(began || labelled ? rest : lead)
      held = ''
    },
  }
}

/** What a whole reply shows. */
export const shownOf = (reply: string): string => {
  let shown = ''
  const held = createHoldBack(text => {
    shown += text
  })
  held.take(reply)
  held.end()
  return shown
}
