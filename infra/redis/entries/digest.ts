import { createHash } from 'node:crypto'
import { type Commands, nodesOf } from '../client.ts'
import { type Frame, readFrame } from './frame.ts'
import type { Marks } from './marks.ts'

const atOnce = 500

/** Whether a lookup may find it. */
const isShown = ({ kind, hot, hotUntilMs, expiresAtMs, exactExpiresAtMs }: Frame, atMs: number): boolean =>
  kind === 'E' && Math.max(exactExpiresAtMs, hot ? Math.min(hotUntilMs, expiresAtMs) : 0) > atMs

/** What those who fold the same log agree on: entries that may be found, and those that are held; by key. */
const contentsOf = async (
  redis: Commands,
  prefix: string,
  marks: Marks,
  atMs: number,
): Promise<Map<string, Buffer>> => {
  const { generation } = (await marks.look(redis, 0))[0]!
  const contents = new Map<string, Buffer>()
  for (const node of nodesOf(redis)) {
    const pattern = `${prefix.replaceAll(/[\\*?[\]]/g, '\\$&')}exact_cache:*`
    let cursor = '0'
    do {
      const [next, keys] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', atOnce)
      cursor = next
      // On the node itself each key may be asked for, but not several in one command: they lie in other slots.
      const values = await Promise.all(keys.map(key => node.getBuffer(key)))
      for (const [index, key] of keys.entries()) {
        const bytes = values[index]
        const frame = bytes && readFrame(bytes)
        if (!frame || frame.generation !== generation) continue
        if (!frame.held && !isShown(frame, atMs)) continue
        // Neither generation nor offset: another fold has others.
        contents.set(key, Buffer.concat([bytes.subarray(0, 2), bytes.subarray(18)]))
      }
    } while (cursor !== '0')
  }
  return contents
}

/** SHA-256, hex, over what the log determines. */
export const digestOf = async (redis: Commands, prefix: string, marks: Marks, atMs: number): Promise<string> => {
  const hash = createHash('sha256')
  const contents = await contentsOf(redis, prefix, marks, atMs)
  for (const [key, content] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(key.slice(prefix.length))
    hash.update(content)
  }
  return hash.digest('hex')
}
