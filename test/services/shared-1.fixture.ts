import { expect, test } from 'vitest'
import { describeOn } from './describe-on.ts'
import { shared } from './needs.ts'

await describeOn('One suite on a shared server', { redis: shared('redis') }, ({ redis }) => {
  test('has an address', () => {
    console.log(`address ${redis.address}`)
    expect(redis.address).toMatch(/^redis:/)
  })
})
