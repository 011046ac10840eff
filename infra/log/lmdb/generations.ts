import type { Environment } from './environment.ts'
import type { Overlay, Write } from './overlay.ts'

/** Generations of groups, in the table `meta`: u48. */

const keyOf = (group: string, partition: number): string => `generation/${group.toWellFormed()}\0${partition}`

/** One more than any that the log has for the partition. */
export const nextGeneration = ({ meta }: Environment, overlay: Overlay, group: string, partition: number): number => {
  const key = keyOf(group, partition)
  return ((overlay.get('meta', key) ?? meta.getBinary(Buffer.from(key)))?.readUIntBE(0, 6) ?? 0) + 1
}

export const generationWrite = (group: string, partition: number, generation: number): Write => {
  const value = Buffer.alloc(6)
  value.writeUIntBE(generation, 0, 6)
  return { table: 'meta', key: keyOf(group, partition), value }
}
