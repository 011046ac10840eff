import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { redisVersion } from '../../infra/local/redis/version.ts'

const root = join(import.meta.dirname, '..', '..')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')

test('the suites of a run share one server, which is gone after the run', async () => {
  const args = [vitest, 'run', '--config', 'test/services/fixture.config.ts', 'test/services/shared-']
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, REDIS_URL: '', NO_COLOR: '1' },
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  const addresses = [...stdout.matchAll(/^address (\S+)$/gm)].map(([, address]) => address!)
  expect(addresses).toHaveLength(2)
  expect(new Set(addresses).size).toBe(1)
  await expect(redisVersion(addresses[0]!)).rejects.toThrow('ECONNREFUSED')
})
