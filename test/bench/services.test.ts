import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BenchReport } from '../../infra/bench/report.ts'
import { serviceRowIds, targets } from '../../infra/bench/targets.ts'
import { type Ended, scratch, turnstream } from '../cli/turnstream.ts'
import { describeOn } from '../services/describe-on.ts'
import { shared } from '../services/needs.ts'

const limitMs = 300_000

await describeOn(
  'turnstream bench --services --quick',
  {
    kafka: shared('kafka'),
    elasticsearch: shared('elasticsearch'),
    redis: shared('redis'),
    registry: shared('registry'),
  },
  ({ kafka, elasticsearch, redis, registry }) => {
    const { dir, remove } = scratch()
    let ended: Ended
    let report: BenchReport

    beforeAll(async () => {
      const env = {
        KAFKA_BROKERS: kafka.address,
        ELASTICSEARCH_URL: elasticsearch.address,
        REDIS_URL: redis.address,
        SCHEMA_REGISTRY_URL: registry.address,
      }
      // Beside other tests a lookup may take longer than a customer would wait for it.
      const patient = ['elasticsearch.timeoutMs=10000', 'redis.leaseMs=10000', 'redis.timeoutMs=10000'].flatMap(
        option => ['--set', option],
      )
      const args = ['bench', '--services', '--quick', '--json', '--check', '--data-dir', dir, ...patient]
      ended = await turnstream(args, { env })
      report = JSON.parse(ended.stdout || '{}') as BenchReport
    }, limitMs)
    afterAll(remove)

    it('measures every row of the table, each goal with a number', () => {
      expect(ended.code, ended.stderr).toBe(0)
      expect(report.rows.map(({ id, failure }) => [id, failure])).toEqual(serviceRowIds.map(id => [id, null]))
      for (const { id, goals, count } of report.rows) {
        expect(goals.map(({ measure }) => measure)).toEqual(targets[id].goals.map(({ measure }) => measure))
        for (const { value } of goals) expect(value).toEqual(expect.any(Number))
        expect(count).toBeGreaterThan(0)
      }
    })

    it('has figures of hits only where the services were asked for them', () => {
      const row = (id: string) => report.rows.find(found => found.id === id)!
      for (const id of ['services-semantic', 'services-exact'])
        expect(row(id).details.lookups).toBeGreaterThanOrEqual(row(id).count)
      expect(row('services-index').details.passFilter).toBeLessThan(Number(row('services-index').details.entries))
      expect(row('services-policy').details.gateways).toBe(2)
    })

    it('says on which servers', () => {
      expect(Object.keys(report.services ?? {})).toEqual(['kafka', 'elasticsearch', 'redis', 'registry'])
      expect(report.services).toMatchObject({ elasticsearch: expect.stringMatching(/^9\./) })
    })
  },
)
