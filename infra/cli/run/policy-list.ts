import { type ListedPolicy, listed } from '../../gateway/policy-list.ts'
import { followViews } from '../../runtime/views.ts'
import type { PolicyListOptions } from '../commands/policy.ts'
import { configurationOf } from '../configuration.ts'
import { openLogToRead } from '../log.ts'
import { note, printResult } from '../output.ts'
import { tableOf } from '../table.ts'

interface Listed {
  /** Of the last change on the log, listed or not; -1 before the first. */
  readonly epoch: number
  /** Newest last. */
  readonly policies: readonly ListedPolicy[]
}

const shownChars = 100

const short = (text: string): string => (text.length > shownChars ? `${text.slice(0, shownChars - 1)}…` : text)

const named = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what} ${names.join(', ')}`]

/** The criteria of a change, which must all hold. */
const matchText = ({ match }: ListedPolicy): string => {
  const criteria = [
    ...named('keywords', match.keywords),
    ...named('products', match.products),
    ...named('entries', match.entries),
    ...named('sources', match.sources),
    ...named('data before', match.before_version === null ? [] : [match.before_version]),
  ]
  return criteria.length === 0 ? 'every entry' : short(criteria.join('; '))
}

const rolloutText = ({ share_per_day: share }: ListedPolicy): string =>
  share === null ? 'at once' : `${Math.round(share * 1_000) / 10} % a day`

const text = ({ policies }: Listed): string =>
  policies.length === 0
    ? 'no policy change'
    : tableOf(
        ['epoch', 'version', 'time', 'tenant', 'scene', 'invalid', 'rollout', 'reason', 'by'],
        policies.map(policy => [
          policy.epoch,
          policy.version,
          policy.at,
          policy.tenant ?? 'all',
          policy.scene ?? 'all',
          matchText(policy),
          rolloutText(policy),
          short(policy.reason),
          policy.by,
        ]),
      )

/** Shows the policy changes on the log. Throws UNAVAILABLE where there is no log. */
export const policyList = async (options: PolicyListOptions): Promise<void> => {
  const { scene, limit = Number.POSITIVE_INFINITY, json } = options
  configurationOf(options)
  const log = await openLogToRead(options)
  try {
    const views = await followViews(log, error => note(`turnstream: ${(error as Error).message}`))
    const { policies, versions } = views.current()
    views.stop()
    const chosen = policies.filter(policy => scene === undefined || policy.scene === null || policy.scene === scene)
    const newest = chosen.slice(Math.max(0, chosen.length - limit))
    await printResult(json, { epoch: versions.policyEpoch, policies: newest.map(listed) }, text)
  } finally {
    await log.close()
  }
}
