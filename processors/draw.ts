import { hash } from 'node:crypto'

/**
 * A number from [0, 1) drawn for a name, evenly, and the same whenever it is asked for: replay decides as the live run did.
 * The first 32 bits of the SHA-256 of the name. Draws that must not go together need names that say what for.
 */
export const drawnFor = (name: string): number => {
  if (name !== last.name) last = { name, drawn: hash('sha256', name, 'buffer').readUInt32BE(0) / 2 ** 32 }
  return last.drawn
}

/** A sweep draws for the same turn under one configuration after the other. */
let last = { name: '', drawn: hash('sha256', '', 'buffer').readUInt32BE(0) / 2 ** 32 }
