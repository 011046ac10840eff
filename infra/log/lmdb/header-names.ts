/**
 * Header names that a record stores as one byte, the code being the place in this list from 1. Part of the layout of
 * records on disk: names are only ever added at the end.
 */
const wellKnown = [
  'ce_id',
  'ce_source',
  'ce_specversion',
  'ce_type',
  'ce_subject',
  'ce_time',
  'ce_causationid',
  'ce_correlationid',
  'ce_dataschema',
  'ce_datacontenttype',
  'content-type',
  'ce_traceparent',
  'traceparent',
  'tracestate',
] as const

const codes = new Map<string, number>(wellKnown.map((name, i) => [name, i + 1]))

/** 0 for a name that is not well known and is stored in full. */
export const headerCodeOf = (name: string): number => codes.get(name) ?? 0

export const headerNameOf = (code: number): string => wellKnown[code - 1] ?? `unknown-header-${code}`
