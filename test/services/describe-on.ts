import { afterAll, describe, expect, test } from 'vitest'
import type { ServiceName } from '../../infra/local/names.ts'
import { serverVersions } from '../../infra/local/versions.ts'
import { endTurn, waitForTurn } from './choose.ts'
import type { Need, Needed } from './needs.ts'

/** What a server must say of itself: a stand-in, or an older one, does not pass. */
export const expectedVersions: Readonly<Record<ServiceName, RegExp>> = {
  kafka: /^4\./,
  elasticsearch: /^9\./,
  redis: /^7\./,
  neo4j: /^5\.\d+\.\d+$/,
  ollama: /^0\.\d+\.\d+$/,
  registry: /^(apicurio-registry|Confluent Schema Registry) \d/,
}

type Needs = Readonly<Record<string, Need<Needed>>>

type Given<N extends Needs> = { readonly [Key in keyof N]: Awaited<ReturnType<N[Key]>> }

const given = async <N extends Needs>(needs: N): Promise<Given<N>> => {
  await waitForTurn()
  const services: Record<string, Needed> = {}
  try {
    for (const [key, need] of Object.entries(needs)) services[key] = await need()
  } catch (error) {
    await Promise.all(Object.values(services).map(service => service.stop()))
    throw error
  }
  return services as Given<N>
}

/** Stands for services that are not there while tests are listed: whatever is read from it, or called on it, is itself. */
const nothing: unknown = new Proxy(() => undefined, {
  get: (_target, property) => (property === Symbol.toPrimitive ? () => 'nothing' : nothing),
  apply: () => nothing,
})

/**
 * A suite on real services, which it is given running; its first test asks each server for its version. Suites take turns. Where a
 * service cannot be had, under CI the suite fails; elsewhere each of its tests is skipped, and named at the end of the run.
 * To be awaited at the top of a test file:
 *
 *     await describeOn('The log on Kafka', { kafka: shared('kafka') }, ({ kafka }) => { … })
 */
export const describeOn = async <N extends Needs>(
  title: string,
  needs: N,
  suite: (services: Given<N>) => void,
  inCi = process.env.CI === 'true',
): Promise<void> => {
  afterAll(endTurn)
  let services: Given<N>
  try {
    services = await given(needs)
  } catch (error) {
    if (inCi) throw error
    console.error(`NOT CHECKED: ${title}: ${error instanceof Error ? error.message : String(error)}`)
    describe.skip(title, () => suite(nothing as Given<N>))
    return
  }
  describe(title, () => {
    afterAll(async () => {
      await Promise.all(Object.values(services).map(service => service.stop()))
    })
    for (const [key, { name, address }] of Object.entries<Needed>(services)) {
      test(`${key}: ${name} itself says which version it is`, async () => {
        expect(await serverVersions[name](address)).toMatch(expectedVersions[name])
      })
    }
    suite(services)
  })
}
