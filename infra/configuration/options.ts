import { z } from 'zod'

export interface Option {
  readonly path: readonly string[]
  /** `cache.threshold` is TURNSTREAM_CACHE_THRESHOLD. */
  readonly environment: string
  /** As JSON Schema has it. */
  readonly type: string
  readonly defaultValue: unknown
  readonly about: string
}

interface JsonSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly default?: unknown
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

const environmentName = (path: readonly string[]): string =>
  `TURNSTREAM_${path.map(part => part.replace(/([a-z0-9])([A-Z])/g, '$1_$2')).join('_')}`.toUpperCase()

const typeName = (schema: JsonSchema): string => {
  if (schema.enum) return schema.enum.join(', ')
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  const bounds =
    minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
      ? ` ${minimum} to ${maximum}`
      : exclusiveMinimum !== undefined && exclusiveMaximum !== undefined
        ? ` between ${exclusiveMinimum} and ${exclusiveMaximum}`
        : ''
  return `${schema.type ?? 'any'}${bounds}`
}

/** Every option of a configuration schema with its path, environment name, type, default and description. */
export const optionsOf = (schema: z.ZodType): readonly Option[] => {
  const walk = (node: JsonSchema, path: readonly string[]): Option[] =>
    node.properties
      ? Object.entries(node.properties).flatMap(([name, child]) => walk(child, [...path, name]))
      : [
          {
            path,
            environment: environmentName(path),
            type: typeName(node),
            defaultValue: node.default,
            about: node.description ?? '',
          },
        ]
  return walk(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, [])
}
