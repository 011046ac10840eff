import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Audit, audit, type Question, type Subject } from '../../infra/audit/audit.ts'
import { openAuditIndex } from '../../infra/audit/index.ts'
import { plainAsk } from '../../infra/gateway/intake.ts'
import { openLmdbLog } from '../../infra/log/lmdb/open.ts'
import { seededRandom } from '../../infra/runtime/simulation/random.ts'
import { openTurnstream } from '../../infra/runtime/turnstream.ts'
import { followViews } from '../../infra/runtime/views.ts'
import { configurationSchema } from '../../processors/configuration.ts'
import { policyOf } from '../../processors/fixtures.ts'
import { configuration, hashEmbedding, modelsOf } from '../topology/fakes.ts'

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const scenes = ['returns', 'delivery'] as const

/** What a model wrote names the version that it was written under: the last change for its scene, as this test made them. */
const inForce: Record<string, string> = {}
/** Turns by the version that their answer names. */
const truth: { turnId: string; scene: string; version: string; text: string; cached: string | null; atMs: number }[] =
  []
const versions: string[] = []
let dataDir: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'turnstream-audit-'))
  const models = modelsOf(({ messages }) => {
    const question = messages.at(-1)!.content
    const scene = scenes.find(each => question.includes(each))!
    return `Under ${inForce[scene] ?? 'none'}: yes, ${question}`
  })
  const turnstream = await openTurnstream({
    configuration: configurationSchema.parse({ ...configuration, scenes: [...scenes, 'general'] }),
    ...{ dataDir, logger, models, embedding: hashEmbedding },
  })
  const random = seededRandom(11)
  const { signal } = new AbortController()
  for (let step = 0; step < 160; step++) {
    if (step % 20 === 10) {
      const version = `v${versions.length + 1}`
      const scene = random.pick([null, ...scenes])
      await turnstream.settled()
      // It claims no more than some of the answers, so that others outlive it.
      await turnstream.changePolicy(policyOf({ version, scene, keywords: [`rug ${random.int(0, 8)}`] }))
      versions.push(version)
      for (const each of scene === null ? scenes : [scene]) inForce[each] = version
    }
    const scene = random.pick(scenes)
    const message = `How does rug ${random.int(0, 8)} concern ${scene}?`
    const { turnId } = await turnstream.intake.ask({ ...plainAsk(message), scene, userId: `u${step % 5}` }, signal)
    await turnstream.settled()
    const { data, timeMs } = turnstream.facts.event('TurnAnswered', `${turnId}.answered`)
    const version = /^Under (\w+):/.exec(data.text)![1]!
    truth.push({ turnId, scene, version, text: data.text, cached: data.entryId, atMs: timeMs })
  }
  await turnstream.drain(1_000)
}, 60_000)
afterAll(() => rmSync(dataDir, { recursive: true }))

const everything = { fromMs: 0, toMs: Number.POSITIVE_INFINITY, tenant: null, limit: 1_000 }

const audited = async (subject: Subject, more: Partial<Question> = {}): Promise<Audit> => {
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), readOnly: true })
  const index = await openAuditIndex(join(dataDir, 'audit'), log)
  try {
    const views = await followViews(log)
    views.stop()
    await index.catchUp(
      () => undefined,
      error => {
        throw error
      },
    )
    const question = { ...everything, subject, ...more }
    return audit(index.between(question.fromMs, question.toMs), question, log, views.current().policies)
  } finally {
    await index.close()
    await log.close()
  }
}
const turnsOf = ({ rows }: Audit): string[] => rows.map(({ turn_id }) => turn_id)
const those = (is: (turn: (typeof truth)[number]) => boolean): string[] => truth.filter(is).map(({ turnId }) => turnId)

describe('An audit', () => {
  it('finds exactly who got an answer that was made under a version, whenever they got it', async () => {
    let outlived = 0
    for (const version of versions) {
      const result = await audited({ policy: version })
      expect(turnsOf(result)).toEqual(those(turn => turn.version === version))
      expect(result.turns).toBe(result.rows.length)
      for (const row of result.rows) expect(row.made_under).toBe(version)
      expect(result.outlived).toBe(result.rows.filter(row => row.served_under !== version).length)
      outlived += result.outlived
    }
    // The log has what this is for: answers that were served from the cache after another change.
    expect(outlived).toBeGreaterThan(5)
  })

  it('finds who was served by an entry, and tells why', async () => {
    const entry = truth.find(({ cached }) => cached !== null)!.cached!
    const result = await audited({ entry })
    expect(turnsOf(result)).toEqual(those(({ cached }) => cached === entry))
    expect(result.bySource).toEqual({ exact: result.turns })
    expect(result.rows[0]).toMatchObject({
      ...{ entry_id: entry, source: 'exact', why: `the exact cache had entry ${entry} at 1.000` },
      user_id: expect.stringMatching(/^u\d$/),
      question: expect.stringContaining('How does rug'),
    })
  })

  it('finds who was answered by a model, between two instants, of one tenant', async () => {
    const [fromMs, toMs] = [truth[30]!.atMs, truth[90]!.atMs]
    const within = truth.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    const model = (await audited({ model: 'demo-small' }, { fromMs, toMs })) as Audit
    const written = within.filter(({ cached }) => cached === null).map(({ turnId }) => turnId)
    expect(turnsOf(model).filter(id => written.includes(id))).toEqual(written)
    expect(model).toMatchObject({ first: new Date(within[0]!.atMs).toISOString(), to: new Date(toMs).toISOString() })
    expect((await audited({ model: 'demo-small' }, { tenant: 'nobody' })).turns).toBe(0)
  })

  it('counts all, however few it shows', async () => {
    const whole = await audited({ model: 'demo-small' })
    expect(await audited({ model: 'demo-small' }, { limit: 3 })).toEqual({ ...whole, rows: whole.rows.slice(0, 3) })
  })

  it('refuses a version that is not on the log, and names those that are', async () => {
    await expect(audited({ policy: 'v99' })).rejects.toThrow(
      `--policy v99: the log has no such change; it has ${versions.join(', ')}`,
    )
  })
})
