import { expect, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import type { Need, Needed } from './needs.ts'

const missing: Need<Needed> = () => Promise.reject(new Error('there is no such server'))

await describeOn('A suite without its server', { kafka: missing }, ({ kafka }) => {
  const brokers = `${kafka.address}`.split(',')
  test('a promise that nobody checked', () => {
    expect(brokers).toEqual(['127.0.0.1:9092'])
  })
})
