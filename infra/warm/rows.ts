import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'

/** A row of an FAQ file; `id`, `asked` and `keywords` are those of the help centre's own files. */
const row = z.strictObject({
  question: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(32_000, 'must have at most 32000 characters'),
  answer: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(100_000, 'must have at most 100000 characters'),
  scene: z.string('must be a text').min(1, 'must not be empty').nullish(),
  language: z
    .string('must be a text')
    .regex(/^[a-z]{2}$/, 'must be two lower-case letters, as in "en"')
    .nullish(),
  products: z.array(z.string('must be a text').min(1, 'must not be empty'), 'must be a list of texts').default([]),
  id: z.string().optional(),
  asked: z.array(z.string('must be a text').trim().min(1, 'must not be empty'), 'must be a list of texts').default([]),
  keywords: z.array(z.string()).default([]),
})

const helpCentreFile = z.strictObject({
  scene: z.string('must be a text').min(1, 'must not be empty'),
  title: z.string().optional(),
  version: z.union([z.string(), z.number()]).optional(),
  articles: z.array(z.unknown(), 'must be a list of articles'),
})

/** A question and its answer, and where in the file they stand. */
export interface CuratedRow {
  /** As people look for it: `line 7`, `row 3`, `articles[2]`. */
  readonly at: string
  readonly question: string
  readonly answer: string
  readonly scene: string | null
  readonly language: string | null
  readonly products: readonly string[]
}

/** What is wrong with a row, and in which field; '' is the row itself. */
export interface RowProblem {
  readonly at: string
  readonly field: string
  readonly problem: string
}

interface Placed {
  readonly at: string
  readonly value: unknown
}

const problemsIn = (at: string, { issues }: z.ZodError): readonly RowProblem[] =>
  issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => ({ at, field: [...issue.path, key].join('.'), problem: 'is unknown' }))
      : [
          {
            at,
            field: issue.path.join('.'),
            problem: issue.path.length === 0 ? 'must be a JSON object' : issue.message,
          },
        ],
  )

const parsed = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** A file is one JSON document (a list of rows, or a file of the help centre) or has a row on each line. */
const placed = (
  text: string,
): { readonly rows: readonly Placed[]; readonly problems: readonly RowProblem[]; readonly scene: string | null } => {
  const whole = parsed(text)
  if (whole && Array.isArray(whole.value))
    return { rows: whole.value.map((value, n) => ({ at: `row ${n + 1}`, value })), problems: [], scene: null }
  if (whole && typeof whole.value === 'object' && whole.value !== null && 'articles' in whole.value) {
    const file = helpCentreFile.safeParse(whole.value)
    if (!file.success) return { rows: [], problems: problemsIn('the file', file.error), scene: null }
    const { articles, scene } = file.data
    return { rows: articles.map((value, n) => ({ at: `articles[${n}]`, value })), problems: [], scene }
  }
  const rows: Placed[] = []
  const problems: RowProblem[] = []
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const at = `line ${n + 1}`
    const value = parsed(line)
    if (value) rows.push({ at, ...value })
    else problems.push({ at, field: '', problem: 'is not JSON; a line is one JSON object' })
  }
  return { rows, problems, scene: null }
}

/**
 * The rows of an FAQ file: NDJSON or a JSON list of `{question, answer, scene?, language?, products?}`, or a file of the help
 * centre, of which each way to ask is a row. Never throws for what is in the file: every fault is told, with its place.
 */
export const readRows = (
  text: string,
): { readonly rows: readonly CuratedRow[]; readonly problems: readonly RowProblem[] } => {
  const { rows: found, problems: before, scene: ofFile } = placed(text.replace(/^\ufeff/, ''))
  const problems = [...before]
  const rows = found.flatMap(({ at, value }): CuratedRow[] => {
    const result = row.safeParse(value)
    if (!result.success) {
      problems.push(...problemsIn(at, result.error))
      return []
    }
    const { question, asked, answer, scene, language, products } = result.data
    const common = { answer, scene: scene ?? ofFile, language: language ?? null, products }
    return [question, ...asked].map(each => ({ at, question: each, ...common }))
  })
  if (rows.length === 0 && problems.length === 0) problems.push({ at: 'the file', field: '', problem: 'has no rows' })
  return { rows, problems }
}

const mostTold = 20

/** BAD_REQUEST that names every row and field at fault, the first of them in its message. */
export const refusedRows = (problems: readonly RowProblem[]): Error => {
  const told = problems
    .slice(0, mostTold)
    .map(({ at, field, problem }) => `${at}: ${field ? `${field} ` : ''}${problem}`)
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : []
  return turnstreamError('BAD_REQUEST', [`nothing was written: ${told[0]}`, ...told.slice(1), ...more].join('\n  '), {
    details: { rows: problems },
  })
}
