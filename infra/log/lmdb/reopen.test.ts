import { expect, it } from 'vitest'
import { openLmdbLog } from './open.ts'
import { aRecord, oneTopic, scratch } from './scratch.ts'

const RECORDS = 200_000
const BATCH = 1_000

it(`a log of ${RECORDS} records opens without reading them`, async () => {
  using place = scratch()
  const log = await openLmdbLog({ dir: place.dir })
  await log.createTopics(oneTopic('t'))
  const batch = Array.from({ length: BATCH }, (_, i) => aRecord('t', 'x'.repeat(100), { ce_subject: `turn-${i}` }))
  for (let written = 0; written < RECORDS; written += BATCH) await log.append(batch)
  await log.close()
  const started = performance.now()
  const again = await openLmdbLog({ dir: place.dir })
  const opened = performance.now()
  expect(await again.end({ topic: 't', partition: 0 })).toBe(BigInt(RECORDS))
  let read = 0n
  while (read < RECORDS) read += BigInt((await again.read({ topic: 't', partition: 0, offset: read }, BATCH)).length)
  const done = performance.now()
  console.log(
    `opened ${RECORDS} records in ${(opened - started).toFixed(1)} ms; read them at ${Math.round((RECORDS / (done - opened)) * 1000)}/s`,
  )
  await again.close()
}, 120_000)
