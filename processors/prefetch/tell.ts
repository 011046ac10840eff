import type { Lookup } from '../../schemas/types.ts'

const isTold = (value: unknown): boolean => value !== null && value !== ''

const plain = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(plain).join('; ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .filter(([, inner]) => isTold(inner))
    .map(([name, inner]) => `${name.replaceAll('_', ' ')} ${plain(inner)}`)
    .join(', ')
}

/** What was found of records, for a customer whom no model can tell; empty where nothing was. */
export const recordsTold = (lookups: readonly Lookup[]): string => {
  const lines = lookups.flatMap(({ rows, entity }) => rows.map(row => `- ${entity}: ${plain(JSON.parse(row))}`))
  return lines.length === 0 ? '' : `This is what we have on record:\n${lines.join('\n')}`
}
