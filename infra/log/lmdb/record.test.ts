import { describe, expect, it } from 'vitest'
import { openEnvironment } from './environment.ts'
import { recordKeyOf } from './keys.ts'
import { openLmdbLog } from './open.ts'
import { decodeRecord, encodeRecord, sealRecord } from './record.ts'
import { aRecord, oneTopic, scratch } from './scratch.ts'

describe('a record on disk', () => {
  const sealed = () => sealRecord(encodeRecord(aRecord('t', 'value', { ce_id: 'e-1', 'x-other': 'ü' })), 7)

  it('is recognised as corrupt whichever byte is wrong, by topic, partition and offset', () => {
    for (let at = 0; at < sealed().length; at++) {
      const bytes = sealed()
      bytes[at]! ^= 0x10
      expect(() => decodeRecord(bytes, 't', 3, 9n), `byte ${at}`).toThrow('t/3@9')
    }
  })

  it('is recognised as torn wherever it was cut', () => {
    for (let length = 0; length < sealed().length; length++)
      expect(() => decodeRecord(sealed().subarray(0, length), 't', 3, 9n), `${length} bytes`).toThrow('t/3@9')
  })

  it('that cannot be decoded is reported where it lies, and the others are read', async () => {
    using place = scratch()
    let log = await openLmdbLog({ dir: place.dir })
    await log.createTopics(oneTopic('t'))
    await log.append(['a', 'b', 'c'].map(value => aRecord('t', value)))
    await log.close()
    const environment = await openEnvironment(place.dir, false)
    const key = recordKeyOf(0, 0, 1n)
    await environment.records.put(key, Buffer.from(environment.records.getBinary(key)!.fill(0, 20)))
    await environment.root.close()
    log = await openLmdbLog({ dir: place.dir })
    await expect(log.read({ topic: 't', partition: 0, offset: 0n }, 10)).rejects.toMatchObject({
      code: 'RECORD_UNDECODABLE',
      details: { topic: 't', partition: 0, offset: '1' },
    })
    expect(await log.read({ topic: 't', partition: 0, offset: 0n }, 1)).toMatchObject([{ offset: 0n }])
    expect(await log.read({ topic: 't', partition: 0, offset: 2n }, 1)).toMatchObject([{ offset: 2n }])
    await log.close()
  })

  it('of a newer format is not read at all', async () => {
    using place = scratch()
    await (await openLmdbLog({ dir: place.dir })).close()
    const environment = await openEnvironment(place.dir, false)
    await environment.meta.put(Buffer.from('format'), Buffer.from('3'))
    await environment.root.close()
    await expect(openLmdbLog({ dir: place.dir })).rejects.toThrow('log format 3')
    await expect(openLmdbLog({ dir: place.dir, readOnly: true })).rejects.toThrow('log format 3')
  })
})
