import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AvroRecord } from './assemble.ts'

/** A schema version that records may have been written with. Ids are never reused. */
export interface Published {
  readonly id: number
  readonly type: string
  readonly version: number
}

const folder = join(import.meta.dirname, 'published')

/** All published versions, oldest first. */
export const publishedSchemas = (): readonly Published[] => {
  const file = join(folder, 'ids.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Published[]) : []
}

export const readPublished = ({ type, version }: Published): AvroRecord =>
  JSON.parse(readFileSync(join(folder, `${type}.v${version}.avsc`), 'utf8')) as AvroRecord
