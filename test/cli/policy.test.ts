import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { eventOf, policyOf } from '../../processors/fixtures.ts'
import type { PolicyChanged } from '../../schemas/types.ts'
import { toRecord } from '../../topics/wire.ts'
import { type Scratch, scratch, turnstream } from './turnstream.ts'

const atMs = Date.parse('2026-07-01T08:00:00Z')

const change = (version: string, more: Partial<PolicyChanged>): PolicyChanged =>
  policyOf({ version, tenant: 'default', reason: `because of ${version}`, by: 'api', ...more })

const changes = [
  change('v1', { scene: 'returns', keywords: ['30 days', 'deadline'] }),
  change('v2', { tenant: null, products: ['Aurora'], beforeVersion: '2026-06', sharePerDay: 0.125 }),
  change('v3', { scene: 'shipping' }),
]

const list = (dir: string, ...args: readonly string[]) => turnstream(['policy', 'list', '--data-dir', dir, ...args])

const versions = async (dir: string, ...args: readonly string[]): Promise<readonly string[]> =>
  JSON.parse((await list(dir, '--json', ...args)).stdout).policies.map(({ version }: { version: string }) => version)

describe('policy list', { timeout: 60_000 }, () => {
  let at: Scratch
  beforeAll(async () => {
    at = scratch()
    await turnstream(['topics', 'apply', '--data-dir', at.dir])
  }, 60_000)
  afterAll(() => at.remove())

  it('exits with 3 where there is no log', async () => {
    const nowhere = scratch()
    const { code, stdout, stderr } = await list(nowhere.dir)
    nowhere.remove()
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(nowhere.dir)
  })

  it('says where nothing has changed', async () => {
    expect(await list(at.dir)).toMatchObject({ code: 0, stdout: 'no policy change\n', stderr: '' })
    expect(JSON.parse((await list(at.dir, '--json')).stdout)).toEqual({ epoch: -1, policies: [] })
  })

  it('lists the changes newest last, with scene, epoch, time and what they make invalid', async () => {
    const log = await openLmdbLog({ dir: `${at.dir}/log` })
    const records = changes.map((data, day) =>
      toRecord(
        eventOf('PolicyChanged', data, { id: data.version, key: data.scene ?? 'all', timeMs: atMs + day * 86_400_000 }),
        4,
      ),
    )
    await log.append(records)
    await log.close()

    const { code, stdout } = await list(at.dir, '--json')
    expect(code).toBe(0)
    const none = { keywords: [], products: [], entries: [], sources: [], before_version: null }
    const common = { tenant: 'default', share_per_day: null, by: 'api' }
    expect(JSON.parse(stdout)).toEqual({
      epoch: 2,
      policies: [
        {
          ...common,
          version: 'v1',
          epoch: 0,
          scene: 'returns',
          match: { ...none, keywords: ['30 days', 'deadline'] },
          reason: 'because of v1',
          at: '2026-07-01T08:00:00.000Z',
        },
        {
          ...common,
          version: 'v2',
          epoch: 1,
          tenant: null,
          scene: null,
          match: { ...none, products: ['Aurora'], before_version: '2026-06' },
          share_per_day: 0.125,
          reason: 'because of v2',
          at: '2026-07-02T08:00:00.000Z',
        },
        {
          ...common,
          version: 'v3',
          epoch: 2,
          scene: 'shipping',
          match: none,
          reason: 'because of v3',
          at: '2026-07-03T08:00:00.000Z',
        },
      ],
    })

    const rows = (await list(at.dir)).stdout.split('\n').filter(line => line.includes('because of'))
    expect(
      rows.map(row =>
        row
          .split('│')
          .map(cell => cell.trim())
          .slice(1, -1),
      ),
    ).toEqual([
      [
        '0',
        'v1',
        '2026-07-01T08:00:00.000Z',
        'default',
        'returns',
        'keywords 30 days, deadline',
        'at once',
        'because of v1',
        'api',
      ],
      [
        '1',
        'v2',
        '2026-07-02T08:00:00.000Z',
        'all',
        'all',
        'products Aurora; data before 2026-06',
        '12.5 % a day',
        'because of v2',
        'api',
      ],
      ['2', 'v3', '2026-07-03T08:00:00.000Z', 'default', 'shipping', 'every entry', 'at once', 'because of v3', 'api'],
    ])
  })

  it('lists those of a scene, with those of all scenes, and the newest of them', async () => {
    expect(await versions(at.dir, '--scene', 'shipping')).toEqual(['v2', 'v3'])
    expect(await versions(at.dir, '--scene', 'payment')).toEqual(['v2'])
    expect(await versions(at.dir, '--limit', '2')).toEqual(['v2', 'v3'])
    expect(await versions(at.dir, '--scene', 'returns', '--limit', '1')).toEqual(['v2'])
  })
})
