import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { containerPorts } from '../../infra/local/docker.ts'
import { addressVariables, baseServices, serviceNames } from '../../infra/local/names.ts'
import manifest from '../../package.json' with { type: 'json' }

interface Service {
  readonly image: string
  readonly environment?: Readonly<Record<string, string | null>>
  readonly healthcheck?: { readonly test: readonly unknown[] }
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly profiles?: readonly string[]
  readonly network_mode?: string
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const compose = parse(read('docker-compose.yml')) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, null>>
  readonly configs: Readonly<Record<string, { readonly content: string }>>
}
const services = Object.entries(compose.services)

test('every service is there: four to run on, one for models, one for records, three to look with, and Turnstream', () => {
  const others = ['kibana', 'prometheus', 'grafana', 'turnstream']
  expect(Object.keys(compose.services).sort()).toEqual([...serviceNames, ...others].sort())
})

test.for(services)('%s: the image is pinned by a whole version', ([, { image }]) => {
  expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+(\.Final)?$/)
})

test('what runs without Docker has the version of the image', () => {
  const pinned = (name: string): string => /:v?([\d.]+?)(\.Final)?$/.exec(compose.services[name]!.image)![1]!
  expect(read('infra/local/kafka/pom.xml')).toContain(`<version>${pinned('kafka')}</version>`)
  expect(read('infra/local/elasticsearch/pom.xml')).toContain(
    `<elasticsearch.version>${pinned('elasticsearch')}</elasticsearch.version>`,
  )
  expect(read('infra/local/registry/pom.xml')).toContain(`<version>${pinned('registry')}.Final</version>`)
  expect(read('infra/local/neo4j/pom.xml')).toContain(`<neo4j.version>${pinned('neo4j')}</neo4j.version>`)
  expect(pinned('kibana')).toBe(pinned('elasticsearch'))
  expect(pinned('turnstream')).toBe(manifest.version)
  expect(read('infra/local/turnstream.dockerfile')).toMatch(/^FROM node:24\.\d+\.\d+-/m)
})

test.for(services)('%s: has a health check', ([, { healthcheck }]) => {
  expect(healthcheck?.test[0]).toBe('CMD')
  // Unquoted, a colon in a command makes a mapping of it.
  for (const word of healthcheck!.test) expect(word).toBeTypeOf('string')
})

test.for(services)('%s: keeps its data in a volume that is declared', ([, { volumes = [] }]) => {
  expect(volumes.length).toBeGreaterThan(0)
  for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0])
})

test.for(services)('%s: listens on loopback only', ([, { ports = [], network_mode }]) => {
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  expect(ports.length > 0).toBe(network_mode !== 'host')
})

test.for([...serviceNames])('%s: the port that is looked up is the one that is published', name => {
  expect(compose.services[name]!.ports![0]).toMatch(new RegExp(`:${containerPorts[name]}$`))
})

test('Turnstream is given addresses that are published, under names that it knows', () => {
  const { environment = {}, depends_on = {} } = compose.services.turnstream!
  const known = [
    ...Object.values(addressVariables),
    ...['TURNSTREAM_DATA_DIR', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OLLAMA_HOST', 'NEO4J_USER', 'NEO4J_PASSWORD'],
  ]
  expect(known).toEqual(expect.arrayContaining(Object.keys(environment)))
  for (const name of baseServices) {
    const published = compose.services[name]!.ports![0]!.split(':')[1]!
    expect(environment[addressVariables[name]]).toContain(`127.0.0.1:${published}`)
    expect(depends_on[name]).toEqual({ condition: 'service_healthy' })
  }
})

test('the configurations written into the file are YAML themselves', () => {
  const contents = Object.values(compose.configs).map(({ content }) => parse(content) as Record<string, unknown>)
  expect(contents.flatMap(Object.keys)).toEqual(expect.arrayContaining(['scrape_configs', 'datasources']))
})
