import type { Read } from './workers.ts'

/**
 * Throws, with the first thing that is wrong, unless each of the records 0 to `count` - 1 is answered once and those of each
 * conversation in their order. An answer's value is the number of its record.
 */
export const checkAnswers = (read: readonly Read[], count: number): void => {
  const times = Map.groupBy(read, ({ value }) => Number(value))
  for (let record = 0; record < count; record++) {
    const answers = times.get(record)?.length ?? 0
    if (answers === 0) throw new Error(`record ${record} is lost: nothing answers it`)
    if (answers > 1) throw new Error(`record ${record} is answered ${answers} times`)
  }
  const strange = [...times.keys()].find(record => !(record >= 0 && record < count))
  if (strange !== undefined) throw new Error(`record ${strange} is answered, which was never asked`)
  for (const [key, those] of Map.groupBy(read, each => each.key))
    for (const [i, { value }] of those.entries())
      if (i > 0 && Number(those[i - 1]!.value) > Number(value))
        throw new Error(`record ${value} of ${key} is answered after record ${those[i - 1]!.value}`)
}
