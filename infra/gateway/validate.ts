import type { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'

/** A path into a body as people write it: `messages[0].content`. */
export const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )

const sentenceOf = (issue: z.core.$ZodIssue): string => {
  const at = pathOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map(key => pathOf([...issue.path, key])).join(', ')
    return `unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${keys}`
  }
  return at === '' ? issue.message : `${at}: ${issue.message}`
}

const faultsOf = (issue: z.core.$ZodIssue): readonly { field: string; problem: string }[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({ field: pathOf([...issue.path, key]), problem: 'is unknown' }))
    : [{ field: pathOf(issue.path), problem: issue.message }]

/**
 * The value that a schema makes of what a client sent. Throws BAD_REQUEST with a sentence for each field at fault; its
 * details list them as `{field, problem}`. The sentences never repeat what was sent.
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what = 'the body',
): z.output<Schema> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value))
    throw turnstreamError('BAD_REQUEST', `${what} must be a JSON object`, {
      details: { fields: [{ field: '', problem: 'must be a JSON object' }] },
    })
  throw turnstreamError('BAD_REQUEST', issues.map(sentenceOf).join('; '), {
    details: { fields: issues.flatMap(faultsOf) },
  })
}
