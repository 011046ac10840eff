import type { Reply } from '../../../processors/ports/reply.ts'

/** A reply on its way between processes: who sent it, and its place among what that one has sent about the turn. */
export interface Sent {
  readonly from: string
  readonly place: number
  readonly reply: Reply
}

/** `<from> <place> t<text>`, or `r` for a restart. */
export const packReply = ({ from, place, reply }: Sent): string =>
  `${from} ${place} ${reply.kind === 'token' ? `t${reply.text}` : 'r'}`

/** Null for what is none. */
export const unpackReply = (message: string): Sent | null => {
  const [, from, place, kind, text] = /^(\S+) (\d+) ([tr])([\s\S]*)$/.exec(message) ?? []
  if (from === undefined) return null
  return {
    from,
    place: Number(place),
    reply: kind === 't' ? { kind: 'token', text: text! } : { kind: 'restart' },
  }
}
