import { expect, it } from 'vitest'
import { partitionOf } from './partition.ts'

// From Kafka's own test of its partitioner: murmur2 of the text, made positive.
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('a key lies where Kafka would put it: %s', (key, hash) => {
  for (const partitions of [2, 4, 7, 50])
    expect(partitionOf(Buffer.from(key), partitions)).toBe((hash & 0x7fffffff) % partitions)
})
