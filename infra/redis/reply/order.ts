import type { Reply } from '../../../processors/ports/reply.ts'
import type { Sent } from './wire.ts'

/**
 * What of a turn's replies may be told, in the order in which they come in. Where one is missing the rest of that sender is
 * kept back: what was told stays the beginning of the answer, and `chat.answers` has the end. A restart makes up for all
 * that is missing before it. Another sender begins the answer anew.
 */
export const createOrder = (): ((sent: Sent) => readonly Reply[]) => {
  let from: string | null = null
  let next = 0
  let whole = false
  let told = false

  return ({ from: sender, place, reply }) => {
    const another = sender !== from
    const fits = another ? place === 0 : place === next && whole
    const restarts = reply.kind === 'restart'
    if (another && !fits && !restarts && told) return []
    from = sender
    next = place + 1
    whole = fits || restarts
    if (!whole) return []
    const voids = told && (another || restarts)
    told = !restarts
    if (restarts) return voids ? [reply] : []
    return voids ? [{ kind: 'restart' }, reply] : [reply]
  }
}
