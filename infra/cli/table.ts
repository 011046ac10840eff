import Table from 'cli-table3'

/** A table for people; no colours, so that it reads the same in a file. */
export const tableOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  rightFrom = Number.POSITIVE_INFINITY,
): string => {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (column >= rightFrom ? 'right' : 'left')),
  })
  table.push(...rows.map(row => [...row]))
  return table.toString()
}
