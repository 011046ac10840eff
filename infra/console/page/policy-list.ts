import type { z } from 'zod'
import type { policyList } from '../../gateway/policy-list.ts'
import { json } from './api.ts'
import { make } from './dom.ts'
import { moment, percent } from './format.ts'

type Policies = z.infer<typeof policyList>

const shownPolicies = 6

/** What a change is about, in words. */
const reach = ({ scene, match, share_per_day }: Policies['policies'][number]): string => {
  const criteria = [
    match.keywords.length > 0 ? `about ${match.keywords.join(' or ')}` : '',
    match.products.length > 0 ? `on ${match.products.join(' or ')}` : '',
    match.entries.length > 0 ? `${match.entries.length} named` : '',
    match.sources.length > 0 ? `resting on ${match.sources.join(' or ')}` : '',
    match.before_version === null ? '' : `older than ${match.before_version}`,
  ].filter(text => text !== '')
  const where = scene === null ? 'all scenes' : scene
  const pace = share_per_day === null ? '' : `, ${percent(share_per_day)} a day`
  return `${where}: ${criteria.length === 0 ? 'every answer' : `answers ${criteria.join(', ')}`}${pace}`
}

const item = (policy: Policies['policies'][number]): HTMLElement =>
  make(
    'li',
    {},
    make('p', { class: 'policy-reason' }, policy.reason),
    make('p', { class: 'policy-reach' }, reach(policy)),
    make(
      'p',
      { class: 'muted' },
      `epoch ${policy.epoch} · `,
      make('time', { datetime: policy.at }, moment(policy.at)),
      ' · ',
      make('code', {}, policy.version),
    ),
  )

/** The last policy changes, newest first. Throws a Failure. */
export const readPolicies = async (): Promise<{ readonly state: string; readonly list: HTMLElement }> => {
  const { epoch, policies } = await json<Policies>(`/v1/policies?limit=${shownPolicies}`)
  if (policies.length === 0)
    return {
      state: '',
      list: make('p', { class: 'empty' }, 'No change yet. A change takes older answers out at once.'),
    }
  return {
    state: `epoch ${epoch} in force`,
    list: make('ol', { class: 'policy-list', 'aria-label': 'Last changes' }, ...policies.map(item)),
  }
}
