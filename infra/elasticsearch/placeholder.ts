import { hash } from 'node:crypto'

const { BYTES_PER_ELEMENT } = Float32Array

/**
 * A vector for a document that has none, as Elasticsearch takes it: where every document has one, the server need not look up
 * which have, which takes it longer than the search itself. From the id, so that whoever writes it writes the same, and each in a
 * direction of its own: alike, they would have nobody but each other for neighbours in the graph.
 */
export const placeholder = (id: string, dimensions: number): string => {
  const bytes = Buffer.alloc(dimensions * BYTES_PER_ELEMENT)
  const drawn = Buffer.concat(
    Array.from({ length: Math.ceil(dimensions / 64) }, (_, n) => hash('sha512', `${n}/${id}`, 'buffer')),
  )
  for (let n = 0; n < dimensions; n++) bytes.writeFloatBE((drawn[n]! - 127.5) / 127.5, n * BYTES_PER_ELEMENT)
  return bytes.toString('base64')
}
