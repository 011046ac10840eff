import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { turnstreamError } from '../../processors/errors.ts'
import type { RecordEntity } from '../../processors/ports/records.ts'

/** It becomes part of queries, so it may be nothing but a name. */
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and underscores')

const pattern = z.string().refine(
  text => {
    try {
      new RegExp(text)
      return true
    } catch {
      return false
    }
  },
  { message: 'must be a regular expression' },
)

/** Who a record belongs to, where a graph says so by a relationship and not by a property. */
const ownerByRelationship = z.strictObject({
  relationship: name,
  /** As seen from the record. */
  direction: z.enum(['in', 'out'], { error: 'must be in or out, as seen from the record' }).default('in'),
  label: name,
  key: name,
})

const entitySchema = z
  .strictObject({
    identifier: z.strictObject({ pattern, key: z.string().min(1).default('$&') }).optional(),
    slot: z.string().min(1).optional(),
    words: z.array(z.string().min(1)).default([]),
    table: name,
    key: name,
    owner: z
      .union([name, ownerByRelationship], { error: 'must be a name, or relationship, direction, label and key' })
      .optional(),
    tenant: name.optional(),
    show: z.array(name).min(1),
    json: z.array(name).default([]),
  })
  .refine(({ identifier, slot }) => (identifier === undefined) !== (slot === undefined), {
    path: ['identifier'],
    message: 'must be given, or slot, but not both: what in a message names a record',
  })
  .refine(({ show, json }) => json.every(column => show.includes(column)), {
    path: ['json'],
    message: 'must be among those of show',
  })

const schema = z.strictObject({ entities: z.record(z.string().regex(/^[a-z][a-z0-9_-]*$/), entitySchema) })

/** An entity as an operator declares it: where its records lie, and what of them may be shown. */
export type DeclaredEntity = z.infer<typeof entitySchema>

export type DeclaredEntities = ReadonlyMap<string, DeclaredEntity>

/** Reads a declared schema. Throws CONFIG_INVALID, naming the file and what is wrong in it. */
export const readDeclared = (path: string): DeclaredEntities => {
  const refused = (why: string, cause?: unknown): Error =>
    turnstreamError('CONFIG_INVALID', `the schema of records ${path} ${why}`, { cause, details: { path } })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw refused(`cannot be read: ${(cause as Error).message}`, cause)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw refused(`is no JSON: ${(cause as Error).message}`, cause)
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw refused(`does not parse: ${z.prettifyError(parsed.error)}`, parsed.error)
  return new Map(Object.entries(parsed.data.entities))
}

/** What a message is read by. */
export const entityOf = ({ identifier, slot, words, owner }: DeclaredEntity): RecordEntity => ({
  named: identifier
    ? { kind: 'identifier', pattern: new RegExp(`^(?:${identifier.pattern})$`, 'i'), key: identifier.key }
    : { kind: 'slot', slot: slot! },
  words: words.map(word => word.toLowerCase()),
  owned: owner !== undefined,
})
