import { hash } from 'node:crypto'
import { bytesToVector, vectorToBytes } from '../../processors/enrich/vector.ts'
import type { Embedding } from '../../processors/ports/embedding.ts'
import type { EmbeddingMemory } from '../../processors/ports/embedding-memory.ts'
import { nodesOf, type RedisStore } from './client.ts'

const tokenBytes = 4

/** Tokens as four bytes, little-endian, then the floats of the vector as they are. */
const pack = ({ tokens, vector }: Embedding): Buffer => {
  const head = Buffer.alloc(tokenBytes)
  head.writeUInt32LE(tokens)
  return Buffer.concat([head, vectorToBytes(vector)])
}

const unpack = (bytes: Buffer): Embedding | null =>
  bytes.length > tokenBytes && bytes.length % 4 === 0
    ? { tokens: bytes.readUInt32LE(), vector: bytesToVector(Buffer.from(bytes.subarray(tokenBytes))) }
    : null

/**
 * Embeddings in Redis under `embedding:{model}:{hash of the text}`, for `ttlMs` from when they were made; using one does not
 * prolong it. Texts are kept as hashes only.
 */
export const openRedisEmbeddings = (
  redis: RedisStore,
  options: { ttlMs: number; prefix?: string },
): EmbeddingMemory => {
  const { ttlMs, prefix = '' } = options
  const keyOf = (model: string, text: string): string =>
    `${prefix}embedding:${model}:${hash('sha256', text, 'base64url')}`
  return {
    recall: async (model, text) => {
      const bytes = await redis.ask(commands => commands.getBuffer(keyOf(model, text)))
      return bytes ? unpack(bytes) : null
    },
    remember: (model, text, embedding) =>
      void redis
        .run(commands => commands.set(keyOf(model, text), pack(embedding), 'PX', ttlMs))
        // Nobody waits for it, and what is wrong with Redis is told elsewhere.
        .catch(() => undefined),
  }
}

/** Keys looked at in one go. */
const stretch = 1_000

/**
 * Forgets all embeddings: under the hash of a text nobody can tell whose it was. Each is made again when it is asked for. Rejects with UNAVAILABLE
 * where Redis does not answer.
 */
export const forgetEmbeddings = async (redis: RedisStore, prefix: string): Promise<void> => {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}embedding:*`
  const nodes = await redis.run(async commands => nodesOf(commands))
  for (const node of nodes) {
    let cursor = '0'
    do {
      const [next, keys] = await redis.run(() => node.scan(cursor, 'MATCH', pattern, 'COUNT', stretch))
      // One by one: in a cluster the keys of a node lie in many slots.
      await redis.run(() => Promise.all(keys.map(key => node.unlink(key))))
      cursor = next
    } while (cursor !== '0')
  }
}
