import { expect, it } from 'vitest'
import { redisAddress } from './address.ts'

it('one address is one server', () => {
  expect(redisAddress('redis://cache.internal')).toEqual({
    nodes: [{ host: 'cache.internal', port: 6379 }],
    cluster: false,
    login: {},
    name: 'cache.internal:6379',
  })
})

it('who logs in, the database and the encryption are taken from it, and its name tells none of them', () => {
  const address = redisAddress('rediss://turn%40s:p%3Aw@[::1]:7000/2')
  expect(address).toMatchObject({ nodes: [{ host: '::1', port: 7000 }], cluster: false, name: '::1:7000' })
  expect(address.login).toEqual({ username: 'turn@s', password: 'p:w', db: 2, tls: {} })
})

it.each([
  ['redis://a:1,redis://b:2', 2],
  ['redis://a:1,', 1],
])('%s is a cluster', (text, nodes) => {
  const address = redisAddress(text)
  expect([address.cluster, address.nodes.length]).toEqual([true, nodes])
})

it.each([
  ['', 'address 1 is missing'],
  ['secret', 'address 1 is no URL'],
  ['http://:secret@a', 'must begin with redis://'],
  ['redis://:secret@a/x', 'number of a database'],
  ['redis://:secret@a/1,redis://b', 'of which a cluster has only 0'],
  ['redis://:secret@a,rediss://:secret@b', 'scheme of the first'],
])('%s is refused without being repeated', (text, problem) => {
  expect(() => redisAddress(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  expect(() => redisAddress(text)).toThrow(problem)
  expect(() => redisAddress(text)).not.toThrow('secret')
})
