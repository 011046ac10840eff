import { personalPaths } from '../../schemas/personal.ts'
import type { EventType } from '../../schemas/types.ts'

/** Stands for a personal text whose key is gone. */
export const redacted = '[redacted]'

/** A personal field of an event's data as it is, and a way to put something else there. */
export interface PersonalField {
  /** Its place: `resolution.candidates.0.question`. */
  readonly path: string
  readonly value: unknown
  /** Entry that it quotes, where the record it lies in names one. */
  readonly entryId: string | null
  put(value: unknown): void
}

type Holder = Record<string, unknown>

const steps = new Map<string, readonly string[]>()

const stepsOf = (path: string): readonly string[] => {
  let known = steps.get(path)
  if (!known) {
    known = path.split('.')
    steps.set(path, known)
  }
  return known
}

const visit = (
  holder: Holder,
  [step, ...rest]: readonly string[],
  at: string,
  entryId: string | null,
  found: PersonalField[],
): void => {
  if (step === undefined) return
  if (step.endsWith('[]')) {
    const name = step.slice(0, -2)
    for (const [index, item] of (holder[name] as readonly Holder[]).entries())
      visit(item, rest, `${at}${name}.${index}.`, entryOf(item), found)
    return
  }
  const value = holder[step]
  if (value === null || value === undefined) return
  if (rest.length > 0) visit(value as Holder, rest, `${at}${step}.`, entryId, found)
  else
    found.push({
      path: at + step,
      value,
      entryId,
      put: next => {
        holder[step] = next
      },
    })
}

/** Items of lists that name an entry quote it: candidates, offers, what guards said of them. */
const entryOf = ({ entryId }: Holder): string | null => (typeof entryId === 'string' ? entryId : null)

/** The personal fields that an event's data has; those that are null are none. */
export const personalFieldsOf = (type: EventType, data: unknown): readonly PersonalField[] => {
  const found: PersonalField[] = []
  for (const path of personalPaths[type] ?? []) visit(data as Holder, stepsOf(path), '', null, found)
  return found
}

/** What stands in place of a value: of the same Avro type. Bytes are nullable wherever they are personal. */
export const placeholderOf = (value: unknown): unknown => {
  if (typeof value === 'string') return redacted
  return Array.isArray(value) ? [] : null
}

/** Puts a value at a path that a field had; what is not there any more is passed over. */
export const putAt = (data: unknown, path: string, value: unknown): void => {
  const names = path.split('.')
  const last = names.pop()!
  let holder = data as Holder | undefined
  for (const name of names) holder = holder?.[name] as Holder | undefined
  if (holder && last in holder) holder[last] = value
}
