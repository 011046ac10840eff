import { mkdirSync, rmSync } from 'node:fs'
import { type Database, open, type RootDatabase } from 'lmdb'
import { bootId } from '../../../runtime/boot-id.ts'

type Table = Database<Buffer, Buffer>

/** The tables of the copy. Not synced: what is lost is fetched again. */
export interface Store {
  readonly root: RootDatabase<Buffer, Buffer>
  readonly records: Table
  readonly ids: Table
  readonly subjects: Table
  readonly meta: Table
  readonly state: Table
  /** Number that stands for a topic in keys. */
  numberOf(topic: string): number
  nameOf(number: number): string | undefined
}

/** Raised when the layout changes; a copy of another one is made anew. */
const LAYOUT = '1'
const binary = { keyEncoding: 'binary', encoding: 'binary' } as const
const TOPIC = 'topic/'

const openAt = (dir: string) => {
  mkdirSync(dir, { recursive: true })
  const root = open<Buffer, Buffer>({ ...binary, path: dir, noSubdir: false, maxDbs: 8, noSync: true, noMemInit: true })
  const table = (name: string): Table => root.openDB<Buffer, Buffer>(name, binary)
  return {
    root,
    records: table('records'),
    ids: table('ids'),
    subjects: table('subjects'),
    meta: table('meta'),
    state: table('state'),
  }
}

/** Opens the copy in `dir` of the log with this id. It opens empty where it is of another log, or of an earlier boot. */
export const openStore = async (dir: string, logId: string): Promise<Store> => {
  const identity = Buffer.from(JSON.stringify({ layout: LAYOUT, logId, boot: bootId() }))
  const key = Buffer.from('identity')
  let tables = openAt(dir)
  const found = tables.meta.getBinary(key)
  if (found !== undefined && !found.equals(identity)) {
    await tables.root.close()
    rmSync(dir, { recursive: true })
    tables = openAt(dir)
  }
  const { root, meta } = tables
  root.transactionSync(() => meta.putSync(key, identity))
  const numbers = new Map<string, number>()
  const names = new Map<number, string>()
  const know = (name: string, number: number): number => {
    numbers.set(name, number)
    names.set(number, name)
    return number
  }
  for (const { key: name, value } of meta.getRange({ start: Buffer.from(TOPIC), end: Buffer.from('topic0') }))
    know(name.toString().slice(TOPIC.length), value.readUInt16BE())
  return {
    ...tables,
    numberOf: name => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      const number = Math.max(-1, ...names.keys()) + 1
      const value = Buffer.alloc(2)
      value.writeUInt16BE(number)
      root.transactionSync(() => meta.putSync(Buffer.from(TOPIC + name), value))
      return know(name, number)
    },
    nameOf: number => names.get(number),
  }
}
