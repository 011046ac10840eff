import { expect, it } from 'vitest'
import { deciderConfiguration } from './configuration.ts'
import { mayHandle } from './residency.ts'

const configurationOf = (residency: object) =>
  deciderConfiguration.parse({
    pools: {
      frankfurt: { kind: 'openai', model: 'm', region: 'eu-central-1' },
      europe: { kind: 'openai', model: 'm', region: 'eu' },
      virginia: { kind: 'openai', model: 'm', region: 'us-east-1' },
      somewhere: { kind: 'openai', model: 'm' },
      library: { kind: 'faq', model: 'faq' },
    },
    route: { residency },
  })
const allowed = (tenant: string, residency: object): readonly string[] => {
  const configuration = configurationOf(residency)
  return Object.keys(configuration.pools).filter(pool => mayHandle(pool, tenant, configuration))
}

it('without regions every pool may handle what a tenant sends', () => {
  expect(allowed('acme', { other: ['eu'] })).toEqual(['frankfurt', 'europe', 'virginia', 'somewhere', 'library'])
})

it('with regions only those in them may, and those that do not say where they are may not', () => {
  expect(allowed('acme', { acme: ['eu'] })).toEqual(['frankfurt', 'europe', 'library'])
  expect(allowed('acme', { acme: ['eu-central-1', 'us'] })).toEqual(['frankfurt', 'virginia', 'library'])
  expect(allowed('acme', { acme: ['e'] })).toEqual(['library'])
  expect(allowed('acme', { acme: [] })).toEqual(['library'])
})

it('a tenant without regions of its own has those of all', () => {
  const residency = { '*': ['eu'], acme: ['us'] }
  expect(allowed('other', residency)).toEqual(['frankfurt', 'europe', 'library'])
  expect(allowed('acme', residency)).toEqual(['virginia', 'library'])
})
