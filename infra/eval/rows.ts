import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import { problem } from '../configuration/problem.ts'
import { seededRandom } from '../runtime/simulation/random.ts'

const row = z.object({
  text: z.string().min(1),
  /** What answers it; for scoring alone. */
  group: z.string(),
  scene: z.string().optional(),
  tenant: z.string().optional(),
  answer: z.string().optional(),
})

export type CacheRow = z.infer<typeof row>

/** What was said before, oldest first; a text alone is the asker's. */
const history = z
  .array(z.union([z.string().min(1), z.strictObject({ role: z.string().min(1), content: z.string() })]))
  .optional()

const trapRow = z.object({
  id: z.string().min(1),
  /** Of what kind the difference is. */
  kind: z.string().min(1),
  a: z.string().min(1),
  b: z.string().min(1),
  /** Whether the answer to `a` answers `b`. */
  same: z.boolean(),
  lang: z.string().optional(),
  scene: z.string().optional(),
  answer: z.string().min(1).optional(),
  history_a: history,
  history_b: history,
  tenant_a: z.string().min(1).optional(),
  tenant_b: z.string().min(1).optional(),
})

export type TrapRow = z.infer<typeof trapRow>

const dialogueRow = z.object({
  turns: z.array(z.object({ role: z.string().min(1), content: z.string() })).min(1),
  /** Values that must survive. */
  required: z.array(z.string().min(1)),
})

export type DialogueRow = z.infer<typeof dialogueRow>

const routeRow = z.object({
  text: z.string().min(1),
  /** Whether the answer of the weak model, and of the strong one, was right. */
  weak: z.boolean(),
  strong: z.boolean(),
})

export type RouteRow = z.infer<typeof routeRow>

/** Wordings of the answer of each group. */
export type GroupAnswers = Readonly<Record<string, readonly string[]>>

const answers = z.record(z.string(), z.array(z.string()).min(1))

const parse = <T>(schema: z.ZodType<T>, text: string, where: string): T => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw turnstreamError('USAGE', `${where}: not JSON`, { cause })
  }
  const parsed = schema.safeParse(value, { error: problem })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = [where, ...(issue!.path.length > 0 ? [issue!.path.join('.')] : [])].join(': ')
  throw turnstreamError('USAGE', `${at}: ${issue!.message}`, {
    cause: parsed.error,
  })
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw turnstreamError('USAGE', `${file}: cannot be read`, { cause })
  }
}

const readRows = <T>(schema: z.ZodType<T>, file: string): readonly T[] => {
  const rows = read(file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parse(schema, line, `${file}:${index + 1}`)]))
  if (rows.length === 0) throw turnstreamError('USAGE', `${file}: holds no row`)
  return rows
}

/** The rows of an NDJSON file, in order; blank lines are passed over. Throws USAGE that names line and field, or says there are none. */
export const readCacheRows = (file: string): readonly CacheRow[] => readRows(row, file)

/** Traps and paraphrases, one a line, as `readCacheRows` reads questions. Throws USAGE also for an id that comes twice. */
export const readTrapRows = (file: string): readonly TrapRow[] => {
  const rows = readRows(trapRow, file)
  const ids = new Set<string>()
  for (const { id } of rows) {
    if (ids.has(id)) throw turnstreamError('USAGE', `${file}: id ${id} comes twice; every row needs one of its own`)
    ids.add(id)
  }
  return rows
}

/** Dialogues, one a line, as `readCacheRows` reads questions. */
export const readDialogueRows = (file: string): readonly DialogueRow[] => readRows(dialogueRow, file)

/** Questions that two models have answered, one a line, as `readCacheRows` reads questions. */
export const readRouteRows = (file: string): readonly RouteRow[] => readRows(routeRow, file)

/** The answers of a JSON file `{group: [wordings]}`. Throws USAGE that names the group. */
export const readGroupAnswers = (file: string): GroupAnswers => parse(answers, read(file), file)

/**
 * The rows that an evaluation runs over. With a limit or a seed (0 where only a limit is given) they are shuffled by
 * Fisher and Yates, with mulberry32 as the source of chance, then cut; without either they stay as they are.
 */
export const sampled = <T>(rows: readonly T[], limit?: number, seed?: number): readonly T[] => {
  if (limit === undefined && seed === undefined) return rows
  const random = seededRandom(seed ?? 0)
  const all = [...rows]
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.int(0, last)
    const moved = all[last]!
    all[last] = all[other]!
    all[other] = moved
  }
  return all.slice(0, limit ?? all.length)
}
