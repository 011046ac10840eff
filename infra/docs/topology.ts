import { catalogue } from '../../topics/catalogue.ts'
import { type Stage, topology } from '../../topics/topology.ts'

const idOf = (name: string): string => name.replaceAll(/[^a-z]/g, '_')

const shapes: Readonly<Record<Stage['kind'], readonly [string, string]>> = {
  gateway: ['{{', '}}'],
  decider: ['[', ']'],
  effect: ['[[', ']]'],
  recorder: ['[/', '/]'],
  'read model': ['[(', ')]'],
  people: ['>', ']'],
}

const nodeOf = ({ name, kind }: Stage): string => `  ${idOf(name)}${shapes[kind][0]}"${name}"${shapes[kind][1]}`

const edgesOf = ({ name, reads, writes }: Stage): readonly string[] => [
  ...reads.map(topic => `  t_${idOf(topic)} --> ${idOf(name)}`),
  ...writes.map(topic => `  ${idOf(name)} --> t_${idOf(topic)}`),
]

/** The topology as a Mermaid flow chart: topics that something reads or writes, and who does. */
export const topologyPicture = (stages: readonly Stage[] = topology): string => {
  const used = new Set(stages.flatMap(({ reads, writes }) => [...reads, ...writes]))
  return [
    '```mermaid',
    'flowchart LR',
    ...catalogue.filter(({ name }) => used.has(name)).map(({ name }) => `  t_${idOf(name)}(["${name}"])`),
    ...stages.map(nodeOf),
    ...stages.flatMap(edgesOf),
    '```',
  ].join('\n')
}
