import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const formats: Readonly<Record<string, string>> = {
  date: 'a date like 2026-05-01',
  datetime: 'a time like 2026-05-01T12:00:00Z',
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' items' }

const bound = (verb: string, { origin, limit }: { origin: string; limit: unknown }): string =>
  `must ${origin in units ? 'have' : 'be'} ${verb} ${String(limit)}${units[origin] ?? ''}`

/**
 * What is wrong with a value, as the end of a sentence that begins with its name. For `safeParse(value, { error: problem })`:
 * schemas that say it themselves are not overruled.
 */
export const problem: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return bound(issue.inclusive === false ? 'above' : 'at least', { origin: issue.origin, limit: issue.minimum })
    case 'too_big':
      return bound(issue.inclusive === false ? 'below' : 'at most', { origin: issue.origin, limit: issue.maximum })
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? `in the form ${issue.pattern ?? issue.format}`}`
    case 'unrecognized_keys':
      return `has no ${issue.keys.join(', ')}`
    case 'invalid_key':
      return 'has a name that is not allowed'
    case 'invalid_union':
      return 'has none of the forms that are allowed'
    default:
      return 'is not allowed'
  }
}
