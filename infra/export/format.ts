import { turnstreamError } from '../../processors/errors.ts'

export const formats = ['parquet', 'csv'] as const

export type Format = (typeof formats)[number]

const endings: Readonly<Record<string, Format>> = { parquet: 'parquet', pq: 'parquet', csv: 'csv' }

/** The format that a file's ending says. Throws USAGE where it says none. */
export const formatOf = (file: string): Format => {
  const format = endings[file.slice(file.lastIndexOf('.') + 1).toLowerCase()]
  if (format) return format
  throw turnstreamError('USAGE', `${file} ends in no format: name it .parquet or .csv, or say --format`)
}
