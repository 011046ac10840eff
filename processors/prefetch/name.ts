import type { Slot } from '../../schemas/types.ts'
import type { RecordEntity, RecordStore } from '../ports/records.ts'

/** A record that a message names. */
export interface Named {
  readonly entity: string
  readonly key: string
}

/** More in one message than a person asks about. */
const most = 3

const keyIn = ({ named }: RecordEntity, { kind, value }: Slot): string | null => {
  if (named.kind === 'slot') return kind === named.slot ? value : null
  if (kind !== 'identifier') return null
  const match = named.pattern.exec(value)
  return match === null ? null : match[0].replace(named.pattern, named.key)
}

const isMeant = ({ words }: RecordEntity, message: string): boolean => {
  const line = message.toLowerCase()
  return words.length === 0 || words.some(word => line.includes(word))
}

/**
 * The records that a message names by its details, each once, in the order in which they are named: three at most. No part of a query is made
 * of the message but the key.
 */
export const namedIn = (
  message: string,
  slots: readonly Slot[],
  entities: RecordStore['entities'],
): readonly Named[] => {
  const found = new Map<string, Named>()
  for (const slot of slots)
    for (const [entity, declared] of entities) {
      const key = keyIn(declared, slot)
      if (key !== null && isMeant(declared, message)) found.set(`${entity}:${key}`, { entity, key })
    }
  return [...found.values()].slice(0, most)
}
