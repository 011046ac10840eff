import type { DeciderConfiguration } from './configuration.ts'

/** Regions of tenants that have no list of their own. */
const everyTenant = '*'

/** `eu` covers `eu-central-1`, and itself. */
const covers = (allowed: string, region: string): boolean => region === allowed || region.startsWith(`${allowed}-`)

/**
 * Whether a pool may see what customers of a tenant write, by `route.residency`: always where no regions are asked for; else only one that says
 * that it is in one of them. The FAQ library answers in this process.
 */
export const mayHandle = (
  pool: string,
  tenant: string,
  { pools, route: { residency } }: Pick<DeciderConfiguration, 'pools' | 'route'>,
): boolean => {
  const allowed = residency[tenant] ?? residency[everyTenant]
  if (allowed === undefined || pools[pool] === undefined || pools[pool].kind === 'faq') return true
  const { region } = pools[pool]
  return region !== undefined && allowed.some(each => covers(each, region))
}
