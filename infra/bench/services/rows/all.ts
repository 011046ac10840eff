import type { ServiceRowId } from '../../targets.ts'
import { exactOverHttp, semanticOverHttp } from './hits.ts'
import { indexLookups } from './lookups.ts'
import { policyAcknowledged } from './policy.ts'
import type { RunServiceRow } from './row.ts'
import { laneThroughput, throughTopics } from './topics.ts'

export const serviceRows: Readonly<Record<ServiceRowId, RunServiceRow>> = {
  'services-semantic': semanticOverHttp,
  'services-exact': exactOverHttp,
  'services-topics': throughTopics,
  'services-lane': laneThroughput,
  'services-index': indexLookups,
  'services-policy': policyAcknowledged,
}
