import avro from 'avsc'
import { eventSchemas, selfContained } from './assemble.ts'

let types: ReadonlyMap<string, avro.Type> | null = null

/** An event type's schema as it stands, for avsc. Read when first asked for: values of the newest version need none. */
export const currentType = (type: string): avro.Type | undefined => {
  types ??= new Map(
    eventSchemas().map(({ record }) => [record.name, avro.Type.forSchema(selfContained(record) as avro.Schema)]),
  )
  return types.get(type)
}
