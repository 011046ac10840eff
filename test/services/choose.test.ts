import { afterEach, expect, test, vi } from 'vitest'
import { choose, type Source } from './choose.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('an address in the environment is taken before anything is started', async () => {
  vi.stubEnv('TEST_KAFKA_BROKERS', '10.0.0.1:9092')
  expect(await choose('kafka')).toBe('10.0.0.1:9092')
})

test('a source that has none is passed over; one that fails is not', async () => {
  const none: Source = async () => null
  const fails: Source = () => Promise.reject(new Error('no Java'))
  const other: Source = async name => `${name}.example`
  expect(await choose('redis', [none, other])).toBe('redis.example')
  await expect(choose('redis', [none, fails, other])).rejects.toThrow('no Java')
  await expect(choose('redis', [none])).rejects.toThrow('nothing here can start redis')
})
